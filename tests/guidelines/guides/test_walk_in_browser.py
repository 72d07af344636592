"""A walk through a guide on a phone: with and without scripts, back works, both languages, light and dark."""

import re

import pytest

from guidelines.guides.models import PathCount
from tests.browsers import barriers, opener
from tests.factories import guides
from tests.factories.people import Cast

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
OVERFLOW = "document.documentElement.scrollWidth > document.documentElement.clientWidth"


@pytest.fixture
def people(transactional_db) -> Cast:
    cast = Cast()
    template = {"title": "Holding line", "text": "Dear {name},\nwe look into it."}
    content = guides.small()
    content["outcomes"][3]["templates"] = [template]
    guides.release(cast, content)
    guides.release(cast, guides.checklist(), slug="eight", genre="checklist", title="The eight")
    return cast


@pytest.fixture
def visit(browser, people, live_server):
    with opener(browser, live_server.url) as visit:
        yield visit


def test_one_question_per_screen_and_back_works(visit, people):
    page = visit(people.ben, "/guides/")
    page.get_by_role("link", name="May we? (de)").click()
    assert page.get_by_text("Frage 1 von höchstens 2").is_visible()
    page.get_by_role("link", name="To customer (de)").click()
    assert page.get_by_role("heading", level=1, name="Question customer? (de)").is_visible()
    page.get_by_role("link", name="To maybe (de)").click()
    assert page.get_by_text("Unter Bedingungen erlaubt").is_visible()
    page.go_back()
    assert page.get_by_role("heading", level=1, name="Question customer? (de)").is_visible()
    page.get_by_role("link", name="Eine Frage zurück").click()
    assert page.get_by_text("Frage 1 von höchstens 2").is_visible()
    page.get_by_role("link", name="To customer (de)").click()
    page.get_by_role("link", name="To yes (de)").click()
    page.get_by_role("link", name=re.compile("Ändern.*Question public")).click()
    page.get_by_role("link", name="To no (de)").click()
    assert page.get_by_text("Nicht erlaubt").is_visible()
    assert page.complaints == []


def test_words_are_copied_with_one_tap(visit, people):
    page = visit(people.ben, "/guides/small/1/?way=ac")
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.get_by_role("button", name=re.compile("Kopieren.*Holding line")).click()
    page.get_by_text("Kopiert").wait_for()
    assert page.evaluate("navigator.clipboard.readText()") == "Dear {name},\nwe look into it. (de)"


def test_the_whole_walk_works_without_scripts(browser, visit, people, live_server):
    cookies = visit(people.ben, "/guides/").context.cookies()
    context = browser.new_context(java_script_enabled=False, viewport={"width": 390, "height": 844})
    context.add_cookies(cookies)
    page = context.new_page()
    page.goto(f"{live_server.url}/guides/small/")
    page.get_by_role("link", name="To customer (de)").click()
    page.get_by_role("link", name="To maybe (de)").click()
    assert page.get_by_text("Unter Bedingungen erlaubt").is_visible()
    assert page.get_by_text("Dear {name},").is_visible()
    assert not page.get_by_role("button", name="Kopieren").is_visible()
    page.go_back()
    assert page.get_by_text("Frage 2 von höchstens 2").is_visible()
    context.close()


def test_the_answers_leave_with_nobody(visit, people):
    """Neither another page nor another host is told on which answers somebody stood."""
    page = visit(people.ben, "/guides/small/1/?way=a")
    told = []
    page.on("request", lambda request: told.append(request.headers.get("referer", "")))
    page.get_by_role("link", name="To maybe (de)").click()
    page.get_by_role("link", name="Alles auf einer Seite").click()
    assert told
    assert not any("way" in one or "guides" in one for one in told)
    assert page.evaluate("document.cookie").count("way") == 0
    assert page.evaluate("localStorage.length") == 0
    # htmx notes in the tab where it is, as the address bar does.
    assert set(page.evaluate("Object.keys(sessionStorage)")) <= {"htmx-current-path-for-history"}
    assert PathCount.objects.get().count == 1


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("language", ["de", "en"])
def test_axe_has_nothing_to_say(visit, people, scheme, language):
    people.ben.language = language
    people.ben.save()
    for path in (
        "/guides/",
        "/guides/small/",
        "/guides/small/1/?way=a",
        "/guides/small/1/?way=aa",
        "/guides/small/1/?way=ac",
        "/guides/small/1/?way=zz",
        "/guides/small/1/whole/",
        "/checklists/eight/",
    ):
        page = visit(people.ben, path, scheme=scheme)
        assert barriers(page) == [], path
        assert not page.evaluate(OVERFLOW), path
        page.context.close()
