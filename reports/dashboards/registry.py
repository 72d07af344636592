"""What other rooms of reports hang into these pages: work that waits, and parts of HR's pages."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest
from django.utils.functional import Promise

from accounts.people.models import Employee


@dataclass(frozen=True)
class Work:
    """One thing that waits for a role holder. `count` is how many; 0 is shown as done, None has no number."""

    label: str | Promise
    url: str
    icon: str
    count: int | None = None
    tone: str = "neutral"
    note: str | Promise = ""


WorkProvider = Callable[[Employee], Iterable[Work]]

_work: list[WorkProvider] = []


def work_provider(provider: WorkProvider) -> WorkProvider:
    """Have `provider` asked on home; it yields nothing for people whom its work does not concern."""
    if provider not in _work:
        _work.append(provider)
    return provider


def work_of(person: Employee) -> list[Work]:
    """Everything that waits for `person` because of their roles, in the order of registration."""
    return [work for provider in _work for work in provider(person)]


@dataclass(frozen=True)
class Part:
    """A part of a page of HR: `template` finds `facts` under that name."""

    template: str
    facts: Any


PersonPart = Callable[[HttpRequest, Employee], Part]
OverviewPart = Callable[[HttpRequest], Part]

_person_parts: list[PersonPart] = []
_overview_parts: list[OverviewPart] = []


def person_part(source: PersonPart) -> PersonPart:
    """Have `source(request, person)` add a part to HR's page of a person."""
    if source not in _person_parts:
        _person_parts.append(source)
    return source


def parts_of_person(request: HttpRequest, person: Employee) -> list[Part]:
    return [source(request, person) for source in _person_parts]


def overview_part(source: OverviewPart) -> OverviewPart:
    """Have `source(request)` add a part to HR's overview."""
    if source not in _overview_parts:
        _overview_parts.append(source)
    return source


def parts_of_overview(request: HttpRequest) -> list[Part]:
    return [source(request) for source in _overview_parts]
