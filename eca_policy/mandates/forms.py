"""The shape of what is typed about a mandate. Lengths and hidden characters are the service's to judge."""

from collections.abc import Sequence
from typing import Any

from flask_wtf import FlaskForm
from wtforms import HiddenField, RadioField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired

from eca_policy.lib.i18n import lazy_gettext as _l
from eca_policy.lib.names import whole_number
from eca_policy.mandates import rules
from eca_policy.mandates.models import Mandate, StrawPosition
from eca_policy.mandates.queries import Folder
from eca_policy.mandates.service import Answer
from eca_policy.mandates.words import choice_names


class AnswerForm(FlaskForm):
    """A position and a remark. Each form of the page has a prefix of its own, which names it."""

    choice = RadioField(
        _l("Straw position"),
        validators=[InputRequired(_l("Choose one of the positions."))],
        validate_choice=False,
    )
    remark = TextAreaField(_l("Remark"), description=_l("Optional: why, or on which condition."))

    offered: Sequence[str] = rules.CHOICES

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        names = choice_names()
        self.choice.choices = [SelectChoice(each, names[each]) for each in self.offered]

    @property
    def answer(self) -> Answer:
        return Answer(self.choice.data or "", self.remark.data or "")


class ClusterForm(AnswerForm):
    """The answer of a cluster, by its name; `seen` is the counter of the answer that is changed."""

    name = StringField(
        _l("Cluster or person"), validators=[InputRequired(_l("Write the name of the cluster."))]
    )
    seen = HiddenField(default="0")


class PastedForm(FlaskForm):
    """Many answers, a line each."""

    lines = TextAreaField(
        _l("Answers, a line each"),
        description=_l(
            "Name; position; remark – for example “Tampere Robotics; in favour; if funded”. The position is"
            " in favour, against or abstention, or puolesta, vastaan or tyhjä."
        ),
        validators=[InputRequired(_l("Paste at least one line."))],
    )


class MandateForm(AnswerForm):
    """The mandate; `seen` is the number of the one that stood on the page."""

    offered = rules.MANDATE_CHOICES
    choice = RadioField(
        _l("The delegation shall vote"),
        validators=[InputRequired(_l("Choose what the mandate says."))],
        validate_choice=False,
    )
    remark = TextAreaField(
        _l("Conditions and limits"),
        description=_l("Optional: for example what must be in the text, or when to ask the clusters again."),
    )
    seen = HiddenField(default="0")


def number_in(field: HiddenField) -> int:
    """The counter a hidden field carries, 0 for nonsense."""
    return whole_number(field.data) or 0


def own_form(standing: StrawPosition | None = None) -> AnswerForm:
    said = {"choice": standing.choice, "remark": standing.remark} if standing else {}
    return AnswerForm(prefix="own", data=said)


def cluster_form() -> ClusterForm:
    return ClusterForm(prefix="cluster")


def change_form(standing: StrawPosition) -> ClusterForm:
    """The answer of a cluster, to be corrected."""
    said = {"choice": standing.choice, "remark": standing.remark, "name": standing.cluster}
    return ClusterForm(prefix="cluster", data={**said, "seen": str(standing.version_counter)})


def pasted_form() -> PastedForm:
    return PastedForm(prefix="pasted")


def mandate_form(folder: Folder | None = None) -> MandateForm:
    """The form of the mandate: as it stands, or with what most answers propose."""
    standing: Mandate | None = folder.mandate if folder else None
    if standing is not None:
        said = {"choice": standing.choice, "remark": standing.text, "seen": str(standing.number)}
    else:
        said = {"choice": folder.tally.majority} if folder and folder.tally.majority else {}
    return MandateForm(prefix="mandate", data=said)
