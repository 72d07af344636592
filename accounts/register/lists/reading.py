"""What a row says: which account it means, and the facts it names."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import partial
from typing import Any

from accounts.imports.tables import Table, cell_at
from accounts.imports.values import Cell, Misread, text
from accounts.register.lists.cells import codes_left, folded_handle, link, mail_address, number, plain
from accounts.register.lists.columns import FACTS, PEOPLE
from accounts.register.lists.known import Key, Known
from accounts.register.lists.words import CHOICES, choice, yes_or_no

HANDLE_MAX, NAME_MAX, PURPOSE_MAX, BRAND_MAX, PERSON_MAX = 200, 200, 500, 120, 254
Refusals = list[dict[str, Any]]
# How each fact is read that names nothing else of the portal.
READINGS: dict[str, Any] = {
    "address": link,
    "purpose": partial(plain, longest=PURPOSE_MAX),
    "brand": partial(plain, longest=BRAND_MAX),
    "takes_messages": yes_or_no,
    "recovery_address": mail_address,
    "recovery_codes_left": codes_left,
    "administrators": number,
    "vault_address": link,
    **{name: partial(choice, name) for name in CHOICES},
}


def refusal(misread: Misread, column: str = "") -> dict[str, Any]:
    return {"slug": misread.slug, "column": column, **misread.facts}


@dataclass
class Reader:
    """Reads rows by the columns that were chosen. `keys` counts how often each account is named."""

    mapping: Mapping[str, int]
    known: Known
    keys: Counter[Key] = field(default_factory=Counter)
    rows: int = 0

    def look_ahead(self, table: Table) -> None:
        """Go through the whole list once: how long it is, and which accounts stand in it twice."""
        for _number, cells in table.rows():
            self.rows += 1
            try:
                platform, handle = self.account(cells)
            except Misread:
                continue
            self.keys[platform, folded_handle(handle)] += 1

    def account(self, cells: list[Cell]) -> tuple[int, str]:
        """Platform and handle. Raises `Misread`."""
        return self.platform(cells), self.handle(cells)

    def platform(self, cells: list[Cell]) -> int:
        said = plain(self.cell(cells, "platform"), NAME_MAX)
        if not said:
            raise Misread("empty")
        return self.known.platform(said)

    def handle(self, cells: list[Cell]) -> str:
        said = plain(self.cell(cells, "handle"), HANDLE_MAX)
        if not folded_handle(said):
            raise Misread("empty")
        return said

    def cell(self, cells: list[Cell], name: str) -> Cell:
        return cell_at(cells, self.mapping.get(name))

    def look_up_people(self, chunk: Iterable[list[Cell]]) -> None:
        self.known.people.look_up(name for cells in chunk for name in self._named(cells))

    def _named(self, cells: list[Cell]) -> Iterator[str]:
        for column in PEOPLE:
            try:
                yield text(self.cell(cells, column), PERSON_MAX)
            except Misread:
                continue

    def facts(self, cells: list[Cell], default_entity: int | None, refused: Refusals) -> dict[str, Any]:
        """What the row says; an empty cell says nothing. What cannot be taken over is added to `refused`."""
        found: dict[str, Any] = {}
        for name in FACTS:
            try:
                value = self._fact(name, self.cell(cells, name), found.get("entity") or default_entity)
            except Misread as misread:
                refused.append(refusal(misread, name))
                continue
            if value is not None and value != "":
                found[name] = value
        return found

    def _fact(self, name: str, cell: Cell, entity: int | None) -> Any:
        if name in READINGS:
            return READINGS[name](cell)
        said = text(cell, PERSON_MAX)
        if not said:
            return None
        return self.known.people.find(said, entity) if name in PEOPLE else self.known.entity(said)
