"""Who stands behind a playbook, apart from its text; ADR 0027."""

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.people.choices import Role
from accounts.people.operations import give_role, leave
from guidelines.playbooks.choices import Light, NumberKind
from guidelines.playbooks.models import Contact, PhoneNumber, Readiness, RoleHolder
from guidelines.playbooks.operations.contacts import confirm_contact, set_contact
from guidelines.playbooks.operations.holders import move_holder, name_holder, remove_holder
from guidelines.playbooks.operations.numbers import give_number, remove_number
from guidelines.playbooks.reading import holders_of
from guidelines.playbooks.rules import (
    AlreadyNamed,
    CannotAct,
    NoSuchRole,
    NoSuchSlot,
    NotANumber,
    NumberKnown,
)
from guidelines.playbooks.views.board import red_for
from portal.audit.models import AuditEvent
from portal.audit.rules import NotPermitted
from tests.factories import playbooks
from tests.factories.people import signed_in

pytestmark = pytest.mark.django_db
NUMBER = "+49 171 5550 77"


@pytest.fixture
def lead(cast):
    """Mara leads in a crisis."""
    give_role(person=cast.mara, role=Role.CRISIS_LEAD, by=None)
    return cast.mara


def test_holder_then_deputies_in_the_order_that_was_set(cast, storm, lead) -> None:
    for person in (lead, cast.ada, cast.ben):
        name_holder(work=storm, role="lead", person=person, by=lead)
    ben = RoleHolder.objects.get(person=cast.ben)
    move_holder(holder=ben, up=True, by=lead)
    move_holder(holder=ben, up=True, by=lead)
    move_holder(holder=ben, up=True, by=lead)
    assert holders_of(storm, "lead") == [cast.ben, lead, cast.ada]
    remove_holder(holder=ben, by=lead)
    assert holders_of(storm, "lead") == [lead, cast.ada]
    assert list(RoleHolder.objects.order_by("rank").values_list("rank", flat=True)) == [0, 1]


def test_only_people_who_can_act_are_named_once_for_roles_that_exist(cast, storm, lead) -> None:
    name_holder(work=storm, role="lead", person=lead, by=lead)
    for role, person, rule in (
        ("lead", lead, AlreadyNamed),
        ("lead", cast.dirk, CannotAct),
        ("nobody", cast.ada, NoSuchRole),
    ):
        with pytest.raises(rule):
            name_holder(work=storm, role=role, person=person, by=lead)
    with pytest.raises(NotPermitted):
        name_holder(work=storm, role="lead", person=cast.ada, by=cast.ben)


def test_whoever_leaves_is_called_no_more_and_the_light_is_red(cast, storm, lead) -> None:
    """The hook of a departure: the number goes, the row stays and shows as vacant, the hint appears."""
    name_holder(work=storm, role="lead", person=cast.ada, by=lead)
    give_number(person=cast.ada, kind=NumberKind.VOLUNTEERED, number=NUMBER, by=cast.ada)
    Readiness.objects.update(light=Light.GREEN)
    leave(person=cast.ada, on=timezone.localdate(), by=None)
    assert not PhoneNumber.objects.exists()
    assert holders_of(storm, "lead") == []
    assert red_for(lead) == 1
    html = signed_in(Client(), lead).get(reverse("playbooks:readiness")).content.decode()
    assert cast.ada.name in html or "nobody is left" in html or "Niemand ist mehr da" in html


def test_a_contact_belongs_to_a_slot_and_confirmation_is_said(storm, lead) -> None:
    key = playbooks.content()["contacts"][0]["key"]
    contact = set_contact(work=storm, key=key, facts={"name": "Rat"}, is_checked=False, by=lead)
    assert contact.confirmed_at is None
    confirm_contact(contact=contact, by=lead)
    contact.refresh_from_db()
    assert contact.confirmed_by == lead
    set_contact(work=storm, key=key, facts={"name": "Other"}, is_checked=False, by=lead)
    assert Contact.objects.get().confirmed_at is None
    with pytest.raises(NoSuchSlot):
        set_contact(work=storm, key="none", facts={"name": "x"}, is_checked=True, by=lead)


def test_people_give_numbers_and_take_them_back(cast, storm, lead) -> None:
    client = signed_in(Client(), cast.ada)
    path = reverse("playbooks:my-numbers")
    client.post(path, {"kind": NumberKind.VOLUNTEERED, "number": NUMBER})
    row = PhoneNumber.objects.get(person=cast.ada)
    assert row.number == NUMBER
    client.post(reverse("playbooks:number-remove", args=[row.ref]))
    assert not PhoneNumber.objects.exists()


def test_nobody_else_enters_removes_or_sees_a_number_given_freely(cast, storm, lead) -> None:
    row = give_number(person=cast.ada, kind=NumberKind.VOLUNTEERED, number=NUMBER, by=cast.ada)
    with pytest.raises(NotPermitted):
        give_number(person=cast.ada, kind=NumberKind.VOLUNTEERED, number="+49 40 1", by=cast.hanna)
    with pytest.raises(NotPermitted):
        give_number(person=cast.ada, kind=NumberKind.COMPANY, number="+49 40 1234", by=lead)
    for person in (cast.hanna, cast.ines):
        with pytest.raises(NotPermitted):
            remove_number(number=row, by=person)
    html = signed_in(Client(), cast.hanna).get(reverse("playbooks:company-numbers", args=[cast.ada.ref]))
    assert NUMBER not in html.content.decode()


def test_a_company_phone_is_entered_by_whoever_keeps_the_record(cast, storm, lead) -> None:
    give_number(person=cast.ada, kind=NumberKind.COMPANY, number="040 5550-12", by=cast.hanna)
    playbooks.hold(storm, "lead", cast.ben)
    give_number(person=cast.ben, kind=NumberKind.COMPANY, number="040 5550-13", by=lead)
    with pytest.raises(NumberKnown):
        give_number(person=cast.ben, kind=NumberKind.COMPANY, number="040 5550-13", by=lead)


@pytest.mark.parametrize("number", ["", "12", "call me", "+49 <b>", "0" * 41, "٠١٢٣٤٥٦"])
def test_what_is_no_number_is_refused(cast, number) -> None:
    with pytest.raises(NotANumber):
        give_number(person=cast.ada, kind=NumberKind.COMPANY, number=number, by=cast.ada)


def test_no_row_of_the_trail_and_no_log_holds_a_number(cast, storm, caplog) -> None:
    signed_in(Client(), cast.ada).post(
        reverse("playbooks:my-numbers"), {"kind": NumberKind.VOLUNTEERED, "number": NUMBER}
    )
    digits = NUMBER[-4:]
    assert AuditEvent.objects.filter(verb="number.given").exists()
    assert not [row for row in AuditEvent.objects.all() if NUMBER in row.canonical]
    assert digits not in caplog.text


def test_the_pages_name_move_and_take_out(cast, storm, lead) -> None:
    client = signed_in(Client(), lead)
    name = reverse("playbooks:holder-name", args=[storm.slug, "lead"])
    assert cast.ada.name in client.get(name, {"q": "lindq"}).content.decode()
    client.post(name, {"person": cast.ada.ref})
    client.post(name, {"person": cast.ben.ref})
    change = reverse("playbooks:holder-change", args=[RoleHolder.objects.get(person=cast.ben).ref])
    client.post(change, {"act": "up"})
    assert holders_of(storm, "lead") == [cast.ben, cast.ada]
    html = client.get(reverse("playbooks:people-show", args=[storm.slug])).content.decode()
    roles = html.partition('id="roles-title"')[2]
    assert roles.index(cast.ben.name) < roles.index(cast.ada.name)
    client.post(change, {"act": "remove"})
    assert holders_of(storm, "lead") == [cast.ada]
    assert client.post(name, {"person": "no-ref"}).url == name


def test_the_page_of_a_contact_saves_and_confirms(storm, lead) -> None:
    key = playbooks.content()["contacts"][0]["key"]
    client = signed_in(Client(), lead)
    client.post(
        reverse("playbooks:contact-edit", args=[storm.slug, key]),
        {"name": "Gesa", "email": "gesa@deich.example", "language": "en", "is_checked": "on"},
    )
    contact = Contact.objects.get()
    assert contact.confirmed_by == lead
    client.post(reverse("playbooks:contact-change", args=[contact.ref]), {"act": "remove"})
    assert not Contact.objects.exists()
