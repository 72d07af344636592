"""The first look at a file: who is in it, so that rows can point to each other; who reports in a circle."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from accounts.imports.directory import Directory
from accounts.imports.tables import Table, cell_at
from accounts.imports.values import Cell, Misread, email, text
from accounts.people.models import Employee
from portal.setbased import reserve_keys

Key = tuple[int, str]
# Somebody on record by their key, or somebody new by the number of their row, as a negative number.
Node = int


@dataclass
class Reader:
    """How to find the facts in a row."""

    mapping: Mapping[str, int]
    default_entity: int | None
    known: Directory

    def cell(self, cells: list[Cell], name: str) -> Cell:
        return cell_at(cells, self.mapping.get(name))

    def key(self, cells: list[Cell]) -> Key:
        """Entity and personnel number, which say who is meant. Raises `Misread`."""
        number = text(self.cell(cells, "personnel_number"), 64)
        said = text(self.cell(cells, "entity"), 200)
        if not said and self.default_entity is None:
            raise Misread("no_entity")
        entity = self.known.entity(said) if said else self.default_entity
        if not number:
            raise Misread("no_number")
        assert entity is not None
        return entity, number


@dataclass
class Index:
    """Everybody in the file."""

    reader: Reader
    rows: dict[Key, int] = field(default_factory=dict)
    emails: dict[str, int] = field(default_factory=dict)
    twice: set[Key] = field(default_factory=set)
    emails_twice: set[str] = field(default_factory=set)
    managers: dict[int, tuple[Key, str]] = field(default_factory=dict)
    # Primary keys that new people will get, by the number of their row.
    new_keys: dict[int, int] = field(default_factory=dict)
    unidentified: int = 0

    @classmethod
    def of(cls, table: Table, reader: Reader) -> "Index":
        index = cls(reader)
        for number, cells in table.rows():
            index._add(number, cells)
        new = [number for key, number in index.rows.items() if key not in reader.known.by_number]
        index.new_keys = dict(zip(new, reserve_keys(Employee, len(new)), strict=True))
        return index

    def _add(self, number: int, cells: list[Cell]) -> None:
        try:
            key = self.reader.key(cells)
        except Misread:
            self.unidentified += 1
            return
        if key in self.rows:
            self.twice.add(key)
        self.rows.setdefault(key, number)
        self._add_email(number, cells)
        self._add_manager(number, key, cells)

    def _add_email(self, number: int, cells: list[Cell]) -> None:
        try:
            address = email(self.reader.cell(cells, "email"))
        except Misread:
            return
        if address and self.emails.setdefault(address, number) != number:
            self.emails_twice.add(address)

    def _add_manager(self, number: int, key: Key, cells: list[Cell]) -> None:
        if "manager" not in self.reader.mapping:
            return
        try:
            self.managers[number] = key, text(self.reader.cell(cells, "manager"), 254)
        except Misread:
            return

    def find(self, said: str, entity: int) -> Node:
        """Somebody named by personnel number, e-mail or login id. Raises `Misread`."""
        known, word = self.reader.known, said.lower()
        in_file = self.rows.get((entity, said)) or self.emails.get(word)
        pk = known.by_number.get((entity, said)) or known.by_email.get(word) or known.by_login.get(word)
        pk = pk or self._elsewhere(said)
        if pk is not None and (pk not in known.left or in_file):
            return pk
        if pk is None and in_file:
            return -in_file
        raise Misread("unknown_person", name=said)

    def _elsewhere(self, said: str) -> int | None:
        """Whoever alone bears that number in another entity."""
        entities = set(self.reader.known.entities.values())
        found = [self.reader.known.by_number.get((entity, said)) for entity in entities]
        several = [pk for pk in found if pk is not None]
        return several[0] if len(several) == 1 else None

    def circles(self) -> set[int]:
        """Numbers of rows by whose change people would report to themselves over others."""
        known = self.reader.known.manager
        edges: dict[Node, Node] = dict(known)
        given: dict[Node, int] = {}
        for number, (key, said) in self.managers.items():
            node = self.reader.known.by_number.get(key) or -number
            edges.pop(node, None)
            try:
                manager = self.find(said, key[0]) if said else node
            except Misread:
                continue
            if manager != node:
                edges[node] = manager
            if manager != known.get(node):
                given[node] = number
        return {given[node] for node in _in_circles(edges) if node in given}


def _in_circles(edges: Mapping[Node, Node]) -> set[Node]:
    """Everybody who is met again by going up from themself."""
    circular: set[Node] = set()
    settled: set[Node] = set()
    for begin in edges:
        walked: dict[Node, int] = {}
        node: Node | None = begin
        while node is not None and node not in settled and node not in walked:
            walked[node] = len(walked)
            node = edges.get(node)
        if node is not None and node in walked:
            circular.update(one for one, at in walked.items() if at >= walked[node])
        settled.update(walked)
    return circular
