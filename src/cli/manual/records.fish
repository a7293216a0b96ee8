
# Logins, contracts and products, as the office file has them.
function __hallpass_logins; hallpass people list --csv 2>/dev/null | sed '1d; s/,.*//'; end
function __hallpass_contracts; hallpass renewals --all --csv 2>/dev/null | sed '1d; s/,.*//'; end
function __hallpass_products; begin; hallpass export approvals; hallpass owners --csv; end 2>/dev/null | sed -E '/^product,/d; s/^"(([^"]|"")*)".*/\1/; t; s/,.*//' | sort -u; end
for option in as for person from to
    complete -c hallpass -l $option -x -a '(__hallpass_logins)'
end
for option in of product
    complete -c hallpass -l $option -x -a '(__hallpass_products)'
end
complete -c hallpass -n '__fish_seen_subcommand_from renewal; and __fish_seen_subcommand_from show decide letter sent notice renews assign deletion' -f -a '(__hallpass_contracts)'
complete -c hallpass -n '__fish_seen_subcommand_from people; and __fish_seen_subcommand_from role leave' -f -a '(__hallpass_logins)'
complete -c hallpass -n '__fish_seen_subcommand_from status product note history' -f -a '(__hallpass_products)'
