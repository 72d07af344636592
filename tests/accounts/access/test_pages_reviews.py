"""Access reviews, page by page: planned, decided with the keyboard alone, closed, proven."""

import shutil
import subprocess
from datetime import timedelta

import pytest
from bs4 import BeautifulSoup
from django.utils import timezone

from accounts.access.choices import GrantState, ReviewState, TaskKind, Verdict
from accounts.access.models import AccessGrant, AccessReview, PlatformTask, ReviewItem
from accounts.access.operations import finish_task, open_review, plan_review
from accounts.register.choices import RouteKind
from tests.accounts.access.pages import beside, primary, words
from tests.factories.access import granted, in_days
from tests.factories.people import EmployeeFactory
from tests.factories.register import route

pytestmark = pytest.mark.django_db


def opened(cast, days: int = 10) -> AccessReview:
    review = plan_review(review=AccessReview(title="Herbst", due_on=in_days(days)), by=cast.anton)
    return open_review(review=review, by=cast.anton)


def many(cast, way, count: int) -> None:
    """So many people with access, by the same rows that one approval makes."""
    first = granted(way, to=cast.ben, by=cast.ada, days=60)
    people = [EmployeeFactory(password=None) for _ in range(8)]
    request, grant = first.request, AccessGrant.objects.get(pk=first.pk)
    for number in range(count - 1):
        way.pk, way.ref = None, None
        kinds = {"kind": RouteKind.DELEGATED, "terms": "allowed", "steps_de": str(number)}
        made = type(way).objects.create(account=way.account, **kinds)
        request.pk, request.ref, request.route, request.person = None, None, made, people[number % 8]
        request.ref = _ref()
        request.save(force_insert=True)
        grant.pk, grant.ref, grant.request, grant.route = None, _ref(), request, made
        grant.person = request.person
        grant.save(force_insert=True)


def _ref():
    from uuid import uuid4

    return uuid4()


def items_on(page: BeautifulSoup) -> list[str]:
    """The names of the radio groups, in the order in which Tab meets them."""
    return list(dict.fromkeys(button["name"] for button in page.select("main input[type=radio]")))


def test_a_review_is_planned_and_opened(cast, way, pages):
    granted(way, to=cast.ben, by=cast.ada)
    assert primary(pages.see(cast.anton, "review-list")) == ["Prüfung planen"]
    for wrong in ({"title": ""}, {"due_on": "0001-01-01"}, {"platform": "999"}):
        data = {"title": "Herbst", "due_on": in_days(9), **wrong}
        assert pages.send(cast.anton, "review-plan", **data).select(".has-error")
    page = pages.send(cast.anton, "review-plan", title="Herbst", due_on=in_days(9), state="closed")
    review = AccessReview.objects.get()
    assert (review.state, review.planned_by) == (ReviewState.PLANNED, cast.anton)
    assert primary(page) == ["Jetzt eröffnen"]
    page = pages.send(cast.anton, "review-open", review.ref)
    assert "Ben Öztürk" in words(page)
    assert "1 Nicht entschieden" in words(page)
    assert review.items.count() == 1


def test_a_review_of_nothing_is_not_opened(cast, pages):
    review = plan_review(review=AccessReview(title="Leer", due_on=in_days(9)), by=cast.anton)
    page = pages.send(cast.anton, "review-open", review.ref)
    assert "In diesen Umfang fällt kein Zugriff." in page.get_text()
    review.refresh_from_db()
    assert review.state == ReviewState.PLANNED


def test_500_items_are_decided_page_by_page_with_the_keyboard(
    cast, way, pages, django_assert_max_num_queries
):
    """A6: radio buttons and one submit button, no script; after each save the next rows are in view."""
    many(cast, way, 500)
    review = opened(cast)
    assert review.items.count() == 500
    pages.answer(cast.anton, "review-show", review.ref)
    with django_assert_max_num_queries(20):
        answer = pages.answer(cast.anton, "review-show", review.ref)
    sent = 0
    page = pages._tree(answer)
    while names := items_on(page):
        assert len(names) == 100
        assert [button["type"] for button in page.select('main form[action$="/decide/"] button')] == [
            "submit"
        ]
        verdicts = dict.fromkeys(names, Verdict.KEEP.value)
        page = pages.send(cast.anton, "review-decide", review.ref, page="1", note="Noch nötig", **verdicts)
        sent += 1
    assert sent == 5
    assert not review.items.not_settled().exists()
    assert set(review.items.values_list("note", flat=True)) == {"Noch nötig"}
    assert primary(page) == ["Prüfung abschließen"]


def test_each_verdict_takes_effect_and_is_shown(cast, way, pages):
    people = [cast.ben, cast.edda, cast.falk, cast.hanna]
    for person in people:
        granted(way, to=person, by=cast.ada, days=60)
    review = opened(cast)
    chosen = dict(zip(people, (Verdict.KEEP, Verdict.REDUCE, Verdict.REVOKE, Verdict.ESCALATED), strict=True))
    items = {item.grant.person: item for item in review.items.with_parts()}
    data = {f"item-{items[person].pk}": verdict.value for person, verdict in chosen.items()}
    pages.send(cast.anton, "review-decide", review.ref, until=in_days(5), note="Geprüft", **data)
    verdicts = {item.grant.person: item.verdict for item in review.items.with_parts()}
    assert verdicts == chosen
    grants = {grant.person: grant for grant in AccessGrant.objects.with_parts()}
    assert grants[cast.edda].last_day == in_days(5)
    assert grants[cast.falk].state == GrantState.ENDED
    page = pages.see(cast.anton, "review-show", review.ref)
    assert "1 Auf Plattformen zu entfernen" in words(page)
    assert primary(page) == ["Entscheidungen speichern"], "not to be closed yet"


NO_DAY = {"": "Bitte wählen Sie den letzten Tag.", "2020-01-01": "vorbei", "0026-01-01": "Jahr"}


@pytest.mark.parametrize("until", NO_DAY)
def test_a_shortened_access_needs_a_day(cast, way, pages, until):
    """What was chosen stays chosen, and nothing is half done."""
    granted(way, to=cast.ben, by=cast.ada)
    review = opened(cast)
    name = f"item-{review.items.get().pk}"
    page = pages.send(cast.anton, "review-decide", review.ref, until=until, **{name: "reduce"})
    assert NO_DAY[until] in beside(page, "until")
    assert page.find("input", attrs={"name": name, "checked": True})["value"] == "reduce"
    assert review.items.get().verdict == Verdict.PENDING


@pytest.mark.parametrize("data", [{}, {"item-x": "keep"}, {"item-1": "pending"}, {"item-99999": "approved"}])
def test_without_a_verdict_nothing_is_saved(cast, way, pages, data):
    granted(way, to=cast.ben, by=cast.ada)
    review = opened(cast)
    assert "mindestens eine Zeile" in words(pages.send(cast.anton, "review-decide", review.ref, **data))
    assert review.items.get().verdict == Verdict.PENDING


def test_nobody_reviews_what_is_theirs_or_what_they_gave(cast, way, pages):
    """A6: there are no buttons for it, and posting it is refused."""
    granted(way, to=cast.anton, by=cast.ada)
    granted(way, to=cast.ben, by=cast.anton)
    review = opened(cast)
    assert items_on(pages.see(cast.anton, "review-show", review.ref)) == []
    data = {f"item-{item.pk}": "keep" for item in review.items.all()}
    page = pages.send(cast.anton, "review-decide", review.ref, decided_by=cast.ada.pk, **data)
    assert "Niemand prüft" in page.get_text()
    assert review.items.pending().count() == 2


def test_who_answers_for_an_account_reviews_its_access(cast, way, pages):
    granted(way, to=cast.ben, by=cast.anton)
    review = opened(cast)
    name = items_on(pages.see(cast.ada, "review-show", review.ref))[0]
    pages.send(cast.ada, "review-decide", review.ref, **{name: "keep"})
    assert review.items.get().decided_by == cast.ada
    assert pages.refuses(cast.edda, "review-show", review.ref)
    assert pages.refuses(cast.edda, "review-decide", review.ref, **{name: "revoke"})


def test_items_of_another_review_are_not_reached(cast, way, pages):
    granted(way, to=cast.ben, by=cast.ada)
    first = opened(cast)
    second = plan_review(review=AccessReview(title="Andere", due_on=in_days(9)), by=cast.anton)
    open_review(review=second, by=cast.anton)
    pages.send(cast.anton, "review-decide", second.ref, **{f"item-{first.items.get().pk}": "revoke"})
    assert first.items.get().verdict == Verdict.PENDING


def test_it_is_closed_when_all_is_done(cast, way, pages):
    """A6"""
    granted(way, to=cast.ben, by=cast.ada)
    review = opened(cast)
    assert "wenn alles entschieden" in words(pages.see(cast.anton, "review-show", review.ref))
    pages.send(cast.anton, "review-close", review.ref)
    review.refresh_from_db()
    assert review.state == ReviewState.OPEN
    name = f"item-{review.items.get().pk}"
    pages.send(cast.anton, "review-decide", review.ref, **{name: "revoke"})
    removal = PlatformTask.objects.open().get(kind=TaskKind.REMOVE)
    finish_task(task=removal, note="Entfernt", by=cast.anton)
    page = pages.see(cast.anton, "review-show", review.ref)
    assert primary(page) == ["Prüfung abschließen"]
    pages.send(cast.anton, "review-close", review.ref)
    review.refresh_from_db()
    assert (review.state, review.closed_by) == (ReviewState.CLOSED, cast.anton)


@pytest.mark.needs("pdftotext")
def test_the_evidence_says_every_item(cast, way, pages, tmp_path):
    granted(way, to=cast.ben, by=cast.ada)
    granted(way, to=cast.edda, by=cast.ada)
    review = opened(cast)
    item = review.items.get(grant__person=cast.ben)
    pages.send(
        cast.anton, "review-decide", review.ref, note="Schneidet jede Woche", **{f"item-{item.pk}": "keep"}
    )
    answer = pages.answer(cast.cleo, "review-evidence", review.ref)
    assert answer["Content-Type"] == "application/pdf"
    file = tmp_path / "review.pdf"
    file.write_bytes(b"".join(answer.streaming_content) if answer.streaming else answer.content)
    told = subprocess.run([shutil.which("pdftotext"), file, "-"], capture_output=True, check=True, text=True)
    text = " ".join(told.stdout.split())
    for part in (
        "Herbst",
        "Ben Öztürk",
        "Behalten",
        "Schneidet jede Woche",
        "Edda Brandt",
        "Nicht entschieden",
        "Anton Schuster",
    ):
        assert part in text, part


def test_a_review_to_come_has_no_evidence(cast, pages):
    review = plan_review(review=AccessReview(title="Herbst", due_on=in_days(9)), by=cast.anton)
    assert pages.answer(cast.anton, "review-evidence", review.ref).status_code == 404


def test_a_review_of_long_ago_stays_readable(cast, way, pages):
    """A8: what was reviewed is as it was, whatever became of the access."""
    granted(way, to=cast.ben, by=cast.ada, days=30)
    review = opened(cast)
    day = f"{in_days(30):%d.%m.%Y}"
    AccessGrant.objects.update(ends_at=timezone.now() + timedelta(days=300))
    assert day in words(pages.see(cast.cleo, "review-show", review.ref))
    assert ReviewItem.objects.get().last_day == in_days(30)


def test_a_route_of_its_own_is_an_item_of_its_own(cast, channel, way, pages):
    granted(way, to=cast.ben, by=cast.ada)
    granted(route(channel, RouteKind.SHARED, by=cast.anton), to=cast.ben, by=cast.ada)
    assert len(items_on(pages.see(cast.anton, "review-show", opened(cast).ref))) == 2
