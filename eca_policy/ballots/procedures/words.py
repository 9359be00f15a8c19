"""The fields of the form in plain words."""

from eca_policy.lib.i18n import gettext as _

Options = dict[str, list[tuple[str, str]]]


def labels() -> dict[str, str]:
    """What each field is called, in the order of the form."""
    return {
        "name": _("Name in English"),
        "name_fi": _("Name in Finnish"),
        "kind": _("Type of procedure"),
        **vote_labels(),
        **silence_labels(),
        "weight_cap": _("Most that one association counts for"),
        **conduct_labels(),
    }


def vote_labels() -> dict[str, str]:
    return {
        "quorum": _("Quorum"),
        "quorum_limit": _("Limit of the quorum"),
        "quorum_share": _("Share that must take part"),
        "conditions": _("Conditions"),
        "condition": _("Condition"),
        "limit": _("Limit"),
        "share": _("Share"),
        "measure": _("Counted by"),
        "base": _("Share of"),
        "min_in_favour": _("Fewest associations in favour"),
        "negative_cap": _("Largest share of the votes cast that may be against"),
        "blocking_minority": _("Blocking minority"),
        "tie": _("In a tie"),
    }


def silence_labels() -> dict[str, str]:
    return {
        "objections": _("Objections that break the silence"),
        "objections_weight": _("Share of the weight that breaks the silence"),
        "amendment_objects": _("Who proposes a change objects"),
        "followed_by": _("When the silence is broken"),
    }


def conduct_labels() -> dict[str, str]:
    return {
        "shown": _("Positions are shown"),
        "may_change": _("A position can be changed until the close"),
        "against_needs": _("A position against must come with"),
        "most_proxies": _("Proxies that one head may hold"),
        "working_days": _("Length in working days"),
    }


def options() -> Options:
    """The answers that are offered, by field."""
    limits = [("at_least", _("at least")), ("more_than", _("more than"))]
    return {
        "kind": [
            ("vote", _("Vote: adopted when enough are in favour")),
            ("silence", _("Silence: adopted unless enough object")),
        ],
        "quorum": [
            ("", _("No quorum")),
            ("members", _("So many associations must take part")),
            ("weight", _("Associations of so much weight must take part")),
        ],
        "quorum_limit": limits,
        "limit": limits,
        "measure": [("members", _("associations")), ("weight", _("weight"))],
        "base": [
            ("cast", _("the votes cast")),
            ("present", _("those taking part")),
            ("entitled", _("all entitled to vote")),
        ],
        "tie": [("reject", _("It is rejected")), ("casting_vote", _("The casting vote decides"))],
        **conduct_options(),
    }


def conduct_options() -> Options:
    return {
        "shown": [
            ("live", _("As soon as they are taken")),
            ("after_close", _("After the close")),
            ("totals", _("Never: only the totals, after the close")),
            ("secret", _("Never: the ballot is secret")),
        ],
        "against_needs": [
            ("nothing", _("Nothing")),
            ("reason", _("A reason")),
            ("reason_and_change", _("A reason and a proposed change")),
        ],
    }


def trial_choices() -> dict[str, str]:
    """The positions of a dry run: the same rows serve a vote and a silence procedure."""
    return {
        "in_favour": _("In favour, or no objection"),
        "against": _("Against, or objection"),
        "abstention": _("Abstention"),
        "recused": _("Recused"),
    }
