"""Statements in words."""

from eca_policy.ballots.statements.queries import Recommendation
from eca_policy.lib.i18n import gettext as _


def kind_names() -> dict[str, str]:
    return {
        "reservation": _("Reservation"),
        "minority_statement": _("Minority statement"),
        "opt_out": _("Opt-out"),
    }


def kind_explained() -> dict[str, str]:
    """What each kind does, for who chooses one."""
    return {
        "reservation": _("We agree, except for what follows. Printed with the paper."),
        "minority_statement": _("We do not agree, for these reasons. Annexed to the paper."),
        "opt_out": _("We are not to be listed as a supporter. Words are optional."),
    }


def misfit_sentence(kind: str) -> str:
    """What is wrong when a statement contradicts the position that stands."""
    if kind == "reservation":
        return _(
            "A reservation goes with agreement, and your association is against: make a minority statement."
        )
    return _("A minority statement is dissent, and your association is in favour: make a reservation.")


def contradiction_in_words(kind: str, about: str) -> str:
    """The same, of a position that is about to be cast."""
    if kind == "reservation":
        return _(
            "Your association’s reservation (%(about)s) does not go with a position against: withdraw it, or "
            "make a minority statement in its place.",
            about=about,
        )
    return _(
        "Your association’s minority statement (%(about)s) does not go with a position in favour: withdraw "
        "it, or make a reservation in its place.",
        about=about,
    )


def about_in_words(recommendation: Recommendation | None) -> str:
    """What a statement is about; numbers begin anew in every version, so that another version is named."""
    if recommendation is None:
        return _("The paper as a whole")
    if recommendation.version:
        return _(
            "Recommendation %(number)s of version %(version)s",
            number=recommendation.number,
            version=recommendation.version,
        )
    return _("Recommendation %(number)s", number=recommendation.number)
