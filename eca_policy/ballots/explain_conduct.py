"""How a ballot is run, as one plain sentence beside that of the rule."""

from eca_policy.ballots.conduct import Conduct, Needs, Shown
from eca_policy.ballots.wording import Gettext, Language, NGettext, decapitalised


def conduct_sentence(conduct: Conduct, gettext: Gettext, ngettext: NGettext) -> str:
    """Who sees what when and what can be changed; then what a position must say, proxies and the length."""
    say = Language(gettext, ngettext)
    clauses = [
        _shown_clause(conduct, say),
        *_needs_clauses(conduct, say),
        _proxies_clause(conduct.most_proxies, say),
    ]
    if conduct.working_days is not None:
        clauses.append(
            say.ngettext(
                "the ballot lasts %(num)s working day",
                "the ballot lasts %(num)s working days",
                conduct.working_days,
            )
        )
    return "; ".join(clauses) + "."


def differing_clauses(conduct: Conduct, other: Conduct, gettext: Gettext, ngettext: NGettext) -> list[str]:
    """What the one says on how a ballot is run where the other says something else; not on its length."""
    say = Language(gettext, ngettext)
    clauses = []
    if (conduct.shown, conduct.may_change) != (other.shown, other.may_change):
        clauses.append(decapitalised(_shown_clause(conduct, say)))
    if conduct.against_needs is not other.against_needs:
        clauses += _needs_clauses(conduct, say) or [say.gettext("who is against need not say why")]
    if conduct.most_proxies != other.most_proxies:
        clauses.append(_proxies_clause(conduct.most_proxies, say))
    return clauses


def _shown_clause(conduct: Conduct, say: Language) -> str:
    if conduct.is_secret:
        return say.gettext("The ballot is secret, and a position can never be changed")
    if conduct.may_change:
        return {
            Shown.LIVE: say.gettext(
                "Positions are shown as soon as they are taken, and can be changed until the close"
            ),
            Shown.AFTER_CLOSE: say.gettext(
                "Positions are shown after the close, and can be changed until then"
            ),
            Shown.TOTALS: say.gettext(
                "Only totals are shown, after the close; positions can be changed until then"
            ),
        }[conduct.shown]
    return {
        Shown.LIVE: say.gettext("Positions are shown as soon as they are taken, and cannot be changed"),
        Shown.AFTER_CLOSE: say.gettext("Positions are shown after the close, and cannot be changed"),
        Shown.TOTALS: say.gettext("Only totals are shown, after the close; positions cannot be changed"),
    }[conduct.shown]


def _needs_clauses(conduct: Conduct, say: Language) -> list[str]:
    clauses = []
    if conduct.against_needs is Needs.REASON:
        clauses.append(say.gettext("who is against gives a reason"))
    if conduct.against_needs is Needs.REASON_AND_CHANGE:
        clauses.append(say.gettext("who is against gives a reason and proposes a change"))
    if conduct.amendment_objects:
        clauses.append(say.gettext("who proposes a change objects"))
    return clauses


def _proxies_clause(most: int, say: Language) -> str:
    if most == 0:
        return say.gettext("there are no proxies")
    return say.ngettext(
        "a head may hold the proxy of %(num)s other association",
        "a head may hold the proxies of %(num)s other associations",
        most,
    )
