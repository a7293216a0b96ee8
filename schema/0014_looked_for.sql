-- Version 14: what is looked for by what few records have.

-- What was decided lately, and which learning management systems there are.
CREATE INDEX request_decided ON request (decided_on) WHERE decided_on IS NOT NULL;
CREATE INDEX product_lms ON product (name) WHERE lms = 1 AND archived = 0;

-- Mark: 14_829_016_263_473_369_568
