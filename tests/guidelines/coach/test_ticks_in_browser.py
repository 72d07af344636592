"""Ticks are the person's own: kept in the browser, never sent, forgotten with one tap."""

import pytest

from tests.browsers import barriers, opener
from tests.factories import guides
from tests.factories.people import Cast

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
OVERFLOW = "document.documentElement.scrollWidth > document.documentElement.clientWidth"


@pytest.fixture
def people(transactional_db) -> Cast:
    cast = Cast()
    guides.release(cast, guides.coaching(), slug="linkedin", genre="coach", title="LinkedIn")
    return cast


@pytest.fixture
def visit(browser, people, live_server):
    with opener(browser, live_server.url) as visit:
        yield visit


def test_ticks_stay_here_and_nothing_is_sent(visit, people):
    page = visit(people.ben, "/coach/linkedin/")
    page.wait_for_load_state("networkidle")
    sent = []
    page.on("request", lambda request: sent.append(request.url))
    page.get_by_label("Erledigt").first.check()
    page.get_by_text("1 von 2 Schaltern erledigt").wait_for()
    page.wait_for_timeout(1500)
    assert sent == []
    assert "ads" not in str(page.context.cookies())

    page.reload()
    assert page.get_by_label("Erledigt").first.is_checked()
    assert not page.get_by_label("Erledigt").last.is_checked()

    page.goto(page.url.replace("linkedin/", ""))
    assert page.get_by_text("2 Schalter, 1 erledigt").is_visible()
    page.go_back()
    page.get_by_role("button", name="Meine Häkchen auf dieser Seite löschen").click()
    page.get_by_text("0 von 2 Schaltern erledigt").wait_for()
    assert page.evaluate("localStorage.length") == 0
    page.reload()
    assert not page.get_by_label("Erledigt").first.is_checked()
    assert not any("ads" in url for url in sent)
    assert page.complaints == []


def test_all_ticks_are_forgotten_from_the_list(visit, people):
    page = visit(people.ben, "/coach/linkedin/")
    page.get_by_label("Erledigt").last.check()
    page.evaluate("localStorage.setItem('other', 'stays')")
    page.goto(page.url.replace("linkedin/", ""))
    page.get_by_role("button", name="Alle meine Häkchen löschen").click()
    assert page.evaluate("Object.keys(localStorage)") == ["other"]
    assert not page.get_by_text("1 erledigt").is_visible()


def test_a_store_that_is_broken_or_closed_does_no_harm(visit, people):
    page = visit(people.ben, "/coach/linkedin/")
    for kept in ("{", "7", '"x"', "null"):
        page.evaluate("kept => localStorage.setItem('coach:linkedin', kept)", kept)
        page.reload()
        page.get_by_text("0 von 2 Schaltern erledigt").wait_for()
    page.add_init_script("Storage.prototype.setItem = () => { throw new Error('closed'); }")
    page.reload()
    page.get_by_label("Erledigt").first.check()
    page.get_by_text("1 von 2 Schaltern erledigt").wait_for()
    assert page.complaints == []


def test_without_scripts_it_is_a_plain_list(browser, visit, people, live_server):
    cookies = visit(people.ben, "/coach/").context.cookies()
    context = browser.new_context(java_script_enabled=False, viewport={"width": 390, "height": 844})
    context.add_cookies(cookies)
    page = context.new_page()
    page.goto(f"{live_server.url}/coach/linkedin/")
    assert page.get_by_role("heading", name="Switch ads (de)").is_visible()
    assert page.get_by_text("Was kein Schalter abstellt").is_visible()
    assert page.locator("[data-tick]:visible, [data-forget]:visible").count() == 0
    context.close()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("language", ["de", "en"])
def test_axe_has_nothing_to_say(visit, people, scheme, language):
    people.ben.language = language
    people.ben.save()
    for path in ("/coach/", "/coach/linkedin/"):
        page = visit(people.ben, path, scheme=scheme)
        assert barriers(page) == [], path
        assert not page.evaluate(OVERFLOW), path
