"""Access rules of the company, a platform, an account, page by page."""

import pytest

from accounts.access import registry
from accounts.access.choices import ApproverGroup
from accounts.access.models import AccessPolicy
from accounts.access.operations import policy_for
from accounts.access.registry import Requirement
from tests.accounts.access.pages import beside, primary, words
from tests.factories.access import asked, rules

pytestmark = pytest.mark.django_db
RULES = {"longest_days": "90", "approvals": "2", "approvers": "either", "needs_reason": "on"}


@pytest.fixture
def required(monkeypatch):
    """Two guidelines that can be required."""
    titles = {"test:one": "Erste Richtlinie", "test:two": "Zweite Richtlinie"}

    def check(person, key):
        return Requirement(key, titles[key], is_met=False)

    monkeypatch.setitem(registry._sources, "test", (lambda: list(titles.items()), check))
    return titles


def test_rules_of_an_account_begin_with_what_applies(cast, channel, pages):
    """The closest ones apply: the company's, then the platform's, then the account's own."""
    scopes = (("rules-company",), ("rules-platform", channel.platform.slug), ("rules-account", channel.ref))
    told = words(pages.see(cast.anton, "rules-account", channel.ref))
    assert "Bisher gelten die Regeln des Unternehmens" in told
    for days, (name, *refs) in zip(("300", "200", "100"), scopes, strict=True):
        page = pages.send(cast.anton, name, *refs, **RULES | {"longest_days": days})
        assert "Die Regeln gelten für neue Anträge." in page.get_text()
        assert policy_for(channel).longest_days == int(days)
        assert page.find("input", attrs={"name": "longest_days"})["value"] == days
        assert primary(page) == ["Speichern"]
    assert AccessPolicy.objects.count() == 3


def test_a_platform_says_that_it_follows_the_company(cast, channel, pages):
    page = pages.see(cast.anton, "rules-platform", channel.platform.slug)
    assert "Mit dem Speichern bekommt diese Plattform eigene." in words(page)
    rules(None, by=cast.anton)
    pages.send(cast.anton, "rules-platform", channel.platform.slug, **RULES)
    assert "Bisher gelten die Regeln der Plattform" in words(
        pages.see(cast.anton, "rules-account", channel.ref)
    )


def test_the_history_says_who_when_and_what(cast, channel, pages, required):
    pages.send(cast.anton, "rules-account", channel.ref, **RULES, required=["test:one"])
    page = pages.send(cast.anton, "rules-account", channel.ref, **RULES | {"approvals": "1"})
    history = [" ".join(row.get_text(" ").split()) for row in page.select(".timeline > li")]
    assert len(history) == 2
    assert "eine Genehmigung · höchstens 90 Tage" in history[0]
    assert "2 Genehmigungen" in history[1]
    assert "Erste Richtlinie" in history[1]
    assert all("Anton Schuster" in row for row in history)


def test_the_company_page_leads_to_rules_of_ones_own(cast, channel, pages):
    pages.send(cast.anton, "rules-account", channel.ref, **RULES)
    page = pages.see(cast.anton, "rules-company")
    assert page.select_one(f'main a[href="/access/rules/accounts/{channel.ref}/"]') is not None


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("longest_days", "0"),
        ("longest_days", "731"),
        ("longest_days", "x"),
        ("approvals", "0"),
        ("approvals", "6"),
        ("approvers", "everybody"),
        ("required", "test:three"),
    ],
)
def test_what_cannot_be_is_said_beside_the_field(cast, channel, pages, field, value):
    data = RULES | {field: value}
    page = pages.send(cast.anton, "rules-account", channel.ref, **data)
    if field == "required":
        assert page.select(".error-summary")
    else:
        assert beside(page, field)
    assert not AccessPolicy.objects.exists()


def test_what_is_required_goes_only_when_somebody_takes_it_away(cast, channel, pages, required, monkeypatch):
    """Also when the room that offered it does not any more."""
    pages.send(cast.anton, "rules-account", channel.ref, **RULES, required=["test:one", "test:two"])
    monkeypatch.setitem(registry._sources, "test", (lambda: [("test:one", "Erste Richtlinie")], None))
    page = pages.see(cast.anton, "rules-account", channel.ref)
    ticked = [box["value"] for box in page.select("[name=required][checked]")]
    assert ticked == ["test:one", "test:two"]
    assert "test:two (wird nicht mehr angeboten)" in words(page)
    pages.send(cast.anton, "rules-account", channel.ref, **RULES, required=ticked)
    assert policy_for(channel).required == ticked
    pages.send(cast.anton, "rules-account", channel.ref, **RULES, required=["test:one"])
    assert policy_for(channel).required == ["test:one"]


def test_who_made_them_is_nobodys_to_post(cast, channel, pages):
    smuggled = {"made_by": cast.ada.pk, "account": "1", "platform": "1", "made_at": "2020-01-01"}
    pages.send(cast.anton, "rules-company", **RULES, **smuggled)
    made = AccessPolicy.objects.get()
    assert (made.made_by, made.account, made.platform) == (cast.anton, None, None)


def test_a_waiting_request_keeps_its_rules(cast, channel, way, pages):
    """A2"""
    request = asked(way, by=cast.ben)
    pages.send(cast.anton, "rules-account", channel.ref, **RULES | {"approvers": ApproverGroup.ADMINS.value})
    told = words(pages.see(cast.ada, "request-show", request.ref))
    assert "Ihre Entscheidung" in told
    assert "Genehmigungen nötig" not in told


def test_nobody_else_sets_rules(cast, channel, pages):
    for person in (cast.ada, cast.ben, cast.cleo, cast.dana, cast.ines):
        for name, *refs in (("rules-company",), ("rules-account", channel.ref)):
            assert pages.refuses(person, name, *refs, **RULES)
    assert not AccessPolicy.objects.exists()
