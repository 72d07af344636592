"""The phone tree: whom to call by hand, in which order, when nothing else works."""

from collections.abc import Sequence
from dataclasses import dataclass

from accounts.people.choices import Role
from accounts.people.models import Employee
from accounts.people.registrations import holders
from guidelines.editions.reading import text_for
from guidelines.playbooks.models import Contact, PhoneNumber
from guidelines.playbooks.reading import holders_of, numbers_of, playbooks
from guidelines.playbooks.structure import plan_of


@dataclass(frozen=True)
class Line:
    person: Employee
    numbers: Sequence[PhoneNumber]


@dataclass(frozen=True)
class Branch:
    """The people for one role of a playbook, in the order of calling."""

    role: str
    lines: Sequence[Line]


@dataclass(frozen=True)
class Tree:
    """One playbook: its roles, the leading one first, and its contacts outside."""

    title: str
    branches: Sequence[Branch]
    contacts: Sequence[Contact]


def trees(language: str) -> list[Tree]:
    """A tree for each playbook in force, with words in `language`."""
    found = []
    for work in playbooks():
        if work.current is None:
            continue
        text = text_for(work.current, language)
        plan = plan_of(text.data)
        roles = sorted(plan.roles, key=lambda role: not role.leads)
        branches = [Branch(role.name, lines_of(holders_of(work, role.key))) for role in roles]
        contacts = list(Contact.objects.filter(work=work).exclude(phone="").order_by("name", "pk"))
        found.append(Tree(text.title, branches, contacts))
    return found


def crisis_leads() -> list[Line]:
    return lines_of(list(holders(Role.CRISIS_LEAD).order_by("name", "pk")))


def lines_of(people: Sequence[Employee]) -> list[Line]:
    numbers = numbers_of(people)
    return [Line(person, numbers.get(person.pk, [])) for person in people]
