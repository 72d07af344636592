"""HR's pages about required courses in a real browser: axe in both languages, and requiring a course."""

from collections.abc import Iterator
from functools import partial

import pytest
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import Browser, expect
from pytest_django.live_server_helper import LiveServer

from accounts.people.models import Employee
from accounts.people.operations import define_audience, set_language
from tests.browsers import Opener, barriers, opener
from tests.factories.people import Cast, EmployeeFactory
from tests.factories.training_rows import assignment_row, completion_row, course_row, requirement_row
from training.assignments.models import Assignment, Completion, EquivalentEvidence, Requirement
from training.assignments.operations import record_equivalent

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def people(transactional_db: None) -> Cast:
    """Ben has one course to do, with evidence waiting, and has done another; one name is 300 letters long."""
    cast = Cast()
    _ = cast.ben, cast.hanna
    required = requirement_row(course_row(by=cast.edda))
    assignment_row(EmployeeFactory(name="N" * 300), required)
    duty = assignment_row(cast.ben, required)
    completion_row(assignment_row(cast.ben, requirement_row(course_row("photos", by=cast.edda))))
    record_equivalent(
        assignment=duty,
        done_on=timezone.localdate(),
        note="IHK-Kurs",
        file_name="paper.png",
        file=b"\x89PNG\r\n\x1a\n",
        by=cast.hanna,
    )
    return cast


@pytest.fixture
def visit(browser: Browser, people: Cast, live_server: LiveServer) -> Iterator[Opener]:
    """Open a page as Hanna."""
    with opener(browser, live_server.url) as visit:
        yield partial(visit, people.hanna)


def addresses(people: Cast) -> list[str]:
    duty = Assignment.objects.open().get(employee=people.ben)
    named = [
        ("requirement-show", duty.requirement.ref),
        ("requirement-change", duty.requirement.ref),
        ("requirement-end", duty.requirement.ref),
        ("assignment-exempt", duty.ref),
        ("evidence-record", duty.ref),
        ("evidence-show", EquivalentEvidence.objects.get().ref),
        ("completion-revoke", Completion.objects.get().ref),
    ]
    plain = ["/hr/training/?state=any", "/hr/training/?state=overdue", "/hr/", "/"]
    plain += [f"/hr/training/{name}/" for name in ("requirements", "requirements/new", "evidence")]
    plain += [f"/hr/training/{name}/" for name in ("attendance", "import")]
    plain += [f"/hr/people/{people.ben.ref}/?on={timezone.localdate()}"]
    return plain + [reverse(f"training:{name}", args=[ref]) for name, ref in named]


LOOKS = [("de", "light", 390), ("en", "dark", 1280)]


@pytest.mark.parametrize("look", LOOKS, ids=str)
def test_axe_finds_nothing(visit: Opener, people: Cast, live_server: LiveServer, look: tuple) -> None:
    language, scheme, width = look
    hanna = Employee.objects.get(pk=people.hanna.pk)
    set_language(person=hanna, language=language, by=hanna)
    page, found = visit("/", width=width, scheme=scheme), []
    for address in addresses(people):
        page.goto(live_server.url + address)
        found += [f"{address} {barrier}" for barrier in barriers(page)]
        if page.evaluate("document.documentElement.scrollWidth > innerWidth"):
            found.append(f"{address}: wider than the screen")
    assert (found, page.complaints) == ([], [])


def test_requiring_a_course_on_a_phone(visit: Opener, people: Cast) -> None:
    """First whom it concerns, then the course is theirs."""
    clauses = [{"department": people.ben.department}]
    define_audience(slug="service", name="Kundendienst", clauses=clauses, by=None)
    page = visit("/hr/training/requirements/")
    page.get_by_role("link", name="Schulung zur Pflicht machen").click()
    page.get_by_label("Schulung", exact=False).first.select_option(index=1)
    page.get_by_label("Wer muss sie machen?").select_option(label="Kundendienst")
    page.get_by_role("button", name="Zeigen, wen es betrifft").click()
    expect(page.get_by_role("status")).to_contain_text("2 Personen müssen diese Schulung machen.")
    assert not Requirement.objects.filter(audience__slug="service").exists()
    page.get_by_role("button", name="Jetzt zur Pflicht machen").click()
    expect(page.get_by_text("müssen diese Schulung jetzt machen")).to_be_visible()
    assert Requirement.objects.get(audience__slug="service").made_by == people.hanna
