"""The quiz on a phone: keyboard only, a lost connection, two devices, without scripts, axe."""

import pytest

from tests.browsers import barriers, opener
from tests.factories import courses
from tests.factories.people import Cast
from training.courses.choices import AttemptState, QuestionKind
from training.courses.models import Attempt
from training.courses.operations.attempts import start_attempt

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def people(transactional_db) -> Cast:
    cast = Cast()
    _ = cast.ben
    return cast


@pytest.fixture
def course(people):
    made = courses.course()
    courses.release(made, editor=people.edda, approver=people.falk)
    return made


@pytest.fixture
def visit(browser, people, live_server):
    with opener(browser, live_server.url) as visit:
        yield visit


def test_from_the_course_to_the_result_with_the_keyboard(visit, people, course):
    page = visit(people.ben, f"/learning/courses/{course.slug}/")
    page.get_by_role("link", name="Erste Lektion").first.press("Enter")
    page.get_by_role("button", name="Zweite Lektion").press("Enter")
    page.get_by_role("button", name="Letzte Lektion abschließen").press("Enter")
    page.get_by_role("button", name="Zum Quiz").press("Enter")
    for number in range(1, 5):
        page.wait_for_url(f"**/attempts/*/{f'?q={number}' if number > 1 else ''}")
        page.get_by_label("Option a (de)").press("Space")
        page.get_by_label("Ich bin sicher").press("Space")
        page.get_by_role("button", name="Speichern und weiter").press("Enter")
    page.wait_for_url("**/review/")
    page.get_by_role("button", name="Abgeben").press("Enter")
    page.wait_for_url("**/result/")
    assert page.get_by_role("heading", name="Bestanden").is_visible()
    assert page.complaints == []


def test_a_lost_connection_loses_nothing(visit, people, course):
    attempt = start_attempt(course=course, by=people.ben)
    page = visit(people.ben, f"/learning/attempts/{attempt.ref}/")
    page.get_by_label("Option a (de)").check()
    page.context.set_offline(True)
    page.get_by_role("button", name="Speichern und weiter").click()
    page.get_by_text("Keine Verbindung").wait_for()
    assert page.get_by_label("Option a (de)").is_checked()
    assert not attempt.answers.exists()
    page.context.set_offline(False)
    page.wait_for_url("**?q=2", timeout=15_000)
    assert attempt.answers.get().choice == ["a"]


def test_another_device_goes_on(visit, people, course):
    attempt = start_attempt(course=course, by=people.ben)
    phone = visit(people.ben, f"/learning/attempts/{attempt.ref}/")
    desk = visit(people.ben, f"/learning/attempts/{attempt.ref}/", width=1280)
    phone.get_by_label("Option a (de)").check()
    phone.get_by_role("button", name="Speichern und weiter").click()
    phone.wait_for_url("**?q=2")
    desk.goto(desk.url)
    assert desk.get_by_text("Frage 2 von 4").is_visible()


def test_ordering_with_buttons(visit, people, live_server):
    made = courses.course("ordering", (courses.draft("only", QuestionKind.ORDER),))
    courses.release(made, editor=people.edda, approver=people.falk, draw=1)
    attempt = start_attempt(course=made, by=people.ben)
    page = visit(people.ben, f"/learning/attempts/{attempt.ref}/")
    for wanted in ("a", "b"):
        for _ in range(2):
            up = page.get_by_role("button", name=f"Nach oben: Option {wanted} (de)")
            place = int(page.locator(f"select[name=place-{wanted}]").input_value())
            if place > (1 if wanted == "a" else 2):
                up.click()
    page.get_by_role("button", name="Speichern und weiter").click()
    page.wait_for_url("**/review/")
    assert attempt.answers.get().choice == ["a", "b", "c"]


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_nothing_stands_in_anybodys_way(visit, people, course, scheme):
    attempt = start_attempt(course=course, by=people.ben)
    done = courses.take(people.ada, course, right=2)
    assert Attempt.objects.get(pk=done.pk).state == AttemptState.FAILED
    for person, path in (
        (people.ben, "/learning/"),
        (people.ben, f"/learning/courses/{course.slug}/"),
        (people.ben, f"/learning/courses/{course.slug}/lessons/one/"),
        (people.ben, f"/learning/attempts/{attempt.ref}/"),
        (people.ben, f"/learning/attempts/{attempt.ref}/review/"),
        (people.ada, f"/learning/attempts/{done.ref}/result/"),
        (people.edda, f"/courses/{course.slug}/"),
        (people.edda, f"/courses/{course.slug}/figures/"),
    ):
        page = visit(person, path, scheme=scheme)
        assert barriers(page) == [], path
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
        assert page.complaints == []
