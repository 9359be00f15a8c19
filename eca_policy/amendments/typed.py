"""An amendment as it is typed: one block for each paragraph it touches. Nothing here judges what it says."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from werkzeug.datastructures import MultiDict

from eca_policy.amendments.changes import BEGINNING, Change, Changes, places
from eca_policy.amendments.drafting import Proposal
from eca_policy.lib.names import whole_number
from eca_policy.text.numbering import is_recommendation, mark_recommendation, unmark_recommendation
from eca_policy.text.paragraphs import join, split

THE_BEGINNING = "beginning"
"""What stands for BEGINNING in addresses and in the names of fields."""


@dataclass(frozen=True)
class Block:
    """What shall become of one paragraph: `act` is "reword" or "delete"; `inserted` comes after it.

    `is_insertion_only`: of an amendment to an amendment that leaves the paragraph itself alone, or before the
    first paragraph. `is_marked`: the paragraph is a recommendation and stays one; its mark is not typed.
    """

    paragraph_id: str
    act: str = "reword"
    wording: str = ""
    inserted: str = ""
    is_insertion_only: bool = False
    is_open: bool = False
    is_marked: bool = False

    @property
    def key(self) -> str:
        """What it is called in the names of its fields."""
        return self.paragraph_id or THE_BEGINNING

    def as_changes(self) -> list[Change]:
        found = []
        if not self.is_insertion_only:
            deleted = Change("delete", self.paragraph_id)
            wording = marked(self.wording) if self.is_marked else self.wording
            reworded = Change("replace", self.paragraph_id, wording)
            found.append(deleted if self.act == "delete" else reworded)
        if self.inserted.strip():
            found.append(Change("insert_after", self.paragraph_id, self.inserted))
        return found


@dataclass(frozen=True)
class Typed:
    """The whole form. `version` is the one it was written on, `parent` the amendment it amends, `seen` the
    wording that was shown when its author was asked.
    """

    version: int
    blocks: tuple[Block, ...]
    reason: str = ""
    association: str = ""
    parent: str = ""
    seen: int = 0

    def proposal(self) -> Proposal:
        return Proposal(
            version=self.version,
            changes=tuple(change for block in self.blocks for change in block.as_changes()),
            reason=self.reason,
            association_id=chosen_association(self.association),
            parent=self.parent,
        )

    def with_blocks(self, blocks: Sequence[Block]) -> "Typed":
        return replace(self, blocks=tuple(blocks))


def chosen_association(typed: str | None) -> int | None:
    """The association that a form names; a nonsense value is one that nobody acts for."""
    if not typed:
        return None
    number = whole_number(typed)
    return -1 if number is None else number


def read(form: MultiDict[str, str], sources: Mapping[str, str]) -> Typed:
    """What came in. `sources` are the paragraphs of the text: a paragraph added has its own words."""
    keys = dict.fromkeys(key for key in form.getlist("place") if key != form.get("leave_out"))
    blocks = [block_in(form, key) for key in keys]
    asked = form.get("add_place", "") if "add" in form else ""
    if asked and asked not in keys and (asked in sources or asked == THE_BEGINNING):
        blocks.append(fresh(asked, sources))
    return Typed(
        version=whole_number(form.get("version")) or 0,
        blocks=tuple(blocks),
        reason=form.get("reason", ""),
        association=form.get("association", ""),
        parent=form.get("parent", ""),
        seen=whole_number(form.get("seen")) or 0,
    )


def block_in(form: MultiDict[str, str], key: str) -> Block:
    return Block(
        paragraph_id=BEGINNING if key == THE_BEGINNING else key,
        act="delete" if form.get(f"act-{key}") == "delete" else "reword",
        wording=form.get(f"wording-{key}", ""),
        inserted=form.get(f"inserted-{key}", ""),
        is_insertion_only=f"wording-{key}" not in form,
        is_marked=f"marked-{key}" in form,
    )


def fresh(key: str, sources: Mapping[str, str], act: str = "") -> Block:
    """A paragraph just chosen, with the words it has now; `act` says what its author is about to do."""
    if key == THE_BEGINNING:
        return Block(BEGINNING, is_insertion_only=True, is_open=True)
    return Block(
        key,
        "delete" if act == "delete" else "reword",
        unmarked(sources[key]),
        is_open=act == "insert",
        is_marked=is_recommendation(sources[key]),
    )


def marked(wording: str) -> str:
    """A wording as that of a recommendation; of several blocks the first is it."""
    first, *further = split(wording.strip("\n")) or [""]
    return join([mark_recommendation(first), *further])


def unmarked(source: str) -> str:
    """The words of a paragraph without the mark of a recommendation."""
    return join([unmark_recommendation(part) for part in split(source)]).strip("\n")


def blocks_of(changes: Changes, sources: Mapping[str, str], *, is_bound: bool) -> list[Block]:
    """The blocks that stand for these changes; an amendment to an amendment `is_bound` to their places."""
    found = []
    for paragraph_id in places(changes):
        here = {change.kind: change for change in changes if change.paragraph_id == paragraph_id}
        inserted = here["insert_after"].wording if "insert_after" in here else ""
        has_own = "replace" in here or "delete" in here
        standing = sources.get(paragraph_id, "").strip("\n")
        is_marked = is_recommendation(standing)
        wording = here["replace"].wording if "replace" in here else standing
        found.append(
            Block(
                paragraph_id,
                "delete" if "delete" in here else "reword",
                unmarked(wording) if is_marked else wording,
                inserted,
                is_insertion_only=not paragraph_id or (is_bound and not has_own),
                is_open=bool(inserted),
                is_marked=is_marked,
            )
        )
    return found
