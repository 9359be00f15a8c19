"""What is wrong with data that was handed in: where, what, and the sentence for it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from eca_policy.ballots.wording import Gettext, english

MOST_SHOWN = 10


@dataclass(frozen=True)
class Problem:
    """One thing that is wrong: a `path` like `conditions[0].at_least` ("": the whole), a code, its facts."""

    path: str
    code: str
    facts: Mapping[str, object] = field(default_factory=dict)


class InputError(ValueError):
    """Data that makes no sense. `problems` has every one that was found; `str()` is English."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        self.problems = tuple(problems)
        super().__init__(self._text())

    def _text(self) -> str:
        shown = [problem_sentence(problem, english) for problem in self.problems[:MOST_SHOWN]]
        hidden = len(self.problems) - len(shown)
        return " ".join(shown + ([f"And {hidden} more."] if hidden else []))


class ProcedureError(InputError):
    """A procedure that cannot be followed."""


class RollError(InputError):
    """A roll on which nobody could vote fairly: a member twice, or a weight below nothing."""


class CaseError(InputError):
    """A recount file that cannot be decided."""


def problem_sentence(problem: Problem, gettext: Gettext) -> str:
    """The problem in words: where it is, and what to write instead."""
    what = _messages(gettext)[problem.code] % problem.facts
    return f"{problem.path}: {what}" if problem.path else what


def _messages(gettext: Gettext) -> dict[str, str]:
    return (
        _shape_messages(gettext)
        | _number_messages(gettext)
        | _rule_messages(gettext)
        | _case_messages(gettext)
        | _file_messages(gettext)
    )


def _shape_messages(gettext: Gettext) -> dict[str, str]:
    return {
        "not_an_object": gettext("Give an object with named values here."),
        "not_a_list": gettext("Give a list here."),
        "empty": gettext("Give at least one here."),
        "too_many": gettext("Give at most %(most)s here."),
        "unknown_key": gettext("“%(key)s” is not known here. Known are: %(known)s."),
        "missing_key": gettext("“%(key)s” is missing."),
        "not_text": gettext("Give a text of 1 to %(most)s characters here."),
        "not_a_remark": gettext("Give a text here."),
        "not_one_of": gettext("Give one of these: %(known)s."),
        "not_yes_or_no": gettext("Give true or false here."),
    }


def _number_messages(gettext: Gettext) -> dict[str, str]:
    return {
        "not_a_whole_number": gettext("Give a whole number here."),
        "out_of_range": gettext("Give a whole number from %(least)s to %(most)s."),
        "not_a_fraction": gettext(
            "Write the fraction as a text such as “2/3”, with up to nine digits on each side."
        ),
        "zero_denominator": gettext("A fraction cannot have 0 below the line."),
        "above_one": gettext("A share cannot be more than the whole: give a fraction up to “1/1”."),
        "never_met": gettext("Nothing is more than the whole: use “at_least” for “1/1”."),
        "not_yes_or_no": gettext("Give true or false here."),
        "always_met": gettext("This share is always reached: give a fraction above 0."),
    }


def _rule_messages(gettext: Gettext) -> dict[str, str]:
    return {
        "one_limit": gettext("Give either “at_least” or “more_than”, and not both."),
        "conditions_or_silence": gettext("A procedure needs either conditions or silence, and not both."),
        "nothing_said_in_secret": gettext("In a secret ballot nobody can be asked for a reason."),
        "no_threshold": gettext("Say how many objections, or what share of the weight, break the silence."),
        "not_with_silence": gettext(
            "In a silence procedure nothing is counted that “%(key)s” could apply to: leave it out."
        ),
        "twice_on_roll": gettext("“%(member)s” is on the roll twice. Each association is on it once."),
        "negative_weight": gettext("The weight of “%(member)s” is below 0."),
        "negative_group": gettext("A weight on the roll is below 0: %(weight)s."),
        "more_positions_than_roll": gettext(
            "More positions (%(positions)s) than associations on the roll (%(members)s) have the weight "
            "%(weight)s."
        ),
    }


def _case_messages(gettext: Gettext) -> dict[str, str]:
    return {
        "not_earlier": gettext("“%(id)s” is not the id of a case that stands earlier in this file."),
        "id_twice": gettext("“%(id)s” is the id of several cases, so it is not clear which one is meant."),
        "secret_weights": gettext(
            "In a secret ballot nobody can say whose position it is: give all associations the same weight."
        ),
        "secret_positions": gettext(
            "There are more positions (%(positions)s) than associations on the roll (%(members)s)."
        ),
    }


def _file_messages(gettext: Gettext) -> dict[str, str]:
    return {
        "not_json": gettext("This is not JSON: it stops making sense at line %(line)s, column %(column)s."),
        "not_utf8": gettext("This is not text in UTF-8."),
        "too_large": gettext("This file is larger than %(most)s MB."),
        "number_too_long": gettext("This JSON has a number with too many digits."),
        "too_deep": gettext("This JSON is nested too deeply to be a case."),
        "key_twice": gettext(
            "“%(key)s” is given twice in the same object, so it is not clear which one counts."
        ),
        "other_engine": gettext(
            "This was counted by version %(engine)s of the rules; here is version %(here)s."
        ),
    }
