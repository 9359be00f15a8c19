"""Mandates in words: choices, the tally, what is wrong with pasted lines, and the warning to a voter."""

from eca_policy.lib.i18n import gettext as _
from eca_policy.lib.i18n import language
from eca_policy.lib.moments import day_in_words
from eca_policy.mandates import rules
from eca_policy.mandates.models import Mandate, StrawPosition
from eca_policy.mandates.pasted import Fault
from eca_policy.mandates.rules import Tally


def choice_names() -> dict[str, str]:
    """What may be answered, and what a mandate may say, as on a button."""
    return {
        "in_favour": _("In favour"),
        "against": _("Against"),
        "abstention": _("Abstention"),
        "free": _("Free hand"),
    }


def named(choice: str) -> str:
    """The choice within a sentence."""
    return {
        "in_favour": _("in favour"),
        "against": _("against"),
        "abstention": _("abstention"),
        "free": _("a free hand"),
    }[choice]


def tally_in_words(tally: Tally) -> str:
    if not tally.total:
        return _("Nobody has answered yet.")
    in_favour, against, abstention = tally.totals
    return _(
        "Answers: %(total)s. In favour: %(in_favour)s, against: %(against)s, abstention: %(abstention)s.",
        total=tally.total, in_favour=in_favour, against=against, abstention=abstention,
    )  # fmt: skip


def suggestion(tally: Tally, mandate: Mandate | None) -> str:
    """What the answers suggest as the mandate; it is the person's to record it, or another."""
    majority = tally.majority
    if not tally.total:
        return ""
    if majority is None:
        return _("No position has more than half of the answers: there is nothing to propose.")
    facts = {
        "count": tally.totals[rules.CHOICES.index(majority)],
        "total": tally.total,
        "choice": named(majority),
    }
    if mandate is None:
        return _(
            "%(count)s of %(total)s answers say: %(choice)s. It is chosen below as a proposal, and recorded"
            " only when you press the button.",
            **facts,
        )
    return _(
        "%(count)s of %(total)s answers say: %(choice)s. The mandate says: %(mandate)s.",
        **facts, mandate=named(mandate.choice),
    )  # fmt: skip


def already_entered(standing: StrawPosition) -> str:
    return _(
        "“%(cluster)s” is entered already: %(choice)s, by %(name)s. Change that answer instead.",
        cluster=standing.cluster, choice=named(standing.choice), name=standing.entered_by.name,
    )  # fmt: skip


def line_in_words(number: int, sentence: str) -> str:
    return _("Line %(number)s: %(sentence)s", number=number, sentence=sentence)


def fault_in_words(fault: Fault) -> str:
    """What to do about a pasted line."""
    sentence = {
        "no_name": _("the name is missing. Write for example: Cluster; in favour; remark."),
        "no_choice": _(
            "“%(typed)s” has no position. Write a semicolon and a position after it.", typed=fault.typed
        ),
        "unknown_choice": _(
            "“%(typed)s” is no position. Write in favour, against or abstention.", typed=fault.typed
        ),
        "hidden_character": _("the name holds a character that nobody can see. Type the name again."),
        "long_name": _(
            "the name “%(typed)s” is longer than %(limit)s characters. Shorten it.",
            typed=fault.typed, limit=rules.LONGEST_NAME,
        ),
        "long_remark": _(
            "the remark of “%(typed)s” is longer than %(limit)s characters. Shorten it.",
            typed=fault.typed, limit=rules.LONGEST_REMARK,
        ),
        "twice": _(
            "“%(typed)s” stands in line %(earlier)s already. Keep one of the two.",
            typed=fault.typed, earlier=fault.earlier,
        ),
    }[fault.kind]  # fmt: skip
    return line_in_words(fault.number, sentence)


def mandate_in_words(mandate: Mandate) -> str:
    """The mandate in a sentence, with its conditions: for whoever is about to vote."""
    said = _(
        "Your delegation’s mandate of %(day)s says: %(choice)s.",
        day=day_in_words(mandate.recorded_at, language()), choice=named(mandate.choice),
    )  # fmt: skip
    if not mandate.text:
        return said
    conditions = _("Conditions and limits: “%(text)s”", text=mandate.text)
    return f"{said} {conditions}"


def warning(mandate: Mandate | None, choice: str) -> str:
    """What to say to somebody about to choose this; "" where the mandate allows it, or there is none.

    `choice` is one of a ballot's; "no_objection" where a silence procedure words it so.
    """
    if mandate is None or not rules.warning_kind(mandate.choice, choice):
        return ""
    return f"{mandate_in_words(mandate)} {about_to(choice)}"


def silence_agrees() -> str:
    """In a silence procedure, for a delegation whose mandate is against and that has said nothing."""
    return _("Your mandate is against, and silence means agreement.")


def about_to(choice: str) -> str:
    return {
        "in_favour": _("You are about to vote in favour."),
        "no_objection": _("You are about to say that your association has no objection."),
        "against": _("You are about to vote against."),
        "objection": _("You are about to object."),
        "abstention": _("You are about to abstain."),
        "recused": _("You are about to recuse your association: it would take no side."),
    }[choice]
