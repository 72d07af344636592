"""Who is meant by a login id, a work e-mail or a personnel number, asked for in bundles."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import NamedTuple

from django.db.models import Q
from django.db.models.functions import Lower

from accounts.imports.values import Misread
from accounts.people.choices import EMPLOYED
from accounts.people.models import Employee
from accounts.register.lists.limits import NAMES


class Person(NamedTuple):
    pk: int
    entity: int
    is_employed: bool


@dataclass
class People:
    """The people that a list names, and nobody else: a company may have far more."""

    by_word: dict[str, Person] = field(default_factory=dict)
    by_number: dict[str, list[Person]] = field(default_factory=lambda: defaultdict(list))
    employed: set[int] = field(default_factory=set)
    _asked: set[str] = field(default_factory=set)

    def look_up(self, names: Iterable[str]) -> None:
        """Ask for everybody named so, unless that was done before."""
        new = sorted({name.lower() for name in names if name} - self._asked)
        self._asked.update(new)
        for start in range(0, len(new), NAMES):
            self._ask(new[start : start + NAMES])

    def know(self, pks: Iterable[int | None]) -> None:
        """Whether people on record work here still: those whom a row leaves in place."""
        asked = {pk for pk in pks if pk}
        self.employed.update(Employee.objects.employed().filter(pk__in=asked).values_list("pk", flat=True))

    def find(self, name: str, entity: int | None) -> int:
        """Who is meant; a number that several bear means the one of `entity`. Raises `Misread`."""
        said = name.lower()
        if said in self.by_word:
            return self.by_word[said].pk
        found = self.by_number.get(said, [])
        for narrower in (
            [one for one in found if one.is_employed],
            [one for one in found if one.is_employed and one.entity == entity],
        ):
            if len(found) > 1 and narrower:
                found = narrower
        if len(found) > 1:
            raise Misread("several_people", name=name[:80])
        if not found:
            raise Misread("unknown_person", name=name[:80])
        return found[0].pk

    def _ask(self, names: list[str]) -> None:
        facts = ("pk", "entity_id", "status", "login_id", "email", "number")
        meant = Q(login_id__in=names) | Q(email__in=names) | Q(number__in=names)
        people = Employee.objects.annotate(number=Lower("personnel_number")).filter(meant)
        wanted = set(names)
        for pk, entity, status, login_id, mail, personnel_number in people.values_list(*facts):
            person = Person(pk, entity, status in EMPLOYED)
            if person.is_employed:
                self.employed.add(pk)
            for word in {login_id, (mail or "").lower()} & wanted:
                self.by_word[word] = person
            if personnel_number in wanted:
                self.by_number[personnel_number].append(person)
