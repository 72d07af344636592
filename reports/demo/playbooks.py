"""What the demo company has for when it burns: released playbooks, people behind them, contacts, numbers."""

from datetime import timedelta
from typing import Any

from django.utils import timezone

from accounts.people.models import Employee
from guidelines.editions.models import Work
from guidelines.editions.operations.starter import release_drafts
from guidelines.editions.reading import authoritative
from guidelines.playbooks.choices import NumberKind
from guidelines.playbooks.models import Contact
from guidelines.playbooks.operations.contacts import set_contact
from guidelines.playbooks.operations.holders import name_holder
from guidelines.playbooks.operations.numbers import give_number
from guidelines.playbooks.operations.starter import load_starter_playbooks
from guidelines.playbooks.reading import GENRE
from guidelines.playbooks.structure import plan_of

# The holder, then the deputies; roles that nobody takes in this company stay open, as in life.
HOLDERS = {
    "lead": ("kaja", "mara", "edda"),
    "community": ("lotta", "emil"),
    "channel-owner": ("anton", "amira"),
    "communications": ("mara", "falk"),
    "legal": ("leif", "ulrike"),
    "dpo": ("dana", "cleo"),
    "spokesperson": ("mara", "kaja"),
    "hr": ("hanna", "henrik"),
    "works-council": ("wolf",),
    "management": ("ulrike", "piotr"),
    "it-security": ("runa", "igor"),
}
NUMBERS = (
    ("kaja", NumberKind.COMPANY, "+49 40 5550 4711"),
    ("mara", NumberKind.COMPANY, "+49 40 5550 4712"),
    ("leif", NumberKind.COMPANY, "+49 40 5550 4715"),
    ("runa", NumberKind.VOLUNTEERED, "+49 171 5550 123"),
)
LAWYER = ("Gesa Deichgraf", "Deichgraf Rechtsanwälte", "gesa@deichgraf.example", "+49 40 5550 8100")
HOST = ("Bereitschaft", "Nordlicht Hosting GmbH", "notfall@nordlicht-hosting.example", "+49 40 5550 8200")
AGENCY = ("Smilla Petersen", "Leuchtturm Kommunikation", "smilla@leuchtturm.example", "+49 40 5550 8300")
CONTACTS = {
    **dict.fromkeys(
        ("press-lawyer", "privacy-lawyer", "labour-lawyer", "trademark-lawyer", "lawyer"), LAWYER
    ),
    **dict.fromkeys(("host", "forensics", "registrar", "tool-provider"), HOST),
    **dict.fromkeys(("crisis-agency", "agency", "monitoring"), AGENCY),
}
OVERDUE_DAYS = 120


def events() -> list[tuple[float, Any, tuple[Any, ...]]]:
    """In the shape of the story: days ago, act, arguments."""
    return [(20, _release, ()), (19, _name_people, ()), (18.5, _enter_contacts, ()), (18, _give_numbers, ())]


def _release() -> None:
    """Edda adapts and proposes, Falk approves."""
    edda, falk = _person("edda"), _person("falk")
    for work in load_starter_playbooks(by=edda):
        release_drafts(work=work, by=edda, approver=falk)


def _name_people() -> None:
    kaja = _person("kaja")
    for work in _works():
        for role in plan_of(authoritative(work.current).data).roles:
            for login_id in HOLDERS.get(role.key, ()):
                name_holder(work=work, role=role.key, person=_person(login_id), by=kaja)


def _enter_contacts() -> None:
    """The agency was confirmed long ago: the board says so."""
    kaja = _person("kaja")
    for work in _works():
        for slot in plan_of(authoritative(work.current).data).contacts:
            if slot.key in CONTACTS:
                facts = dict(zip(("name", "organisation", "email", "phone"), CONTACTS[slot.key], strict=True))
                set_contact(work=work, key=slot.key, facts=facts, is_checked=True, by=kaja)
    overdue = timezone.now() - timedelta(days=OVERDUE_DAYS)
    Contact.objects.filter(name=AGENCY[0]).update(confirmed_at=overdue)


def _give_numbers() -> None:
    for login_id, kind, number in NUMBERS:
        person = _person(login_id)
        give_number(person=person, kind=kind, number=number, by=person)


def _works() -> list[Work]:
    return list(Work.objects.of_genre(GENRE).in_force().select_related("current").order_by("slug"))


def _person(login_id: str) -> Employee:
    return Employee.objects.get(login_id=login_id)
