
# Logins, contracts and products, as the office file has them.
_hallpass_records() {
    local of=
    local -a all
    case "${words[CURRENT-1]}" in
    --as | --for | --person | --from | --to) of=logins ;;
    --of | --product) of=products ;;
    esac
    if [[ -z "$of" ]]; then
        case "${(j: :)words[2,CURRENT-1]}" in
        "renewal show" | "renewal decide" | "renewal letter" | "renewal sent" | "renewal notice" | "renewal renews" | "renewal assign" | "renewal deletion") of=contracts ;;
        "people role" | "people leave" | "people key add") of=logins ;;
        status | product | note | history) of=products ;;
        esac
    fi
    case "$of" in
    logins) all=("${(@f)$(hallpass people list --csv 2>/dev/null | sed '1d; s/,.*//')}") ;;
    contracts) all=("${(@f)$(hallpass renewals --all --csv 2>/dev/null | sed '1d; s/,.*//')}") ;;
    products) all=("${(@f)$({ hallpass export approvals; hallpass owners --csv; } 2>/dev/null | sed -E '/^product,/d; s/^"(([^"]|"")*)".*/\1/; t; s/,.*//' | sort -u)}") ;;
    *) _hallpass "$@"; return ;;
    esac
    compadd -M 'm:{a-zA-Z}={A-Za-z}' -a all
}
compdef _hallpass_records hallpass
