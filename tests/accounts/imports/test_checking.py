"""What the check refuses, row by row, and in whose language it says why."""

import pytest
from django.utils import translation

from accounts.imports import operations
from accounts.imports.choices import State
from accounts.imports.models import PeopleImport, RememberedColumn
from accounts.imports.permissions import can_manage_everybody
from accounts.imports.rules import RefusedRowsNotConfirmed
from accounts.imports.wording import SENTENCES, sentence
from accounts.people.choices import Role
from accounts.people.models import RoleHolding
from portal.audit.rules import NotPermitted
from tests.accounts.imports.files import (
    HEADINGS,
    carry_out,
    checked,
    csv_of,
    reasons,
    row,
    row_of,
    uploaded,
    verdicts,
    xlsx_of,
)
from tests.factories.people import EmployeeFactory, EntityFactory, department

pytestmark = pytest.mark.django_db


def refused(cast, *rows, **options):
    return reasons(checked(csv_of(rows), cast.hanna, **options))


@pytest.mark.parametrize(
    ("facts", "slug"),
    [
        ({"name": ""}, "empty"),
        ({"name": "N" * 301}, "too_long"),
        ({"name": "NUL\x00"}, "control_character"),
        ({"email": "nobody"}, "not_an_email"),
        ({"email": "hanna@hafenlicht.example"}, "email_taken"),
        ({"department": "Weg"}, "unknown_department"),
        ({"department": ""}, "empty"),
        ({"location": "Nirgends"}, "unknown_location"),
        ({"manager": "nobody"}, "unknown_person"),
        ({"manager": "500"}, "refers_to_self"),
        ({"leaves_on": "31.02.2026"}, "not_a_day"),
    ],
)
def test_a_row_is_refused_with_its_reason(cast, facts, slug):
    assert refused(cast, row("500", **facts)) == {2: [slug]}


def test_numbers_and_addresses_stand_once_in_a_file(cast):
    found = refused(
        cast, row("500"), row("500"), row("501", email="x@y.example"), row("502", email="x@y.example")
    )
    assert found == {
        2: ["number_twice", "email_twice"],
        3: ["number_twice", "email_twice"],
        4: ["email_twice"],
        5: ["email_twice"],
    }


def test_the_same_number_may_exist_in_two_entities(cast):
    EntityFactory(name="Hafenlicht Süd GmbH")
    headings = (*HEADINGS, "Gesellschaft")
    content = csv_of([[*row("500"), ""], [*row("500", email=""), "hafenlicht süd gmbh"]], headings=headings)
    assert checked(content, cast.hanna).counts["new"] == 2


def test_a_circle_of_managers_is_refused(cast):
    """Ben's manager is Mara: she cannot report to somebody below Ben."""
    found = refused(
        cast,
        row("500", manager=cast.ben.personnel_number),
        row_of(cast.mara, manager="500"),
        row_of(cast.ben),
    )
    assert found == {2: ["manager_loop"], 3: ["manager_loop"]}


def test_who_names_a_refused_newcomer_is_refused_too(cast):
    found = refused(cast, row("500", department="Weg"), row("501", manager="500"), row("502", manager="501"))
    assert found == {2: ["unknown_department"], 3: ["person_refused"], 4: ["person_refused"]}


def test_departments_of_one_name_need_their_path(cast):
    sales, service = department("Sales"), department("Service")
    for parent in (sales, service):
        type(parent).objects.get(pk=parent.pk).add_child(name="North")
    assert refused(cast, row("500", department="North")) == {2: ["ambiguous_department"]}
    found = checked(csv_of([row("500", department="Hafenlicht GmbH > Sales > North")]), cast.hanna)
    assert verdicts(found) == {"500": "new"}


def test_a_department_is_found_by_its_other_name_too(cast):
    sales = department("Sales")
    sales.other_names.create(name="DE-4711 Vertrieb")
    found = checked(csv_of([row("500", department="DE-4711  vertrieb")]), cast.hanna)
    assert found.rows.get().department_id == sales.pk


def test_a_formula_is_refused_only_where_it_matters(cast):
    plain = row("500")
    computed = [*row("501")[:1], "=A1", *row("501")[2:]]
    found = checked(
        xlsx_of([[*plain, "=1+1"], [*computed, ""]], headings=[*HEADINGS, "Sonstiges"]), cast.hanna
    )
    assert reasons(found) == {3: ["formula"]}


def test_refused_rows_are_left_out_only_when_that_is_said(cast):
    found = checked(csv_of([row("500"), row("501", department="Weg")]), cast.hanna)
    with pytest.raises(RefusedRowsNotConfirmed):
        operations.start_apply(people_import=found, leavers=None, leave_out_refused=False, by=cast.hanna)


def test_the_same_file_uploaded_twice_is_one_import(cast):
    content = csv_of([row("500")])
    assert uploaded(content, cast.hanna) == uploaded(content, cast.hanna)
    assert uploaded(content, cast.ines).requested_by == cast.ines


def test_the_choice_of_columns_is_remembered(cast):
    found = uploaded(
        csv_of([row("500")], headings=("Nr", "Wer", "Mail", "Wo", "Ort", "Chef", "Ende")), cast.hanna
    )
    names = ("personnel_number", "name", "email", "department", "location", "manager", "leaves_on")
    operations.choose_columns(
        people_import=found,
        mapping={name: at for at, name in enumerate(names)},
        entity=EntityFactory(),
        complete_for=[],
        create_places=False,
        like=None,
        by=cast.hanna,
    )
    assert RememberedColumn.objects.get(heading="chef").field == "manager"
    again = uploaded(csv_of([], headings=("Chef", "Wer")), cast.ines)
    assert again.mapping == {"manager": 0, "name": 1}


def test_a_file_that_breaks_while_it_is_read_says_so(cast):
    """The headings are fine; the fault lies further down."""
    content = csv_of([row("500")]) + b'"501;' + b"x" * 200_000
    found = checked(content, cast.hanna)
    assert (found.state, found.reason) == (State.FAILED, "quotes_not_closed")
    assert found.reason_facts["row"] >= 2


def test_others_may_not_import(cast):
    for person in (cast.ben, cast.dana, cast.anton):
        with pytest.raises(NotPermitted):
            uploaded(csv_of([row("500")]), person)
    assert not PeopleImport.objects.exists()


def test_a_limited_role_reaches_its_entity_only(cast):
    """HR of one company of the group neither reads nor writes another's people."""
    south = EntityFactory(name="Hafenlicht Süd GmbH")
    hr = EmployeeFactory(roles=[Role.HR], entity=south)
    RoleHolding.objects.filter(person=hr).update(entity=south)
    hr = type(hr).objects.get(pk=hr.pk)
    assert not can_manage_everybody(hr)
    found = uploaded(csv_of([row("500"), row_of(cast.ben)]), hr)
    company = cast.ben.entity
    options = {"mapping": found.mapping, "create_places": False, "like": None, "by": hr}
    with pytest.raises(NotPermitted):
        operations.choose_columns(people_import=found, entity=company, complete_for=[company], **options)
    operations.choose_columns(people_import=found, entity=company, complete_for=[], **options)
    carry_out()
    assert set(map(tuple, reasons(found).values())) == {("out_of_reach",)}
    assert not PeopleImport.objects.visible_to(hr).exclude(requested_by=hr).exists()


@pytest.mark.parametrize("language", ["de", "en"])
def test_every_reason_has_a_sentence(language):
    facts = {name: 7 for name in "value name number longest day count most row megabytes".split()}
    with translation.override(language):
        for slug in SENTENCES:
            said = sentence(slug, {**facts, "column": "manager"})
            assert "%" not in said
            assert ("Führungskraft" if language == "de" else "Manager") in said
