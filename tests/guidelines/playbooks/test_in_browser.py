"""I5 at 390 px: everything is read and walked without JavaScript, and axe finds nothing."""

import pytest
from django.test import Client
from django.urls import reverse

from guidelines.playbooks.reading import plan_for
from tests.browsers import barriers, opener
from tests.factories import playbooks
from tests.factories.people import signed_in

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def staffed(cast, storm):
    playbooks.hold(storm, "lead", cast.mara, cast.ada)
    playbooks.contact(storm, playbooks.content()["contacts"][0]["key"])
    return storm


def test_a_playbook_is_walked_without_a_script(browser, live_server, cast, staffed) -> None:
    """I5: list, playbook, level card and questions work on a phone with JavaScript switched off."""
    session = signed_in(Client(), cast.ben).cookies["sessionid"].value
    context = browser.new_context(viewport={"width": 390, "height": 844}, java_script_enabled=False)
    context.add_cookies([{"name": "sessionid", "value": session, "url": live_server.url}])
    page = context.new_page()
    page.goto(live_server.url + reverse("playbooks:playbook-list"))
    page.locator("a.trouble").first.click()
    assert page.locator(".acts > li").count() >= 5
    assert page.get_by_text(cast.mara.name).first.is_visible()
    page.goto(live_server.url + reverse("playbooks:level-card", args=[staffed.slug]))
    assert page.locator("tbody tr").count() == 7
    page.goto(live_server.url + reverse("playbooks:triage-start", args=[staffed.slug]))
    first = page.locator("h1").inner_text()
    steps = 0
    while "/outcome/" not in page.url:
        page.locator(".ask-answers a").last.click()
        steps += 1
        assert steps <= len(plan_for(staffed.current, "de").nodes)
    for _step in range(steps):
        page.locator("main .actions a.button", has_text="zurück").click()
    assert page.locator("h1").inner_text() == first
    context.close()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_pages_are_accessible_and_fit_a_phone(browser, live_server, cast, staffed, scheme) -> None:
    plan = plan_for(staffed.current, "de")
    paths = [
        reverse("playbooks:playbook-list"),
        reverse("playbooks:playbook-show", args=[staffed.slug]),
        reverse("playbooks:level-card", args=[staffed.slug]),
        reverse("playbooks:triage-start", args=[staffed.slug]),
        reverse("playbooks:outcome-show", args=[staffed.slug, plan.outcomes[0].key]),
        reverse("playbooks:people-show", args=[staffed.slug]),
        reverse("playbooks:readiness"),
        reverse("playbooks:my-numbers"),
    ]
    with opener(browser, live_server.url) as visit:
        for path in paths:
            page = visit(cast.edda, path, scheme=scheme)
            assert barriers(page) == [], path
            assert page.evaluate("document.documentElement.scrollWidth") <= 390, path
            assert page.complaints == [], path
