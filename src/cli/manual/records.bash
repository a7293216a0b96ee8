
# Logins, contracts and products, as the office file has them.
_hallpass_records() {
    local cur="${COMP_WORDS[COMP_CWORD]}" of= all= one
    case "${COMP_WORDS[COMP_CWORD - 1]}" in
    --as | --for | --person | --from | --to) of=logins ;;
    --of | --product) of=products ;;
    esac
    if [ -z "$of" ]; then
        case "${COMP_WORDS[*]:1:COMP_CWORD-1}" in
        "renewal show" | "renewal decide" | "renewal letter" | "renewal sent" | "renewal notice" | "renewal renews" | "renewal assign" | "renewal deletion") of=contracts ;;
        "people role" | "people leave" | "people key add") of=logins ;;
        status | product | note | history) of=products ;;
        esac
    fi
    case "$of" in
    logins) all=$(hallpass people list --csv 2>/dev/null | sed '1d; s/,.*//') ;;
    contracts) all=$(hallpass renewals --all --csv 2>/dev/null | sed '1d; s/,.*//') ;;
    products) all=$({ hallpass export approvals; hallpass owners --csv; } 2>/dev/null | sed -E '/^product,/d; s/^"(([^"]|"")*)".*/\1/; t; s/,.*//' | sort -u) ;;
    *) _hallpass "$@"; return ;;
    esac
    COMPREPLY=()
    while IFS= read -r one; do
        if [[ -n "$one" && "${one,,}" == "${cur,,}"* ]]; then COMPREPLY+=("$(printf %q "$one")"); fi
    done <<<"$all"
}
complete -F _hallpass_records -o nosort -o bashdefault -o default hallpass
