"""How a ballot is run, in plain sentences."""

from eca_policy.ballots.conduct import Conduct, Needs, Shown
from eca_policy.lib.i18n import gettext as _
from eca_policy.lib.i18n import ngettext


def conduct_sentences(conduct: Conduct) -> list[str]:
    """What holds besides the rule, a sentence for each thing."""
    sentences = [shown_in_words(conduct.shown), changed_in_words(conduct)]
    if conduct.against_needs is Needs.REASON:
        sentences.append(_("Who is against gives a reason."))
    if conduct.against_needs is Needs.REASON_AND_CHANGE:
        sentences.append(_("Who is against gives a reason, and proposes what should stand instead."))
    if conduct.amendment_objects:
        sentences.append(_("Who proposes a change objects."))
    return [*sentences, proxies_in_words(conduct.most_proxies)]


def shown_in_words(shown: Shown) -> str:
    return {
        Shown.LIVE: _("Positions are shown as they come."),
        Shown.AFTER_CLOSE: _("Positions are shown after the close."),
        Shown.TOTALS: _("Only the totals are shown, after the close."),
        Shown.SECRET: _("The ballot is secret: positions are kept by no name."),
    }[shown]


def changed_in_words(conduct: Conduct) -> str:
    if conduct.may_change:
        return _("A position can be changed until the close.")
    return _("A position is final once it is cast.")


def proxies_in_words(most: int) -> str:
    if not most:
        return _("Nobody votes by proxy.")
    return ngettext(
        "A head of delegation can vote by proxy for %(num)d other association.",
        "A head of delegation can vote by proxy for %(num)d other associations.",
        most,
    )
