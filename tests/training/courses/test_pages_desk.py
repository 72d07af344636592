"""The desk where courses are made: texts from the CMS, questions, proposals, and how questions perform."""

import pytest
from django.urls import reverse
from wagtail.models import Page

from tests.factories import courses
from tests.factories.people import EmployeeFactory, signed_in
from tests.factories.policies import release as release_guideline
from tests.factories.policies import text
from training.courses.choices import ChangeClass
from training.courses.drafts import differs, page_of, pinned_texts
from training.courses.models import Course, CourseIndexPage, CoursePage, CourseProposal, QuestionVersion
from training.courses.operations.releasing import release_course


@pytest.fixture
def drafted(cast):
    return courses.drafted(by=cast.edda)


@pytest.fixture
def edda(cast, client):
    return signed_in(client, cast.edda)


def fields(key="new", **changes):
    """A question as the form posts it."""
    rows = {f"text_{code}": f"Antwort ({code})" for code in ("de", "en")}
    posted = {
        "key": key,
        "kind": "single",
        "lesson": "one",
        "guideline": "",
        "options-TOTAL_FORMS": "3",
        "options-INITIAL_FORMS": "0",
        "options-MIN_NUM_FORMS": "0",
        "options-MAX_NUM_FORMS": "8",
    }
    for code in ("de", "en"):
        posted |= {f"text_{code}": f"Frage ({code})?", f"explanation_{code}": f"Weil ({code})."}
    for number in range(2):
        posted |= {f"options-{number}-{name}": f"{value} {number}" for name, value in rows.items()}
    return {**posted, "options-0-right": "on", **changes}


def test_every_language_has_its_shelf(db):
    shelves = CourseIndexPage.objects.all()
    assert {shelf.locale.language_code for shelf in shelves} == {"de", "en"}
    assert len({shelf.translation_key for shelf in shelves}) == 1


def test_both_languages_are_frozen_alike(drafted):
    texts = pinned_texts(page_of(drafted))
    assert [one.frozen.language for one in texts] == ["de", "en"]
    assert all(one.is_ready for one in texts)
    german, english = (one.frozen.lessons[0] for one in texts)
    assert german["key"] == english["key"] == "one"
    assert [sorted(part) for part in german["parts"]] == [sorted(part) for part in english["parts"]]


def test_a_worked_example_branches_without_a_script(drafted):
    html = pinned_texts(page_of(drafted))[0].frozen.lessons[0]["parts"][-1]["html"]
    assert html.count("<details") == 4
    inner = html[html.index("Lieber erst fragen.") : html.index("Nein")]
    assert "Und jetzt?" in inner


def test_from_the_draft_to_what_people_learn(drafted, edda, cast):
    shown = edda.get(reverse("courses:course-propose", args=[drafted.slug])).content.decode()
    assert "5 Fragen" in shown
    terms = {"draw": 4, "pass_percent": 75, "attempts": 0, "cooldown_hours": 0}
    sent = edda.post(reverse("courses:course-propose", args=[drafted.slug]), terms)
    proposal = CourseProposal.objects.get()
    assert sent.url == reverse("courses:proposal-show", args=[proposal.ref])
    assert "entscheidet" in edda.get(sent.url).content.decode()
    release_course(proposal=proposal, by=cast.falk)
    drafted.refresh_from_db()
    assert not differs(drafted, pinned_texts(page_of(drafted)))


def test_the_approver_decides_on_the_page(drafted, client, cast):
    proposal = courses.propose(drafted, by=cast.edda)
    falk = signed_in(client, cast.falk)
    shown = falk.get(reverse("courses:proposal-show", args=[proposal.ref])).content.decode()
    assert "Jetzt freigeben" in shown
    falk.post(reverse("courses:proposal-decide", args=[proposal.ref]), {"decision": "release", "note": ""})
    assert Course.objects.get(pk=drafted.pk).current.number == "1.0"
    late = falk.post(reverse("courses:proposal-decide", args=[proposal.ref]), {"decision": "send-back"})
    assert late.status_code == 409


def test_whom_a_change_concerns_is_said_before(course, client, cast):
    """K4: before a material change one sees how many people it concerns."""
    proposal = courses.propose(course, by=cast.edda)
    shown = signed_in(client, cast.falk).get(reverse("courses:proposal-show", args=[proposal.ref]))
    assert "Personen mit gültigem Nachweis" in shown.content.decode()


def test_a_question_is_written_in_both_languages(drafted, edda):
    address = reverse("courses:question-new", args=[drafted.slug])
    assert edda.get(address).status_code == 200
    assert edda.post(address, fields()).status_code == 302
    version = QuestionVersion.objects.get(question__key="new")
    assert set(version.content["texts"]) == {"de", "en"}
    edit = reverse("courses:question-edit", args=[drafted.slug, "new"])
    assert "Frage (de)?" in edda.get(edit).content.decode()
    assert edda.post(edit, fields(critical="on")).status_code == 302
    assert QuestionVersion.objects.filter(question__key="new").count() == 2


@pytest.mark.parametrize(
    "changes",
    [
        {"key": "q1"},
        {"key": "mit leer"},
        {"lesson": "nine"},
        {"kind": "essay"},
        {"options-0-right": ""},
        {"text_en": ""},
        {"options-TOTAL_FORMS": "x"},
        {"options-TOTAL_FORMS": "5000"},
        {"guideline": "../x"},
    ],
)
def test_a_bad_question_is_shown_again_with_what_is_wrong(drafted, edda, changes):
    before = QuestionVersion.objects.count()
    answer = edda.post(reverse("courses:question-new", args=[drafted.slug]), fields(**changes))
    assert answer.status_code == 422
    assert QuestionVersion.objects.count() == before


def test_the_desk_names_passages_that_are_missing(drafted, edda, cast):
    address = reverse("courses:desk-course", args=[drafted.slug])
    assert "die in keiner Richtlinie stehen" in edda.get(address).content.decode()
    release_guideline(
        editor=cast.edda, approver=cast.falk, slug="social-media", texts=[text("de"), text("en")]
    )
    assert "die in keiner Richtlinie stehen" not in edda.get(address).content.decode()


def test_questions_perform_over_ten_people_or_not_at_all(course, edda):
    """T6: authors see shares over at least ten people, never an answer."""
    for _ in range(9):
        courses.take(EmployeeFactory(), course, right=2)
    address = reverse("courses:desk-figures", args=[course.slug])
    assert edda.get(address).content.decode().count("weniger als zehn") == 5
    for _ in range(25):
        courses.take(EmployeeFactory(), course, right=2)
    shown = edda.get(address).content.decode()
    assert "weniger als zehn" not in shown
    assert "%" in shown


def test_nothing_is_published_in_the_cms(drafted, edda):
    page = page_of(drafted)
    shown = edda.get(reverse("wagtailadmin_pages:edit", args=[page.pk])).content.decode()
    assert 'name="action-publish"' not in shown
    assert "Zur Schulungswerkstatt" in shown


def test_a_released_course_keeps_its_page(drafted, edda, cast):
    courses.release(drafted, editor=cast.edda, approver=cast.falk, change_class=ChangeClass.MATERIAL)
    page = page_of(drafted)
    edda.post(reverse("wagtailadmin_pages:delete", args=[page.pk]))
    refused = edda.post(reverse("wagtailadmin_api:pages:action", args=[page.pk, "delete"]))
    assert refused.status_code == 403
    assert Page.objects.filter(pk=page.pk).exists()


def test_the_preview_shows_the_draft(drafted, edda):
    page = page_of(drafted)
    shown = edda.get(reverse("wagtailadmin_pages:view_draft", args=[page.pk])).content.decode()
    assert "Erst denken." in shown
    assert "Das ist ein Entwurf" in shown


def test_a_page_leads_to_what_was_released(drafted, edda):
    page = CoursePage.objects.filter(slug=drafted.slug).first()
    assert page.serve(None).url == reverse("courses:course-show", args=[drafted.slug])
