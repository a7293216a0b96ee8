//! Everything that can be said at the prompt, a row each.

use super::StandsFor::{self, Command, Numbered};
use super::VerbPart::{Calls, Contracts, Money, Office, Reviews, Standards, Talk};
use super::{Verb, VerbPart};
use crate::cli::plain::asks::{Checks, VerbQuestion};
use crate::domain::field::ImportKind;

const fn command(
    part: VerbPart,
    says: &'static str,
    command: &'static str,
    does: &'static str,
) -> Verb {
    talks(part, says, StandsFor::Command(command), does, &[])
}

const fn talks(
    part: VerbPart,
    says: &'static str,
    stands_for: StandsFor,
    does: &'static str,
    asks: &'static [VerbQuestion],
) -> Verb {
    Verb {
        says,
        does,
        part,
        stands_for,
        asks,
    }
}

const WHY: VerbQuestion = VerbQuestion::must("reason", "Why?");

/// Everything that can be said. Of two that begin a line alike the longer counts.
pub(in crate::cli::plain) const VERBS: &[Verb] = &[
    command(
        Calls,
        "status PRODUCT SCHOOL",
        "status",
        "may it be used there",
    ),
    command(
        Calls,
        "product PRODUCT",
        "product",
        "everything about a product",
    ),
    command(Calls, "schools", "schools", "every school"),
    command(Calls, "school SCHOOL", "inventory", "what a school has"),
    talks(
        Calls,
        "note PRODUCT",
        Command("note"),
        "leave words on a product or a school",
        &[
            VerbQuestion::must("words", "About which product or school?").checks(Checks::Record),
            VerbQuestion::must("text", "What is to be noted?"),
        ],
    ),
    talks(
        Calls,
        "alias WORDS",
        Command("alias"),
        "make a name that people say another name of a product",
        &[
            VerbQuestion::must("words", "Which name do people say?"),
            VerbQuestion::must("of", "Which product do they mean?").checks(Checks::Product),
        ],
    ),
    talks(
        Calls,
        "request new",
        Command("request new"),
        "enter somebody's ask for a product",
        &[
            VerbQuestion::must("product", "Which product?"),
            VerbQuestion::must("school", "For which school? district is all of them.")
                .checks(Checks::Schools),
            WHY,
            VerbQuestion::may("requester", "Who asks? Nothing where that is not known."),
            VerbQuestion::may(
                "grades",
                "For which grades, as K-5? Nothing where that is not known.",
            ),
            VerbQuestion::may(
                "seats",
                "For how many people? Nothing where that is not known.",
            ),
            VerbQuestion::may(
                "data",
                "What does it learn about students: none, login, pii or sensitive? Nothing where that is not known.",
            ),
            VerbQuestion::may(
                "instructional",
                "Does it teach, yes or no? Nothing where that is not known.",
            ),
            VerbQuestion::may(
                "cost",
                "What would it cost a year? Nothing where that is not known.",
            ),
            VerbQuestion::may(
                "needed_by",
                "By which day is it needed? Nothing for no day.",
            ),
        ],
    ),
    command(
        Calls,
        "history PRODUCT",
        "history",
        "who changed what on a product or a school; with no name everywhere, newest first",
    ),
    command(
        Reviews,
        "queue",
        "queue",
        "what is to be reviewed, what is due first; queue --mine is what I have",
    ),
    talks(
        Reviews,
        "next",
        StandsFor::Next,
        "take what is next for me and answer it item by item",
        &[],
    ),
    talks(
        Reviews,
        "show R-418",
        Numbered("review show", "renewal show", "overlap show"),
        "all about a request, a contract as C-117, an overlap as O-x7k2q",
        &[],
    ),
    talks(
        Reviews,
        "take R-418",
        StandsFor::Take,
        "I have that request, that contract or that overlap",
        &[],
    ),
    talks(
        Reviews,
        "assign R-418 LOGIN",
        Numbered("review assign", "renewal assign", "overlap assign"),
        "somebody has that request, contract or overlap",
        &[VerbQuestion::must("login", "Who, by the login?").checks(Checks::Person)],
    ),
    talks(
        Reviews,
        "decide R-418",
        StandsFor::Decide,
        "decide a request, a contract or an overlap, question by question; with no number what I have",
        &[],
    ),
    command(
        Reviews,
        "review show R-418",
        "review show",
        "the checklists of a request",
    ),
    command(
        Reviews,
        "review take R-418",
        "review take",
        "I have it; P-31 begins the review of a product",
    ),
    command(
        Reviews,
        "review give-back R-418",
        "review give-back",
        "I had it",
    ),
    talks(
        Reviews,
        "review answer R-418 T05 pass",
        Command("review answer"),
        "answer one item of a checklist",
        &[
            VerbQuestion::must("request", "Which request?"),
            VerbQuestion::must("item", "Which item, as T05?"),
            VerbQuestion::must("result", "What did it come to?"),
            VerbQuestion::may("note", "A note? Nothing for none."),
        ],
    ),
    talks(
        Reviews,
        "review decide R-418",
        Command("review decide"),
        "decide a request",
        &[
            VerbQuestion::must("request", "Which request?"),
            VerbQuestion::must("outcome", "What is decided?"),
            WHY,
            VerbQuestion::may(
                "conditions",
                "A condition? Nothing where there is none more.",
            )
            .when("outcome", &["conditional"])
            .again(),
            VerbQuestion::may("schools", "For which schools? Nothing is those that asked.")
                .checks(Checks::Schools),
            VerbQuestion::may(
                "grades",
                "For which grades, as 3-5? Nothing is those asked for.",
            ),
            VerbQuestion::must("until", "Until which day?").when("outcome", &["pilot"]),
            VerbQuestion::may(
                "until",
                "Until which day? Nothing is as long as the policy says.",
            )
            .when("outcome", &["approve", "conditional"]),
            VerbQuestion::may(
                "instead",
                "Which product is to be used instead? Nothing for none.",
            )
            .when("outcome", &["deny"])
            .checks(Checks::Product),
        ],
    ),
    command(
        Reviews,
        "review condition R-418 1 --met",
        "review condition",
        "a condition was met; --owner LOGIN and --due DATE say who sees to it and when",
    ),
    command(
        Reviews,
        "request show R-418",
        "request show",
        "who asked, and where it stands",
    ),
    talks(
        Reviews,
        "request return R-418",
        Command("request return"),
        "something is missing: back to who asked",
        &[
            VerbQuestion::must("request", "Which request?"),
            VerbQuestion::must("reason", "What is missing?"),
        ],
    ),
    talks(
        Reviews,
        "request wait R-418",
        Command("request wait"),
        "the clock stands still until the vendor gives what is missing; --on requester where who asked owes it",
        &[
            VerbQuestion::must("request", "Which request?"),
            VerbQuestion::must("reason", "What is missing?"),
        ],
    ),
    talks(
        Reviews,
        "request withdraw R-418",
        Command("request withdraw"),
        "taken back by who asked",
        &[VerbQuestion::must("request", "Which request?"), WHY],
    ),
    talks(
        Reviews,
        "request appeal R-418",
        Command("request appeal"),
        "decide again",
        &[VerbQuestion::must("request", "Which request?"), WHY],
    ),
    command(
        Reviews,
        "request",
        "request",
        "more of a request: validate, triage, resume, resubmit, reopen, duplicate; request --help says how",
    ),
    command(
        Contracts,
        "renewals",
        "renewals",
        "contracts that end, the most urgent first",
    ),
    command(
        Contracts,
        "renewal show C-117",
        "renewal show",
        "its dates and why, the decision, what is left to do",
    ),
    talks(
        Contracts,
        "renewal decide C-117",
        Command("renewal decide"),
        "decide what becomes of it at its end",
        &[
            VerbQuestion::must("contract", "Which contract?"),
            VerbQuestion::must("choice", "What is decided?"),
            WHY,
            VerbQuestion::must("seats", "How many seats stay?").when("choice", &["smaller"]),
            VerbQuestion::must("until", "Until which day?").when("choice", &["defer", "coterm"]),
            VerbQuestion::must("replace_by", "Which product takes its place?")
                .when("choice", &["replace"])
                .checks(Checks::Product),
            VerbQuestion::may(
                "cost",
                "What does the next term cost? Nothing where that is not agreed.",
            )
            .when("choice", &["renew", "smaller"]),
        ],
    ),
    talks(
        Contracts,
        "renewal sent C-117",
        Command("renewal sent"),
        "the notice was sent",
        &[
            VerbQuestion::must("contract", "Which contract?"),
            VerbQuestion::must("on", "On which day was it sent?"),
            VerbQuestion::may(
                "proof",
                "Where is the proof? Nothing where there is none yet.",
            ),
        ],
    ),
    talks(
        Contracts,
        "renewal notice C-117",
        Command("renewal notice"),
        "its notice, as somebody read it in the contract",
        &[
            VerbQuestion::must("contract", "Which contract?"),
            VerbQuestion::must("length", "How long, as 60 days or 3 months?").checks(Checks::Notice),
        ],
    ),
    talks(
        Contracts,
        "renewal renews C-117",
        Command("renewal renews"),
        "whether it renews by itself, as somebody read it in the contract",
        &[
            VerbQuestion::must("contract", "Which contract?"),
            VerbQuestion::must("answer", "Does it renew by itself?"),
        ],
    ),
    command(
        Contracts,
        "renewal letter C-117",
        "renewal letter",
        "the letter to the vendor that it ends",
    ),
    command(
        Contracts,
        "renewal",
        "renewal",
        "more of a contract: assign, deletion, packet, template; renewal --help says how",
    ),
    command(
        Money,
        "overlaps",
        "overlaps",
        "where the district pays twice, the dearest first",
    ),
    command(
        Money,
        "overlap show O-x7k2q",
        "overlap show",
        "its sides, and what ending one would mean",
    ),
    talks(
        Money,
        "overlap plan O-x7k2q",
        Command("overlap plan"),
        "decide what stays; the renewals of the rest are decided with it",
        &[
            VerbQuestion::must("id", "Which overlap?"),
            VerbQuestion::must(
                "keep",
                "What stays? A contract's number where one product is bought twice, else a product.",
            ).checks(Checks::Stays),
            VerbQuestion::may(
                "action",
                "What becomes of the others? Nothing is what fits.",
            ),
            VerbQuestion::may("reason", "Why? Nothing leaves it out."),
        ],
    ),
    talks(
        Money,
        "overlap dismiss O-x7k2q",
        Command("overlap dismiss"),
        "say that it is none, for now",
        &[
            VerbQuestion::must("id", "Which overlap?"),
            VerbQuestion::must("reason", "Why is it none?"),
            VerbQuestion::may("note", "In words? Nothing leaves it out."),
            VerbQuestion::may(
                "until",
                "Until which day does that hold? Nothing is the next renewal.",
            ),
        ],
    ),
    command(
        Money,
        "overlap",
        "overlap",
        "more of an overlap: reopen, merge two records; overlap --help says how",
    ),
    command(
        Money,
        "waste",
        "waste",
        "what of this year's money is at risk, and why",
    ),
    command(
        Money,
        "dashboard",
        "dashboard",
        "the director's page: what to do first",
    ),
    command(Money, "owners", "owners", "who answers for which product"),
    command(
        Money,
        "training",
        "training",
        "who is trained, where, and how many are not",
    ),
    command(
        Standards,
        "gaps",
        "gaps",
        "where groups fall short of a standard, the worst first",
    ),
    command(
        Standards,
        "route CODE --school SCHOOL",
        "route",
        "what to use for a gap there, in order",
    ),
    command(
        Standards,
        "standards --claimed",
        "standards",
        "what is claimed and to be verified, what closes most first",
    ),
    command(
        Standards,
        "standard verify PRODUCT CODE --sampled 3 --met 3 --evidence LINK",
        "standard verify",
        "say that sampled tasks of it met the standard",
    ),
    command(
        Standards,
        "standard",
        "standard",
        "more of a standard: show, reject, hand, waive, weigh, relate; standard --help says how",
    ),
    talks(Office, "due", StandsFor::Due, "what is due for me", &[]),
    talks(
        Office,
        "add product",
        StandsFor::Add(ImportKind::Products),
        "enter a product, field by field",
        &[],
    ),
    talks(
        Office,
        "add school",
        StandsFor::Add(ImportKind::Schools),
        "enter a school, field by field",
        &[],
    ),
    talks(
        Office,
        "add contract",
        StandsFor::Add(ImportKind::Contracts),
        "enter what was bought, field by field",
        &[],
    ),
    talks(
        Office,
        "edit product PRODUCT",
        StandsFor::Edit(ImportKind::Products),
        "correct what is known of a product",
        &[],
    ),
    talks(
        Office,
        "edit school SCHOOL",
        StandsFor::Edit(ImportKind::Schools),
        "correct what is known of a school",
        &[],
    ),
    talks(
        Office,
        "edit contract C-117",
        StandsFor::Edit(ImportKind::Contracts),
        "correct what is known of a contract",
        &[],
    ),
    command(
        Office,
        "digest --for LOGIN",
        "digest",
        "what is due for somebody, as it is mailed",
    ),
    command(Office, "alerts", "alerts", "what is told next and to whom"),
    command(Office, "people", "people list", "everybody, with roles"),
    talks(
        Office,
        "people add LOGIN",
        Command("people add"),
        "add somebody, or correct what is known",
        &[
            VerbQuestion::must("login", "Which login?"),
            VerbQuestion::must("name", "Which name?"),
            VerbQuestion::must(
                "roles",
                "Which roles, with ; between: helpdesk, technical, curricular, renewals, admin?",
            )
            .checks(Checks::Roles),
            VerbQuestion::may("schools", "For which schools only? Nothing is all.").checks(Checks::Schools),
            VerbQuestion::may("email", "Which mail address? Nothing for none."),
        ],
    ),
    talks(
        Office,
        "people role LOGIN",
        Command("people role"),
        "give somebody other roles",
        &[
            VerbQuestion::must("login", "Whose, by the login?").checks(Checks::Person),
            VerbQuestion::must(
                "roles",
                "Which roles, with ; between: helpdesk, technical, curricular, renewals, admin?",
            )
            .checks(Checks::Roles),
        ],
    ),
    talks(
        Office,
        "people leave LOGIN",
        Command("people leave"),
        "somebody has left",
        &[
            VerbQuestion::must("login", "Who, by the login?").checks(Checks::Person),
            VerbQuestion::may("on", "Which was the last day? Nothing is today."),
        ],
    ),
    talks(
        Office,
        "people handover",
        Command("people handover"),
        "give everything somebody holds to somebody else",
        &[
            VerbQuestion::must("from", "Whose is it now, by the login?").checks(Checks::Person),
            VerbQuestion::may("to", "Whose will it be? Nothing only lists it.").checks(Checks::Person),
        ],
    ),
    command(
        Office,
        "people key",
        "people key",
        "keys by which people come in over SSH; people key --help says how",
    ),
    command(Office, "policy", "policy list", "the district's settings"),
    talks(
        Office,
        "policy set KEY VALUE",
        Command("policy set"),
        "change a setting",
        &[
            VerbQuestion::must("key", "Which setting? policy names them."),
            VerbQuestion::must("value", "Which value?"),
            WHY,
        ],
    ),
    command(
        Office,
        "checklist",
        "checklist show",
        "the questions a review asks",
    ),
    command(
        Office,
        "words",
        "words list",
        "what the district's own words mean in its files",
    ),
    command(
        Office,
        "import KIND FILE",
        "import",
        "bring in a file; with --dry-run only say what would change",
    ),
    command(
        Office,
        "export KIND -o FILE",
        "export",
        "write the records of one kind to a file",
    ),
    command(Office, "check", "check", "is the office file sound"),
    command(Talk, "undo", "undo", "take back my last change"),
    command(Talk, "redo", "redo", "put it back"),
    talks(
        Talk,
        "help",
        StandsFor::Help,
        "these words; help and a word of them says more of it",
        &[],
    ),
    talks(Talk, "quit", StandsFor::Quit, "leave", &[]),
];
