-- Version 9: a change set keeps who sat there as the operating system knew them, what the clock said where the day was
-- rehearsed, what whoever asked called the deed, and the seal that ties it to all history before it.
-- `origin` is the place: the terminal, or the address the person came from.

ALTER TABLE change_set ADD COLUMN login TEXT;
ALTER TABLE change_set ADD COLUMN clock TEXT;
ALTER TABLE change_set ADD COLUMN deed_id TEXT;
ALTER TABLE change_set ADD COLUMN deed_words TEXT;
ALTER TABLE change_set ADD COLUMN seal TEXT;
CREATE UNIQUE INDEX change_set_deed_id ON change_set (deed_id) WHERE deed_id IS NOT NULL;

DROP TRIGGER change_set_keeps_its_words;
CREATE TRIGGER change_set_keeps_its_words
BEFORE UPDATE OF id, "at", who, origin, deed, title, reason, undoes, login, clock, deed_id, deed_words ON change_set
BEGIN SELECT RAISE(ABORT, 'history is never edited'); END;
CREATE TRIGGER change_set_is_sealed_once BEFORE UPDATE OF seal ON change_set WHEN OLD.seal IS NOT NULL
BEGIN SELECT RAISE(ABORT, 'history is never edited'); END;

-- No question asks by these any more.
DROP INDEX product_full_name;
DROP INDEX alias_name;
