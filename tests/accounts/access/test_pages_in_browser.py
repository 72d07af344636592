"""Access on a phone, from the card of an account to "ready"; a private account lent and taken back; axe."""

import re
from collections.abc import Iterator

import pytest
from django.urls import reverse
from playwright.sync_api import Browser, Page, expect
from pytest_django.live_server_helper import LiveServer

from accounts.access.choices import ConsentState, GrantState, TaskKind
from accounts.access.models import (
    AccessGrant,
    AccessRequest,
    AccessReview,
    PlatformTask,
    PrivateAccountConsent,
)
from accounts.access.operations import open_review, plan_review
from accounts.people.models import Employee
from accounts.people.operations import set_language
from accounts.register.choices import RouteKind
from tests.browsers import Opener, barriers, opener
from tests.factories.access import asked, granted, in_days, rules
from tests.factories.people import Cast, EmployeeFactory
from tests.factories.register import approval_request, approved, platform, route, sound_account

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def company(transactional_db: None) -> Cast:
    cast = Cast()
    _ = cast.ada, cast.mara, cast.anton, cast.ben, cast.edda
    return cast


@pytest.fixture
def visit(browser: Browser, live_server: LiveServer, company: Cast) -> Iterator[Opener]:
    with opener(browser, live_server.url) as visit:
        yield visit


def card(account) -> str:
    return reverse("register:account-show", args=[account.ref])


def button(page: Page, name: str):
    return page.get_by_role("main").get_by_role("button", name=name, exact=True)


def link(page: Page, name: str):
    return page.get_by_role("main").get_by_role("link", name=name, exact=True)


def test_a_trainee_asks_and_can_work(visit: Opener, company: Cast) -> None:
    """From the card to "ready": each of the three does one thing, and the trainee is never asked for anything
    private."""
    channel = sound_account(company)
    trainee = EmployeeFactory(name="Lena Vogt")

    phone = visit(trainee, card(channel))
    link(phone, "Zugriff beantragen").click()
    expect(phone.get_by_label(re.compile("Rolle für einen dienstlichen Zugang"))).to_be_checked()
    expect(phone.get_by_label("Letzter Tag")).to_be_hidden()
    phone.get_by_label("Bis zu einem bestimmten Tag").check()
    phone.get_by_label("Letzter Tag").fill(in_days(20).isoformat())
    phone.get_by_label("Wofür brauchen Sie den Zugriff?").fill("Ich berichte aus der Ausbildung.")
    button(phone, "Antrag senden").click()
    expect(phone.get_by_role("heading", name="Zugriff für Lena Vogt")).to_be_visible()
    request = AccessRequest.objects.get()
    assert request.ends_on == in_days(20)

    owner = visit(company.ada, reverse("access:request-list"))
    owner.get_by_role("link", name="Lena Vogt → @hafenlicht").click()
    button(owner, "Genehmigen").click()
    expect(owner.get_by_text("Genehmigt").first).to_be_visible()

    phone.goto(phone.url.split("/access/")[0] + reverse("access:channel-list"))
    expect(phone.get_by_text("Noch nicht nutzbar")).to_be_visible()

    admin = visit(company.anton, reverse("access:task-list"))
    link(admin, "Als erledigt melden").click()
    admin.get_by_label("Woran ist das zu sehen?").fill("Steht in der Rollenliste")
    button(admin, "Als erledigt melden").click()
    expect(admin.get_by_text("Auf den Plattformen ist nichts zu tun")).to_be_visible()

    phone.reload()
    expect(phone.get_by_text("Bereit", exact=True)).to_be_visible()
    button(phone, "Loslegen").click()
    expect(phone.get_by_text("Sie können jetzt daran arbeiten.")).to_be_visible()
    assert AccessGrant.objects.get().state == GrantState.ACTIVE
    assert phone.complaints == owner.complaints == admin.complaints == []


def test_a_private_account_is_taken_back_in_two_clicks(visit: Opener, company: Cast) -> None:
    """A4: "Withdraw", and yes; the access ends and the company has to look for another way."""
    private = route(sound_account(company), RouteKind.VOLUNTEERED, by=company.anton)
    granted(private, to=company.ben, by=company.ada)
    page = visit(company.ben, reverse("access:channel-list"))
    button(page, "Widerrufen").click()
    page.get_by_role("dialog").get_by_role("button", name="Widerrufen").click()
    expect(page.get_by_text("Ihre Einwilligung ist widerrufen.")).to_be_visible()
    assert PrivateAccountConsent.objects.get().state == ConsentState.WITHDRAWN
    assert AccessGrant.objects.get().state == GrantState.ENDED
    assert PlatformTask.objects.open().filter(kind=TaskKind.REPLACE).count() == 1


def test_a_review_is_decided_with_the_keyboard_alone(visit: Opener, company: Cast) -> None:
    channel = sound_account(company)
    for person in (company.ben, company.edda):
        granted(channel.routes.get(), to=person, by=company.ada)
    review = open_review(
        review=plan_review(review=AccessReview(title="Herbst", due_on=in_days(9)), by=company.anton),
        by=company.anton,
    )
    page = visit(company.anton, reverse("access:review-show", args=[review.ref]), width=1280)
    page.locator("main input[type=radio]").first.focus()
    # The name of the next row leads to the access; behind it stand its verdicts.
    for key in ("Space", "Tab", "Tab", "Space", "ArrowDown", "ArrowDown", "Enter"):
        page.keyboard.press(key)
    expect(page.get_by_text("2 entschieden.")).to_be_visible()
    assert sorted(review.items.values_list("verdict", flat=True)) == ["keep", "revoke"]


@pytest.fixture
def furnished(company: Cast) -> dict[str, list[str]]:
    """Every page of the room, and the approvals of channels, by who looks at it."""
    channel = sound_account(company)
    way = channel.routes.get()
    private = route(channel, RouteKind.VOLUNTEERED, by=company.anton)
    rules(channel, by=company.anton, required=["nowhere:gone"])
    waiting = asked(way, by=company.ben, reason="N" * 300)
    pending = granted(way, to=company.edda, by=company.ada, is_attested=False)
    shared = granted(route(channel, RouteKind.SHARED, by=company.anton), to=company.ben, by=company.ada)
    granted(private, to=company.ben, by=company.ada)
    planned = AccessReview(title="R" * 200, due_on=in_days(9))
    review = open_review(review=plan_review(review=planned, by=company.anton), by=company.anton)
    legal = EmployeeFactory(roles=["legal"])
    holding = approved(platform("botenfunk"), by=company.anton, dpo=company.dana, legal=legal)
    open_approval = approval_request(platform("bildnetz"), by=company.anton)

    def access(name: str, *refs: object) -> str:
        return reverse(f"access:{name}", args=refs)

    asks = reverse("register:approval-ask", args=["bildnetz"])
    approvals = [reverse("register:approval-show", args=[one.ref]) for one in (holding, open_approval)]
    return {
        "ben": [
            access("channel-list"),
            access("grant-show", shared.ref),
            access("grant-extend", shared.ref),
            access("request-list"),
            access("request-show", waiting.ref),
            access("consent-give", private.ref),
            card(channel),
        ],
        "mara": [access("request-ask", channel.ref), access("request-show", waiting.ref)],
        "dana": [*approvals, reverse("register:approval-list")],
        "anton": [
            access("request-list"),
            access("access-assign") + f"?account={channel.ref}",
            access("grant-list"),
            access("grant-show", pending.ref),
            access("grant-attest", pending.ref),
            access("task-list"),
            access("task-finish", pending.tasks.get().ref),
            access("review-list"),
            access("review-plan"),
            access("review-show", review.ref),
            access("rules-company"),
            access("rules-account", channel.ref),
            card(channel),
            asks,
        ],
    }


LOOKS = [("de", "light", 390), ("en", "dark", 1280), ("de", "dark", 390), ("en", "light", 1280)]


@pytest.mark.parametrize("look", LOOKS, ids=str)
def test_axe_finds_nothing(visit: Opener, company: Cast, furnished: dict, live_server, look: tuple) -> None:
    language, scheme, width = look
    found = []
    for name, addresses in furnished.items():
        person = Employee.objects.get(login_id=name)
        set_language(person=person, language=language, by=person)
        page = visit(person, "/", width=width, scheme=scheme)
        for address in addresses:
            page.goto(live_server.url + address)
            assert page.locator("h1").count() == 1, address
            assert page.locator("main .button-primary").count() <= 2, address
            for details in page.locator("main details").all():
                details.evaluate("one => one.open = true")
            found += [f"{address} {barrier}" for barrier in barriers(page)]
        assert page.complaints == [], name
    assert found == []


def test_nothing_is_cut_off_at_320_pixels(visit: Opener, company: Cast, furnished: dict, live_server) -> None:
    """WCAG 1.4.10, with a reason of 300 letters without a blank."""
    wide = []
    for name, addresses in furnished.items():
        page = visit(Employee.objects.get(login_id=name), "/", width=320)
        for address in addresses:
            page.goto(live_server.url + address)
            over = page.evaluate(
                "document.documentElement.scrollWidth - document.documentElement.clientWidth"
            )
            if over > 0:
                wide.append(f"{address}: {over}")
    assert wide == []
