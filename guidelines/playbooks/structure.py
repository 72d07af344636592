"""What a playbook holds, read from the content of an edition. Pure.

Keys, numbers and order are the same in every language; names and texts are words of one language.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

SOCIAL, MEDIA = "social", "media"
AXES = (SOCIAL, MEDIA)
LEVELS = range(7)
FIVE_QUESTIONS = ("critical-questions", "which-criticism", "levels", "in-a-storm", "ready-for-dialogue")


@dataclass(frozen=True)
class Level:
    """One of the levels 0 to 6: its signs on both axes, and what follows from it. Minutes after the level
    was declared; `update_minutes` is the longest time between two public updates, 0 for none."""

    number: int
    name: str
    social: str
    media: str
    first_response_minutes: int
    update_minutes: int
    roles: tuple[str, ...]
    approvals: tuple[str, ...]
    freeze: bool
    note: str


@dataclass(frozen=True)
class PlaybookRole:
    """A part somebody takes. `leads` marks the one who runs the incident; `requires` are keys of
    `accounts.access.registry.requirements_of` (a course, a guideline) that its holders should have met."""

    key: str
    name: str
    duties: str
    leads: bool
    requires: tuple[str, ...]


@dataclass(frozen=True)
class TaskTemplate:
    """A task that an incident begins with. `offset_minutes` counts from the start of the incident;
    `from_level` is the lowest level (of the higher axis) that needs it."""

    key: str
    phase: str
    title: str
    how: str
    offset_minutes: int
    mandatory: bool
    evidence: bool
    role: str
    from_level: int


@dataclass(frozen=True)
class ResponseTemplate:
    """An answer to start from. Placeholders are written {like_this}; `valid_until` is an ISO day or ""."""

    key: str
    kind: str
    title: str
    text: str
    valid_until: str


@dataclass(frozen=True)
class ContactSlot:
    """Whom one needs outside of the roles; who it is stands in `Contact`, apart from the text."""

    key: str
    name: str
    what_for: str


@dataclass(frozen=True)
class HouseRule:
    """A rule of our channels, and the mildest measure that usually answers its breach."""

    key: str
    title: str
    text: str
    measure: str


@dataclass(frozen=True)
class TriageAnswer:
    """Leads to another node (`goes_to`) or to an outcome (`outcome`), never to both."""

    text: str
    goes_to: str
    outcome: str


@dataclass(frozen=True)
class TriageNode:
    key: str
    question: str
    hint: str
    answers: tuple[TriageAnswer, ...]


@dataclass(frozen=True)
class TriageOutcome:
    """What to do now. `report` says that an incident should be reported from here; `template` names a
    response template to start from, or is ""."""

    key: str
    title: str
    text: str
    report: bool
    template: str


@dataclass(frozen=True)
class Plan:
    """A playbook in one language."""

    troubles: tuple[str, ...]
    triggers: tuple[str, ...]
    answers: Mapping[str, str]
    nodes: tuple[TriageNode, ...]
    outcomes: tuple[TriageOutcome, ...]
    levels: tuple[Level, ...]
    roles: tuple[PlaybookRole, ...]
    tasks: tuple[TaskTemplate, ...]
    templates: tuple[ResponseTemplate, ...]
    contacts: tuple[ContactSlot, ...]
    rules: tuple[HouseRule, ...]

    def level(self, number: int) -> Level | None:
        return next((one for one in self.levels if one.number == number), None)

    def role(self, key: str) -> PlaybookRole | None:
        return next((one for one in self.roles if one.key == key), None)

    @property
    def lead(self) -> PlaybookRole | None:
        return next((one for one in self.roles if one.leads), None)


def plan_of(content: Mapping[str, Any]) -> Plan:
    """The plan that the content of a playbook's edition holds. Raises `KeyError` and `TypeError` for a
    content that is none."""
    return Plan(
        troubles=tuple(content["troubles"]),
        triggers=tuple(content["triggers"]),
        answers=dict(content["answers"]),
        nodes=tuple(
            TriageNode(**{**node, "answers": tuple(TriageAnswer(**one) for one in node["answers"])})
            for node in content["nodes"]
        ),
        outcomes=tuple(TriageOutcome(**one) for one in content["outcomes"]),
        levels=tuple(
            Level(**{**one, "roles": tuple(one["roles"]), "approvals": tuple(one["approvals"])})
            for one in content["levels"]
        ),
        roles=tuple(PlaybookRole(**{**one, "requires": tuple(one["requires"])}) for one in content["roles"]),
        tasks=tuple(TaskTemplate(**one) for one in content["tasks"]),
        templates=tuple(ResponseTemplate(**one) for one in content["templates"]),
        contacts=tuple(ContactSlot(**one) for one in content["contacts"]),
        rules=tuple(HouseRule(**one) for one in content["rules"]),
    )
