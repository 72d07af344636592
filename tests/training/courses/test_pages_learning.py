"""What a learner sees, and that a browser is never told what is right."""

import json
import re

import pytest
from django.urls import reverse

from guidelines.policies.models import Policy
from guidelines.policies.passages import section
from tests.factories import courses
from tests.factories.people import signed_in
from tests.factories.policies import release as release_guideline
from tests.factories.policies import text
from training.courses.choices import AttemptState, QuestionKind
from training.courses.models import Attempt, LessonVisit, QuestionVersion
from training.courses.operations.attempts import start_attempt


@pytest.fixture
def ben(cast, client):
    return signed_in(client, cast.ben, mfa=False)


def page(client, name, *args, **query):
    response = client.get(reverse(f"courses:{name}", args=args), query)
    assert response.status_code == 200, response
    return response.content.decode()


def test_the_course_offers_one_next_step(course, ben):
    shown = page(ben, "course-show", course.slug)
    assert shown.count("button-primary") == 1
    assert "Erste Lektion" in shown


def test_going_on_is_remembered_and_proves_nothing(course, ben, cast):
    """T4: lessons that were opened and finished are no proof."""
    address = reverse("courses:lesson-show", args=[course.slug, "one"])
    assert ben.get(address).status_code == 200
    assert ben.post(address).url == reverse("courses:lesson-show", args=[course.slug, "two"])
    assert ben.post(reverse("courses:lesson-show", args=[course.slug, "two"])).status_code == 302
    assert LessonVisit.objects.filter(employee=cast.ben, finished_at__isnull=False).count() == 1
    assert not cast.ben.completions.exists()
    assert "Zweite Lektion" in page(ben, "course-show", course.slug)


def test_a_lesson_that_does_not_exist_is_not_found(course, ben):
    assert ben.get(reverse("courses:lesson-show", args=[course.slug, "nine"])).status_code == 404


def test_a_passage_is_shown_from_the_version_in_force(cast, client):
    """T1: which text of a guideline a lesson showed is remembered with it."""
    editor, approver = cast.edda, cast.falk
    release_guideline(editor=editor, approver=approver, slug="social-media", texts=[text("de"), text("en")])
    course = courses.course("with-passage")
    part = {"guideline": "social-media", "heading": "Be kind.", "lead": "Darum geht es:"}
    courses.release(course, editor=editor, approver=approver, parts=[part])
    client = signed_in(client, cast.ben, mfa=False)
    shown = page(client, "lesson-show", course.slug, "one")
    assert "Darum geht es:" in shown
    assert "Fassung 1.0" in shown
    changed = [text("de", "Be kinder."), text("en", "Be kinder.")]
    policy = Policy.objects.get(slug="social-media")
    release_guideline(editor=editor, approver=approver, policy=policy, texts=changed)
    again = page(client, "lesson-show", course.slug, "one")
    assert "steht nicht mehr in der Richtlinie" in again
    visit = LessonVisit.objects.get(employee=cast.ben)
    assert visit.guidelines["social-media"][0] == "2.0"


def test_a_section_ends_where_the_next_heading_begins():
    html = "<h2>A</h2><p>1</p><h2>B</h2><p>2</p><p>3</p>"
    assert section(html, "B") == "<h2>B</h2><p>2</p><p>3</p>"
    assert section(html, "A") == "<h2>A</h2><p>1</p>"
    assert section(html, "C") == ""
    assert section(html, "") == html


@pytest.mark.parametrize("kind", [QuestionKind.SINGLE, QuestionKind.MULTIPLE, QuestionKind.ORDER])
def test_the_page_of_a_question_does_not_hold_the_answer(cast, client, kind):
    """T4: what is right stays on the server until the attempt is handed in."""
    course = courses.course(f"kind-{kind}", (courses.draft("only", kind),))
    courses.release(course, editor=cast.edda, approver=cast.falk, draw=1)
    client = signed_in(client, cast.ben, mfa=False)
    attempt = start_attempt(course=course, by=cast.ben)
    shown = page(client, "attempt-show", attempt.ref)
    assert "Explanation only" not in shown
    assert "Because a" not in shown
    assert not re.search(r"(right|correct|is_right)[\"'=:]", shown)


def test_from_the_first_question_to_the_result(course, ben, cast):
    started = ben.post(reverse("courses:quiz-start", args=[course.slug]))
    attempt = Attempt.objects.get(employee=cast.ben)
    address = reverse("courses:attempt-show", args=[attempt.ref])
    assert started.url == address
    for number in range(1, 5):
        answered = ben.post(f"{address}?q={number}", {"choice": "a", "confidence": "sure"})
        assert answered.status_code == 302
    assert ben.get(address).url == reverse("courses:attempt-review", args=[attempt.ref])
    assert "Alle Fragen sind beantwortet" in page(ben, "attempt-review", attempt.ref)
    done = ben.post(reverse("courses:attempt-submit", args=[attempt.ref]))
    shown = ben.get(done.url).content.decode()
    assert "Bestanden" in shown
    assert "4 von 4" in shown
    assert reverse("assignments:certificate-download", args=[cast.ben.completions.get().ref]) in shown
    assert ben.post(reverse("courses:attempt-submit", args=[attempt.ref])).url == done.url


def test_sure_and_wrong_comes_first(course, ben, cast):
    attempt = start_attempt(course=course, by=cast.ben)
    for number, drawn in enumerate(attempt.drawn):
        sure = (
            {"choice": "b", "confidence": "sure"} if number == 3 else {"choice": "b", "confidence": "guess"}
        )
        version = QuestionVersion.objects.get(pk=drawn["question"])
        assert version.right == ["a"]
        ben.post(f"{reverse('courses:attempt-show', args=[attempt.ref])}?q={number + 1}", sure)
    ben.post(reverse("courses:attempt-submit", args=[attempt.ref]))
    shown = page(ben, "attempt-result", attempt.ref)
    assert "Noch nicht bestanden" in shown
    first = shown[shown.index("<article") :][:1500]
    assert "Sie waren sicher" in first


def test_without_an_answer_one_stays_and_is_told(course, ben, cast):
    attempt = start_attempt(course=course, by=cast.ben)
    answered = ben.post(f"{reverse('courses:attempt-show', args=[attempt.ref])}?q=1", {})
    assert answered.status_code == 422
    assert "Bitte wählen Sie eine Antwort" in answered.content.decode()


@pytest.mark.parametrize("number", ["0", "99", "-1", "²", "1; DROP", "\x00", "9" * 400])
def test_an_invented_number_leads_to_no_error(course, ben, cast, number):
    attempt = start_attempt(course=course, by=cast.ben)
    answered = ben.get(reverse("courses:attempt-show", args=[attempt.ref]), {"q": number})
    assert answered.status_code in (200, 302)


def test_ordering_without_javascript_needs_every_place_once(cast, client):
    course = courses.course("ordering", (courses.draft("only", QuestionKind.ORDER),))
    courses.release(course, editor=cast.edda, approver=cast.falk, draw=1)
    client = signed_in(client, cast.ben, mfa=False)
    attempt = start_attempt(course=course, by=cast.ben)
    address = reverse("courses:attempt-show", args=[attempt.ref])
    twice = {"place-a": "1", "place-b": "1", "place-c": "3"}
    assert client.post(f"{address}?q=1", twice).status_code == 422
    assert client.post(f"{address}?q=1", {**twice, "place-b": "2"}).status_code == 302
    client.post(reverse("courses:attempt-submit", args=[attempt.ref]))
    attempt.refresh_from_db()
    assert attempt.state == AttemptState.PASSED


def test_a_script_is_told_where_to_go_on(course, ben, cast):
    attempt = start_attempt(course=course, by=cast.ben)
    address = reverse("courses:attempt-show", args=[attempt.ref])
    answered = ben.post(f"{address}?q=1", {"choice": "a"}, headers={"Accept": "application/json"})
    assert json.loads(answered.content) == {"next": f"{address}?q=2"}


def test_handed_in_on_another_device(course, ben, cast):
    attempt = start_attempt(course=course, by=cast.ben)
    ben.post(reverse("courses:attempt-submit", args=[attempt.ref]))
    late = ben.post(f"{reverse('courses:attempt-show', args=[attempt.ref])}?q=1", {"choice": "a"})
    assert late.url == reverse("courses:attempt-result", args=[attempt.ref])


def test_somebody_elses_attempt_does_not_exist(course, ben, cast):
    """T6: nobody but the learner sees an attempt, HR neither."""
    attempt = start_attempt(course=course, by=cast.ada)
    for name in ("attempt-show", "attempt-review", "attempt-result"):
        assert ben.get(reverse(f"courses:{name}", args=[attempt.ref])).status_code == 404


def test_my_data_holds_lessons_attempts_and_answers(course, cast):
    from training.courses.my_data import stored_about

    courses.take(cast.ben, course, right=2)
    sections = {section.title: section.rows for section in stored_about(cast.ben)}
    assert [len(rows) for rows in sections.values()] == [0, 1, 4, 0]
