"""The sheet of one association: a form for each item that it can answer, as one person fills it in."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from werkzeug.datastructures import MultiDict

from eca_policy.ballots.casting import Answer, is_final
from eca_policy.ballots.forms import PositionForm, position_form
from eca_policy.ballots.models import Ballot, Item, Position
from eca_policy.ballots.proxies.models import Proxy
from eca_policy.ballots.words import choice_in_words, choices_for
from eca_policy.lib.errors import Refusal
from eca_policy.lib.i18n import gettext as _

FILLING = ("in_favour", "against", "abstention")


@dataclass
class Sheet:
    """The forms of one association by the numbers of the items, and what is wrong with all of it."""

    ballot: Ballot
    association_id: int
    forms: dict[int, PositionForm]
    sentences: list[str] = field(default_factory=list)
    also_typed: list[str] = field(default_factory=list)

    @property
    def errors(self) -> Iterator[tuple[str, str]]:
        """(id of the field or "", sentence) of everything to correct."""
        yield from (("", sentence) for sentence in self.sentences)
        for number, form in self.forms.items():
            for name, each in form._fields.items():
                where = f"{each.id}-0" if name == "choice" else each.id
                yield from ((where, self.about(number, sentence)) for sentence in each.errors)

    def about(self, number: int, sentence: str) -> str:
        """A sentence, with the item it is about where there are several."""
        if len(self.ballot.items) == 1:
            return sentence
        return _("Item %(number)s: %(sentence)s", number=number, sentence=sentence)

    @property
    def fillings(self) -> list[tuple[str, str]]:
        """(choice, label) of the buttons that choose the same for every item of a list."""
        if len(self.forms) < 2:
            return []
        names = {
            "in_favour": _("In favour of all items"),
            "against": _("Against all items"),
            "abstention": _("Abstention on all items"),
        }
        return list(names.items())

    def fill(self, choice: str) -> None:
        """Choose the same for every item that offers it."""
        for form in self.forms.values():
            if choice in FILLING and choice in [value for value, _label in form.choice.choices]:
                form.choice.data = choice

    def is_complete(self) -> bool:
        """Whether something is said, and nothing half; what is wrong is written beside the fields."""
        found = [form.validate() for form in self.forms.values()]
        for form in self.forms.values():
            if not form.choice.data and not form.is_blank:
                form.choice.errors = [_("Choose a position to go with what you wrote, or remove it.")]
                found.append(False)
        if all(form.is_blank for form in self.forms.values()):
            self.say_nothing_was_chosen()
            return False
        return all(found)

    def say_nothing_was_chosen(self) -> None:
        if len(self.forms) == 1:
            (form,) = self.forms.values()
            form.choice.errors = [_("Choose one of the positions.")]
        else:
            self.sentences.append(_("Choose a position on at least one item."))

    def take_over(self, refused: "Sheet") -> None:
        """What came back with its errors, in the place of what stands."""
        self.forms |= {number: form for number, form in refused.forms.items() if number in self.forms}
        self.sentences = refused.sentences

    def answers(self) -> dict[int, Answer]:
        """What was answered; an item without a position is left out."""
        return {number: answer_in(form) for number, form in self.forms.items() if form.choice.data}

    def refuse(self, refused: Mapping[int, Refusal]) -> None:
        """Write what is wrong beside the items."""
        for number, refusal in refused.items():
            self.forms[number].choice.errors = [refusal.sentence]

    def has_seen(self, standing: Mapping[int, Position]) -> None:
        """The page shows what stands: sending the sheet again means to change that."""
        for number, form in self.forms.items():
            form.seen.data = str(standing[number].version_counter) if number in standing else "0"

    def hidden(self, numbers: Collection[int]) -> Iterator[tuple[str, str]]:
        """(name, value) of every field, for sending the same again."""
        for number in numbers:
            for each in self.forms[number]:
                if each.type == "BooleanField":
                    yield from [(each.name, "y")] if each.data else []
                else:
                    yield each.name, each.data or ""

    @property
    def chosen(self) -> list[str]:
        """The positions that were chosen, in words, for saying them where no form can be shown any more."""
        items = {item.number: item for item in self.ballot.items}
        return [
            self.about(number, choice_in_words(form.choice.data, items[number].rule))
            for number, form in self.forms.items()
            if form.choice.data in choices_for(items[number].rule)
        ]

    @property
    def typed(self) -> list[str]:
        """Everything that was written, for giving it back where no form can be shown any more."""
        own = [each.data for form in self.forms.values() for each in form.words]
        return [text for text in (*own, *self.also_typed) if text]


def answer_in(form: PositionForm) -> Answer:
    return Answer(
        choice=form.choice.data,
        explanation=form.explanation.data or "",
        reservation=form.reservation.data or "",
        proposed_change=form.proposed_change.data or "",
        would_favour=form.would_favour.data,
        seen=form.seen_counter,
    )


def fresh_sheet(
    ballot: Ballot, association_id: int, standing: Mapping[int, Position], proxy: Proxy | None = None
) -> Sheet:
    """The sheet with what stands filled in; what can no longer be changed has no form.

    `proxy` is that under which the sheet is filled in, None for the association itself.
    """
    proxy_id = proxy.id if proxy is not None else None
    final = {number for number, each in standing.items() if is_final(ballot, each, proxy_id=proxy_id)}
    forms = {
        item.number: position_form(item, association_id, **filled(standing.get(item.number)))
        for item in ballot.items
        if item.number not in final
    }
    return Sheet(ballot, association_id, forms)


def sent_sheet(ballot: Ballot, association_id: int, sent: MultiDict[str, str]) -> Sheet:
    """The sheet as it came in: of the items that were on it."""
    forms = {
        item.number: position_form(item, association_id)
        for item in ballot.items
        if is_sent(item, association_id, sent)
    }
    if not forms:  # nothing at all was sent: then nothing was chosen, and that is said
        forms = {item.number: position_form(item, association_id) for item in ballot.items}
    return Sheet(ballot, association_id, forms)


def is_sent(item: Item, association_id: int, sent: MultiDict[str, str]) -> bool:
    return any(name.startswith(f"a{association_id}-{item.number}-") for name in sent)


def filled(position: Position | None) -> dict[str, Any]:
    """What a form starts with; `formdata=None` keeps what was sent for another association out of it."""
    if position is None:
        return {"formdata": None, "seen": "0"}
    return {
        "formdata": None,
        "choice": position.choice,
        "explanation": position.explanation,
        "reservation": position.reservation,
        "proposed_change": position.proposed_change,
        "would_favour": position.would_favour,
        "seen": str(position.version_counter),
    }
