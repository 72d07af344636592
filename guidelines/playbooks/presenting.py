"""A plan in the order in which people read it. Pure."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.safestring import SafeString, mark_safe

from guidelines.playbooks.checking import question_name
from guidelines.playbooks.choices import Phase, TemplateKind, Trouble
from guidelines.playbooks.structure import FIVE_QUESTIONS, Level, Plan, ResponseTemplate, TaskTemplate

FIRST_ACTS = 5


@dataclass(frozen=True)
class Act:
    """A task with the name of whoever does it."""

    task: TaskTemplate
    role: str


@dataclass(frozen=True)
class Step:
    """A level with names instead of keys."""

    level: Level
    roles: tuple[str, ...]
    approvals: tuple[str, ...]


@dataclass(frozen=True)
class Presented:
    """What the pages of one playbook show, in one language."""

    plan: Plan
    troubles: list[str]
    acts: list[Act]
    phases: list[tuple[str, list[Act]]]
    steps: list[Step]
    templates: list[tuple[str, ResponseTemplate]]
    answers: list[tuple[str, SafeString]]


def presented(plan: Plan) -> Presented:
    """`acts` are the first five, as long as the plan has so many; `phases` holds every task."""
    names = {role.key: role.name for role in plan.roles}
    acts = [Act(task, names.get(task.role, "")) for task in sorted(plan.tasks, key=_when)]
    first = [act for act in acts if act.task.phase == Phase.FIRST]
    return Presented(
        plan=plan,
        troubles=[str(Trouble(one).label) for one in plan.troubles if one in Trouble.values],
        acts=first[:FIRST_ACTS],
        phases=[(str(phase.label), _of(phase, acts)) for phase in Phase if _of(phase, acts)],
        steps=[Step(one, _named(names, one.roles), _named(names, one.approvals)) for one in plan.levels],
        templates=[(kind_name(one.kind), one) for one in plan.templates],
        # Sanitised when it was frozen.
        answers=[(question_name(key), mark_safe(plan.answers.get(key, ""))) for key in FIVE_QUESTIONS],
    )


def kind_name(kind: str) -> str:
    return str(TemplateKind(kind).label) if kind in TemplateKind.values else kind


def _when(task: TaskTemplate) -> tuple[int, int]:
    order = list(Phase.values)
    return (order.index(task.phase) if task.phase in order else len(order), task.offset_minutes)


def _of(phase: Phase, acts: Iterable[Act]) -> list[Act]:
    return [act for act in acts if act.task.phase == phase]


def _named(names: dict[str, str], keys: Iterable[str]) -> tuple[str, ...]:
    return tuple(names.get(key, key) for key in keys)
