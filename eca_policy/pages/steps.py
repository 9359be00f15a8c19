"""The record's verbs in words."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from eca_policy.amendments.words import state_names
from eca_policy.ballots.words import channel_in_words, choice_in_words, outcome_in_words
from eca_policy.comments.words import disposition_names
from eca_policy.lib.i18n import gettext as _
from eca_policy.lib.i18n import language
from eca_policy.lib.moments import in_words


def step_in_words(verb: str, details: Mapping[str, Any]) -> str:
    """One line of the record as a sentence; a verb without words here fails a test."""
    return sentences(details)[verb]


def sentences(details: Mapping[str, Any]) -> Mapping[str, str]:
    """Every verb with its sentence, filled with these details."""
    return {
        **of_papers(details),
        **of_comments(details),
        **of_amendments(details),
        **of_voting_lists(details),
        **of_consolidation(details),
        **of_ballots(details),
        **of_procedures(details),
        **of_accounts(),
    }


def of_papers(details: Mapping[str, Any]) -> dict[str, str]:
    number = details.get("number", "")
    return {
        "paper:create": _("Started the paper"),
        "paper:change_facts": _("Changed the facts of the paper"),
        "paper:withdraw": _("Withdrew the paper"),
        "paper:publish": _("Published version %(number)s", number=details.get("version", "")),
        "revision:save": _("Saved revision %(number)s", number=number),
        "version:issue": _("Issued version %(number)s", number=number),
        "rapporteur:appoint": _("Appointed a rapporteur"),
        "rapporteur:dismiss": _("Dismissed a rapporteur"),
        "consultation:open": _("Opened the consultation until %(moment)s", moment=end_of(details)),
        "consultation:extend": _("Moved the end of the consultation to %(moment)s", moment=end_of(details)),
        "consultation:close": _("Closed the consultation"),
        "consultation:settle": _("The consultation came to its end"),
    }


def of_comments(details: Mapping[str, Any]) -> dict[str, str]:
    number = details.get("number", "")
    answer = disposition_names().get(details.get("disposition", ""), "")
    return {
        "comment:write": _("Wrote comment %(number)s", number=number),
        "comment:reply": _("Replied to comment %(number)s", number=number),
        "comment:support": _("Supported comment %(number)s", number=number),
        "comment:withdraw_support": _("Withdrew the support for comment %(number)s", number=number),
        "comment:withdraw": _("Withdrew comment %(number)s", number=number),
        "comment:answer": _("Answered comment %(number)s: %(answer)s", number=number, answer=answer),
        "comment:place": placed_in_words(details),
    }


def of_amendments(details: Mapping[str, Any]) -> dict[str, str]:
    label = details.get("label", "")
    decision = state_names().get(details.get("decision", ""), "")
    return {
        "amendment:table": _("Tabled amendment %(label)s", label=label),
        "amendment:sign": _("Co-signed amendment %(label)s", label=label),
        "amendment:unsign": _("Took back the signature under amendment %(label)s", label=label),
        "amendment:withdraw": _("Withdrew amendment %(label)s", label=label),
        "amendment:take_over": _("Took over amendment %(label)s", label=label),
        "amendment:carry": _(
            "Carried the amendments to version %(number)s", number=details.get("version", "")
        ),
        "amendment:confirm": _("Confirmed what amendment %(label)s reads now", label=label),
        "amendment:rewrite": _("Rewrote amendment %(label)s for the new text", label=label),
        "amendment:decide": _("Decided on amendment %(label)s: %(decision)s", label=label, decision=decision),
        "numbering:choose": _("Chose how amendments are numbered"),
    }


def placed_in_words(details: Mapping[str, Any]) -> str:
    """A comment put elsewhere in the text, or found to stand where it should."""
    number = details.get("number", "")
    if details.get("how") == "confirmed":
        return _("Confirmed the place of comment %(number)s in the text", number=number)
    return _("Placed comment %(number)s in the text", number=number)


def of_voting_lists(details: Mapping[str, Any]) -> dict[str, str]:
    label, kind = details.get("label", ""), details.get("kind")
    requested, taken_back = of_requests(label)["split" if kind == "split" else "separate"]
    return {
        "voting:move": _(
            "Moved amendment %(label)s to item %(item)s of the voting list",
            label=label,
            item=details.get("item", ""),
        ),
        "voting:reset": _("Put the voting list back into the proposed order"),
        "voting:pack": _(
            "Put amendments together for the vote: %(labels)s", labels=", ".join(details.get("labels", ()))
        ),
        "voting:unpack": _("Took amendment %(label)s out of its package", label=label),
        "voting:request": requested,
        "voting:take_back": taken_back,
    }


def of_requests(label: str) -> dict[str, tuple[str, str]]:
    """Requested, and taken back, by the kind of vote."""
    return {
        "separate": (
            _("Requested a separate vote on amendment %(label)s", label=label),
            _("Took back the request for a separate vote on amendment %(label)s", label=label),
        ),
        "split": (
            _("Requested a split vote on amendment %(label)s", label=label),
            _("Took back the request for a split vote on amendment %(label)s", label=label),
        ),
    }


def of_consolidation(details: Mapping[str, Any]) -> dict[str, str]:
    number = details.get("version", "")
    finished = _("Finished the consolidation with version %(number)s", number=number)
    return {
        "consolidation:open": _("Opened the desk on version %(number)s", number=number),
        "consolidation:move_on": _("Went on with version %(number)s at the desk", number=number),
        "consolidation:hand_over": _("Handed the desk over"),
        "consolidation:take_over": _("Took the desk over"),
        "consolidation:show": _("Showed the draft of the consolidated text to the members"),
        "consolidation:hide": _("Stopped showing the draft of the consolidated text"),
        "consolidation:finish": finished if number else _("Finished the consolidation; the text stays"),
    }


def of_ballots(details: Mapping[str, Any]) -> dict[str, str]:
    return {
        "ballot:open": _(
            "Opened the ballot on version %(number)s until %(moment)s",
            number=details.get("version", ""),
            moment=end_of(details),
        ),
        "ballot:break_tie": _(
            "Entered the casting vote: %(choices)s", choices=casting_votes_in_words(details)
        ),
        "ballot:extend": _("Put off the close of the ballot to %(moment)s", moment=end_of(details)),
        "ballot:call_off": called_off_in_words(details),
        "ballot:freeze_roll": _("Froze the roll of the ballot as it opened"),
        "position:cast": cast_in_words(details),
        "position:enter": entered_in_words(details),
        "proxy:give": _("Gave a proxy to %(holder)s", holder=details.get("holder", "")),
        "proxy:revoke": _("Revoked the proxy to %(holder)s", holder=details.get("holder", "")),
        "statement:make": stated_in_words(details),
        "statement:withdraw": _("Took back a statement about the paper"),
        "mandate:record": _("Recorded the mandate of its delegation"),
        "ballot:decide": _(
            "Closed and decided: %(outcome)s", outcome=outcome_in_words(details.get("outcome", "no_decision"))
        ),
    }


def of_procedures(details: Mapping[str, Any]) -> dict[str, str]:
    name = details.get("name", "")
    return {
        "procedure:create": _("Wrote the decision procedure “%(name)s”", name=name),
        "procedure:change": _("Changed the decision procedure “%(name)s”", name=name),
        "procedure:delete": _("Deleted the decision procedure “%(name)s”", name=name),
    }


def of_accounts() -> dict[str, str]:
    return {
        "token:make": _("Made an API token"),
        "token:revoke": _("Revoked an API token"),
    }


def cast_in_words(details: Mapping[str, Any]) -> str:
    """A position cast, or changed from an earlier one, on which item, and whether it has a reservation."""
    said = (
        _("%(said)s, with a reservation", said=said_in_words(details))
        if details.get("has_reservation")
        else said_in_words(details)
    )
    if details.get("proxy"):
        said = _("%(said)s, by proxy", said=said)
    if "item" in details and details["items"] > 1:
        said = _("Item %(number)s: %(said)s", number=details["item"], said=said)
    return said


def said_in_words(details: Mapping[str, Any]) -> str:
    """The position itself, where the record tells it."""
    if "choice" not in details:
        return _("Changed a position") if details.get("changed") else _("Cast a position")
    choice = choice_in_words(details["choice"], {})
    if not details.get("before"):
        return _("Cast the position: %(choice)s", choice=choice)
    before = choice_in_words(details["before"], {})
    return _("Changed the position: %(before)s → %(choice)s", before=before, choice=choice)


def entered_in_words(details: Mapping[str, Any]) -> str:
    """A position that the secretariat entered, and how it had come."""
    channel = channel_in_words(details.get("channel", "letter"))
    return _("%(said)s, given %(channel)s", said=cast_in_words(details), channel=channel)


def called_off_in_words(details: Mapping[str, Any]) -> str:
    """By the secretariat, or by the clock where no ballot could be held."""
    by_people = _("Called off the ballot before it opened")
    return {
        "weights_differ": _("Called off the ballot as it was to open: the weights differ"),
        "nobody_votes": _("Called off the ballot as it was to open: nobody has a vote"),
    }.get(details.get("reason", ""), by_people)


def casting_votes_in_words(details: Mapping[str, Any]) -> str:
    """How the chair broke the ties; earlier lines of the record know the text as a whole only."""
    if "choices" not in details:
        return choice_in_words(details.get("choice", "against"), {})
    given = [(number, choice_in_words(choice, {})) for number, choice in details["choices"].items()]
    if len(given) == 1:
        return given[0][1]
    return ", ".join(
        _("item %(number)s: %(choice)s", number=number, choice=choice) for number, choice in given
    )


def stated_in_words(details: Mapping[str, Any]) -> str:
    return {
        "reservation": _("Made a reservation"),
        "minority_statement": _("Made a minority statement"),
        "opt_out": _("Opted out: it is not listed as a supporter"),
    }[details.get("kind", "reservation")]


def end_of(details: Mapping[str, Any]) -> str:
    """The instant of an end, as the details keep it."""
    kept = details.get("closes_at")
    return in_words(datetime.fromisoformat(kept), language()) if kept else ""
