"""What it still takes while a ballot is open, in one sentence."""

from eca_policy.ballots.explain import objections_clause, reasons
from eca_policy.ballots.explain_rule import silence_rule
from eca_policy.ballots.missing import Missing, Outlook
from eca_policy.ballots.wording import Gettext, Language, NGettext, amount, capitalised


def missing_sentence(missing: Missing, gettext: Gettext, ngettext: NGettext) -> str:
    """ "2 more associations must take part for the quorum, and at least 3 more must vote in favour." """
    say = Language(gettext, ngettext)
    sentences = {
        Outlook.PASSES: _passes,
        Outlook.OPEN: _open,
        Outlook.TIE: _tie,
        Outlook.OUT_OF_REACH: _out_of_reach,
        Outlook.SILENT: _silent,
        Outlook.BROKEN: _broken,
    }
    return capitalised(sentences[missing.outlook](missing, say))


def _passes(missing: Missing, say: Language) -> str:
    return say.gettext("With the positions so far it would be adopted.")


def _open(missing: Missing, say: Language) -> str:
    if not missing.for_quorum:
        return say.gettext("%(clause)s.", clause=_votes_clause(missing, say))
    quorum = _quorum_clause(missing, say)
    if not missing.for_conditions:
        return say.gettext("%(quorum)s; the positions so far would then be enough.", quorum=quorum)
    return say.gettext("%(quorum)s, and %(votes)s.", quorum=quorum, votes=_votes_clause(missing, say))


def _quorum_clause(missing: Missing, say: Language) -> str:
    if missing.quorum_weight is None:
        return say.ngettext(
            "%(num)s more association must take part for the quorum",
            "%(num)s more associations must take part for the quorum",
            missing.for_quorum,
        )
    return say.ngettext(
        "at least %(num)s more association, of weight %(weight)s or more, must take part for the quorum",
        "at least %(num)s more associations, together of weight %(weight)s, must take part for the quorum",
        missing.for_quorum,
        weight=amount(missing.quorum_weight),
    )


def _votes_clause(missing: Missing, say: Language) -> str:
    if missing.weight is None:
        return say.ngettext(
            "at least %(num)s more association must vote in favour",
            "at least %(num)s more associations must vote in favour",
            missing.for_conditions,
        )
    return say.ngettext(
        "at least %(num)s more association, of weight %(weight)s or more, must vote in favour",
        "at least %(num)s more associations, together of weight %(weight)s or more, must vote in favour",
        missing.for_conditions,
        weight=amount(missing.weight),
    )


def _tie(missing: Missing, say: Language) -> str:
    if not missing.in_favour:
        return say.gettext("It is a tie, which the casting vote would decide.")
    return say.ngettext(
        "With %(num)s more in favour it would be a tie, which the casting vote would decide.",
        "With %(num)s more in favour it would be a tie, which the casting vote would decide.",
        missing.in_favour,
    )


def _out_of_reach(missing: Missing, say: Language) -> str:
    why = reasons(missing.best, say)
    if missing.is_hopeless:
        return say.gettext(
            "It cannot pass, whatever the positions: even with everybody in favour, %(reasons)s.", reasons=why
        )
    if not missing.waiting and not missing.now.count.cast.members:
        return say.gettext("Nobody has voted in favour or against: it passes only if positions change.")
    if not missing.waiting:
        return say.gettext("It can no longer pass unless a position changes: %(reasons)s.", reasons=why)
    return say.ngettext(
        "It can no longer pass unless a position changes: even with %(num)s more in favour, %(reasons)s.",
        "It can no longer pass unless a position changes: even with %(num)s more in favour, %(reasons)s.",
        missing.waiting,
        reasons=why,
    )


def _silent(missing: Missing, say: Language) -> str:
    result = missing.now.silence
    assert result is not None
    return say.gettext(
        "%(rule)s; so far %(objections)s.",
        rule=silence_rule(result.limit, say),
        objections=objections_clause(result, say),
    )


def _broken(missing: Missing, say: Language) -> str:
    return say.gettext("The silence is broken: %(reasons)s.", reasons=reasons(missing.now, say))
