"""What waits for people because of their role: rooms offer it, home shows it."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

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
