"""What the page that opens a ballot shows: the ballot as it would be, from what is typed so far."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from eca_policy.amendments import queries as amendments
from eca_policy.ballots import opening, queries
from eca_policy.ballots.conduct import Conduct
from eca_policy.ballots.explain_conduct import conduct_sentence
from eca_policy.ballots.explain_rule import rule_sentence
from eca_policy.ballots.forms import OpenForm
from eca_policy.ballots.models import Procedure as ProcedureRow
from eca_policy.ballots.planning_times import instant_or_none, time_faults
from eca_policy.ballots.procedure import Procedure
from eca_policy.ballots.proxies.claims import period_between
from eca_policy.ballots.roll import Line, roll_on
from eca_policy.ballots.rules_seen import stamps_of
from eca_policy.ballots.voting_together import Together, name_of, refusals
from eca_policy.ballots.warnings import Caution, Planned, warnings
from eca_policy.ballots.working_days import CLOSING_TIME, working_days_in, working_days_later
from eca_policy.lib.clock import BRUSSELS
from eca_policy.lib.errors import Refusal
from eca_policy.lib.i18n import gettext, ngettext, spoken
from eca_policy.lib.i18n import gettext as _
from eca_policy.lib.moments import NoSuchTime, instant
from eca_policy.lib.names import whole_number
from eca_policy.papers import queries as papers
from eca_policy.papers.forms import proposed_end, refuse_time
from eca_policy.papers.queries import Access
from eca_policy.voting import words
from eca_policy.voting.queries import agenda


@dataclass(frozen=True)
class ShownItem:
    """One item of the voting list in short."""

    number: int
    title: str
    notes: Sequence[str]


@dataclass(frozen=True)
class Times:
    """The instants typed; `opens_at` None opens at once."""

    opens_at: datetime | None
    closes_at: datetime


@dataclass(frozen=True)
class Plan:
    """Everything a ballot on this paper could be made of now."""

    access: Access
    at: datetime
    procedures: Mapping[str, ProcedureRow]
    items: Sequence[ShownItem]
    stamp: str
    lines: Sequence[Line]

    def chosen(self, form: OpenForm) -> ProcedureRow:
        """The procedure of the text; nonsense falls back to that of the document class."""
        usual = self.access.paper.document_class.procedure_key
        return self.procedures.get(form.procedure_key.data) or self.procedures[usual]

    def with_list(self, form: OpenForm) -> bool:
        """Whether the amendments go to the vote: also when those that were looked at are gone meanwhile."""
        return form.what.data == "list" and bool(self.items or form.seen.data)

    def follows(self, form: OpenForm) -> bool:
        """Whether a written vote would open by itself."""
        return self.can_follow(form) and form.follow_up.data == "opens"

    def can_follow(self, form: OpenForm) -> bool:
        procedure = self.chosen(form)
        return "silence" in procedure.rule and procedure.followed_by in self.procedures

    def times(self, form: OpenForm) -> Times | None:
        """The instants typed; None, with a sentence at its field, for what is no time or no length."""
        opens_at = None
        if (typed := form.opening_typed()) is not None:
            try:
                opens_at = instant(typed)
            except NoSuchTime:
                refuse_time(form.opens_time)
                return None
        if self.follows(form) and not whole_number(form.follow_up_days.data):
            form.follow_up_days.errors = [_("Write a whole number of days.")]
            return None
        closes_at = form.end()
        return None if closes_at is None else Times(opens_at, closes_at)

    def planned(self, form: OpenForm) -> Planned:
        """What is typed so far; times that are not whole are left open."""
        opens, closes = form.opening_typed(), form.close_typed()
        return Planned(
            self.chosen(form), instant_or_none(opens), instant_or_none(closes), bool(form.counts_one.data),
            self.with_list(form), self.together(form).others if self.with_list(form) else (),
        )  # fmt: skip

    def roll(self, form: OpenForm) -> list[Line]:
        """Who would have a vote; where no times are typed yet, on a ballot of today."""
        planned = self.planned(form)
        opens_at = planned.opens or self.at
        days = period_between(opens_at, max(opens_at, planned.closes_at or opens_at))
        return roll_on(self.at, conduct=Conduct.from_dict(planned.procedure.conduct), days=days)

    def together(self, form: OpenForm) -> Together:
        """The procedures of the text and of the amendments, as far as they are some."""
        own = {
            number: self.procedures[each.data]
            for number, each in enumerate(form.item_keys, start=1)
            if each.data in self.procedures
        }
        return Together(self.chosen(form), self.of_amendments(form), own)

    def refusals(self, form: OpenForm) -> dict[str, str]:
        """What opening would refuse in the procedures chosen, by the field it belongs to."""
        if not self.with_list(form):
            return {}
        try:
            opening.refuse_silent_text(self.chosen(form).rule)
        except Refusal as refusal:
            return {"procedure_key": refusal.sentence}
        return {field_of(item): sentence for item, sentence in refusals(self.together(form)).items()}

    def cautions(self, form: OpenForm) -> list[Caution]:
        return warnings(self.access, self.planned(form), self.lines)

    def unseen(self, form: OpenForm) -> list[str]:
        """Warnings that were not on the page when the button was pressed: a form without scripts has none."""
        if not form.warned.raw_data:
            return []
        seen = (form.warned.data or "").split(",")
        return [each.sentence for each in self.cautions(form) if each.key not in seen]

    def obstacles(self) -> list[str]:
        """What must be done before any ballot can be opened on this paper."""
        found = []
        for refuse in (opening.version_to_decide, opening.refuse_unanswered):
            try:
                refuse(self.access.paper)
            except Refusal as refusal:
                found.append(refusal.sentence)
        return found

    def shown(self, form: OpenForm, *, status: int) -> dict[str, Any]:
        """Variables of `ballots/open.html`; the hidden fields are brought up to what is shown now."""
        form.seen.data = self.stamp if self.items else ""
        cautions, planned, procedure = self.cautions(form), self.planned(form), self.chosen(form)
        form.warned.data = ",".join(each.key for each in cautions)
        form.rules_seen.data = stamps_of(self.procedures.values())
        return {
            "version": papers.latest_version(self.access.paper),
            "obstacles": self.obstacles() if status != 409 else [],
            "items": self.items,
            "with_list": self.with_list(form),
            "procedure": self.described(procedure),
            "amendments_procedure": self.described(self.of_amendments(form)),
            "others": self.of_items(form),
            "can_follow": self.can_follow(form),
            "following": self.described(self.procedures[procedure.followed_by])
            if self.can_follow(form)
            else None,
            "follows": self.follows(form),
            "working_days": Conduct.from_dict(procedure.conduct).working_days,
            "cautions": cautions,
            "planned": planned,
            "time_faults": time_faults(form, planned, at=self.at),
            "voting": [line for line in self.lines if not line.left_out],
        }

    def of_amendments(self, form: OpenForm) -> ProcedureRow:
        return self.procedures.get(form.amendments_key.data) or self.chosen(form)

    def of_items(self, form: OpenForm) -> list[tuple[str, str]]:
        """(title, procedure) of the items with one of their own."""
        return [
            (item.title, name_of(self.procedures[each.data]))
            for item, each in zip(self.items, form.item_keys, strict=True)
            if each.data in self.procedures
        ]

    def described(self, procedure: ProcedureRow) -> dict[str, Any]:
        """A procedure in words."""
        return {
            "name": name_of(procedure),
            "rule": rule_sentence(Procedure.from_dict(procedure.rule), gettext, ngettext),
            "conduct": conduct_sentence(Conduct.from_dict(procedure.conduct), gettext, ngettext),
        }

    def spoken(self, moment: datetime) -> str:
        return spoken(moment)


def plan_for(access: Access, form: OpenForm, *, at: datetime) -> Plan:
    """Read what the ballot could be made of, and fill the choices and the proposals of the form."""
    procedures = {each.key: each for each in queries.procedures()}
    items, stamp = items_of(access)
    plan = Plan(access, at, procedures, items, stamp, ())
    names = {key: name_of(each) for key, each in procedures.items()}
    votes = [(key, name) for key, name in names.items() if "silence" not in procedures[key].rule]
    form.offer(list(names.items()), votes, [each.title for each in items])
    form.propose(proposed_close(plan, form))
    if form.follow_up_days.data is None:
        form.follow_up_days.data = str(proposed_vote(plan, form))
    return replace(plan, lines=plan.roll(form))


def items_of(access: Access) -> tuple[list[ShownItem], str]:
    """The items before the text as a whole, and the stamp of the list; nothing where none is tabled."""
    if not amendments.amendments_of(access, states=("tabled",)):
        return [], ""
    listed = agenda(access).listed
    shown = [
        ShownItem(item.number, words.item_in_words(item), words.lapses_in_words(item))
        for item in listed.items[:-1]
    ]
    return shown, listed.stamp


def field_of(item: int) -> str:
    """Where the procedure of an item is chosen, 0 for that of all amendments."""
    return f"item_keys-{item - 1}" if item else "amendments_key"


def proposed_close(plan: Plan, form: OpenForm) -> dict[str, Any]:
    """17:00 after the working days of the procedure, or else after the days of the document class."""
    opens = form.opening_typed() or plan.at.astimezone(BRUSSELS).replace(tzinfo=None)
    working_days = Conduct.from_dict(plan.chosen(form).conduct).working_days
    if working_days:
        return {"closes_on": working_days_later(opens, working_days), "closes_time": CLOSING_TIME}
    opens_at = instant_or_none(opens) or plan.at
    return dict(proposed_end(days=plan.access.paper.document_class.ballot_days, at=opens_at))


def proposed_vote(plan: Plan, form: OpenForm) -> int:
    """The working days of the written vote after a silence: those of its procedure, or of so many days."""
    following = plan.procedures.get(plan.chosen(form).followed_by)
    working_days = Conduct.from_dict(following.conduct).working_days if following else None
    return working_days or working_days_in(plan.access.paper.document_class.ballot_days)
