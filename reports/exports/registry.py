"""Lists that other rooms offer as files, too long to be written while somebody waits."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

from django.utils.functional import Promise

from accounts.people.models import Employee
from reports.exports.sheets import Column


@dataclass(frozen=True)
class Table:
    """A list that is ready to be written: `rows()` yields `total` rows or fewer, and keeps memory flat."""

    title: str
    columns: Sequence[Column[Any]]
    total: int
    rows: Callable[[], Iterator[Any]]


Opener = Callable[[Mapping[str, Any], Employee], Table]
Text = str | Promise
_lists: dict[str, Opener] = {}
_titles: dict[str, Text] = {}
# What every list is called; it grows while rooms get ready.
TITLES = MappingProxyType(_titles)


def list_source(name: str, open_table: Opener, *, title: Text) -> None:
    """Offer the list `name`, which people know by its `title`.

    `open_table(facts, person)` reads what was stored when the list was asked for, with the permissions that
    `person` has by then. It raises `FilterOutdated` when a filter names what is gone.
    """
    _lists[name], _titles[name] = open_table, title


def table_of(name: str, facts: Mapping[str, Any], person: Employee) -> Table:
    """The list `name` as `person` may see it now. Raises `FilterOutdated`, `KeyError`."""
    return _lists[name](facts, person)
