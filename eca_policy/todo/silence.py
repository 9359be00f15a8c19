"""The tasks of a silence procedure: nobody must answer, and only a mandate against calls for somebody to."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

from eca_policy.ballots.models import Ballot
from eca_policy.ballots.silence import is_silence
from eca_policy.lib.actor import Actor
from eca_policy.mandates.queries import opposed
from eca_policy.mandates.rules import delegations
from eca_policy.todo.task import Kind, Task

IN_SILENCE: Mapping[Kind, Kind] = {
    "cast_position": "object",
    "cast_by_proxy": "object_by_proxy",
    "await_position": "await_objection",
}


def as_in_silence(actor: Actor, tasks: Sequence[Task], ballots: Mapping[int, Ballot]) -> list[Task]:
    """The same tasks, those on a ballot that is a silence as they are there; one query more where one is."""
    silences = {paper_id for paper_id, ballot in ballots.items() if is_silence(ballot)}
    if not any(is_in(silences, task) for task in tasks):
        return list(tasks)
    against = opposed(silences, delegations(actor))
    return list(reworded(tasks, silences, against))


def is_in(silences: Iterable[int], task: Task) -> bool:
    return task.kind in IN_SILENCE and task.paper.id in silences


def reworded(tasks: Iterable[Task], silences: set[int], against: set[tuple[int, str]]) -> Iterator[Task]:
    """To object is free; a delegate is asked to remind the head of a mandate against, and of nothing else."""
    for task in tasks:
        if not is_in(silences, task):
            yield task
            continue
        is_opposed = (task.paper.id, task.association) in against
        if task.kind != "await_position" or is_opposed:
            yield replace(task, kind=IN_SILENCE[task.kind], is_opposed=is_opposed)
