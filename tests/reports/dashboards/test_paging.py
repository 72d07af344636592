"""Pages turn by key: nothing is missed, nothing comes twice, in every order and in both directions."""

from datetime import date, timedelta
from itertools import pairwise

import pytest
from django.utils import timezone

from guidelines.policies.choices import Cause
from guidelines.policies.models import AcknowledgementRequest, Policy
from reports.dashboards.choices import Sort
from reports.dashboards.paging import Place, page_of, place_from, place_of
from tests.factories.people import Cast
from tests.factories.policies import request_of

SIZE = 7


def copies(policy: Policy, cast: Cast, days: list[date | None]) -> None:
    """Closed requests of one person with these due dates; many share one, some have none."""
    first, now = request_of(cast.ben, policy), timezone.now()
    facts = {name: getattr(first, name) for name in ("policy", "version", "major", "employee", "audience")}
    places = {name: getattr(first, name) for name in ("department", "entity", "location", "asked_on")}
    AcknowledgementRequest.objects.bulk_create(
        AcknowledgementRequest(
            **facts,
            **places,
            cycle=n + 2,
            cause=Cause.RECONFIRMATION,
            asked_at=now - timedelta(minutes=n // 3),
            due_on=day,
            state="superseded",
            closed_at=now,
        )
        for n, day in enumerate(days)
    )


@pytest.fixture
def many(policy: Policy, cast: Cast) -> set[int]:
    copies(policy, cast, [[date(2026, 12, 1), date(2026, 12, 2), None][n % 3] for n in range(60)])
    return set(AcknowledgementRequest.objects.values_list("pk", flat=True))


@pytest.mark.parametrize("sort", Sort.values)
def test_every_row_comes_once_in_order(many: set[int], sort: str) -> None:
    seen, after = [], None
    while True:
        page = page_of(AcknowledgementRequest.objects.all(), sort, after=after, size=SIZE)
        seen += page.rows
        after = page.next
        if after is None:
            break
    assert len(seen) == len(many)
    assert {row.pk for row in seen} == many
    keys = [place_of(row, sort) for row in seen]
    dated = [(key.value, key.pk) for key in keys if key.value is not None]
    assert dated == sorted(dated, reverse=sort.startswith("-"))
    assert all(key.value is None for key in keys[len(dated) :])


@pytest.mark.parametrize("sort", Sort.values)
def test_back_leads_to_where_one_came_from(many: set[int], sort: str) -> None:
    requests = AcknowledgementRequest.objects.all()
    pages, after = [], None
    while after is not None or not pages:
        pages.append(page_of(requests, sort, after=after, size=SIZE))
        after = pages[-1].next
    for earlier, later in pairwise(pages):
        assert later.previous is not None
        back = page_of(requests, sort, before=later.previous, size=SIZE)
        assert [row.pk for row in back.rows] == [row.pk for row in earlier.rows]
        assert (back.previous is None) == (earlier is pages[0])


def test_rows_that_vanish_or_appear_move_nothing(many: set[int], policy: Policy, cast: Cast) -> None:
    requests = AcknowledgementRequest.objects.filter(state="superseded")
    first = page_of(requests, Sort.DUE, size=SIZE)
    second = page_of(requests, Sort.DUE, after=first.next, size=SIZE)
    requests.filter(pk=first.rows[0].pk).delete()
    again = page_of(requests, Sort.DUE, after=first.next, size=SIZE)
    assert [row.pk for row in again.rows] == [row.pk for row in second.rows]


@pytest.mark.parametrize(
    "junk", ["", "x", "~", "2026-12-01~", "2026-13-01~5", "yesterday~5", "~" + "9" * 30, "~5\x00"]
)
def test_junk_in_the_address_is_no_place(junk: str) -> None:
    assert place_from(junk, Sort.DUE) is None


def test_places_survive_the_address() -> None:
    for place in (Place(date(2026, 12, 1), 5), Place(None, 7)):
        assert place_from(str(place), Sort.DUE) == place
    moment = Place(timezone.now(), 9)
    assert place_from(str(moment), Sort.ASKED) == moment


def test_a_last_page_of_5000_costs_what_the_first_costs(
    policy: Policy, cast: Cast, django_assert_max_num_queries
) -> None:
    copies(policy, cast, [date(2026, 12, 1) + timedelta(days=n % 5) for n in range(5000)])
    requests = AcknowledgementRequest.objects.filter(state="superseded")
    last = requests.order_by("-due_on", "-pk")[3]
    with django_assert_max_num_queries(2):  # the dated rows behind that place; then the undated
        page = page_of(requests, Sort.DUE, after=place_of(last, Sort.DUE), size=50)
    assert len(page.rows) == 3
    assert page.next is None
    whole, after = 0, None
    while True:
        page = page_of(requests, Sort.DUE, after=after, size=500)
        whole, after = whole + len(page.rows), page.next
        if after is None:
            break
    assert whole == 5000
