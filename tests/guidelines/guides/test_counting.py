"""Outcomes are counted without a person, and shown only in groups of ten and more."""

from datetime import date

import pytest
from django.db import OperationalError
from django.urls import reverse

from guidelines.guides.figures import figures
from guidelines.guides.models import PathCount
from guidelines.guides.operations import count_outcome
from tests.factories import guides
from tests.factories.people import signed_in

MAY, JUNE, JULY = date(2026, 5, 1), date(2026, 6, 1), date(2026, 7, 1)


@pytest.fixture
def guide(cast):
    return guides.release(cast)


def test_an_outcome_is_counted_by_month(guide, time_machine):
    time_machine.move_to("2026-06-17T10:00:00Z")
    for _again in range(3):
        count_outcome(edition=guide, outcome="yes")
    time_machine.move_to("2026-07-01T10:00:00Z")
    count_outcome(edition=guide, outcome="yes")
    rows = PathCount.objects.order_by("month").values_list("month", "outcome", "count")
    assert list(rows) == [(JUNE, "yes", 3), (JULY, "yes", 1)]


def test_only_a_look_at_an_outcome_is_counted(cast, client, guide):
    client = signed_in(client, cast.ben, mfa=False)
    address = reverse("guides:guide-walk", args=["small", 1])
    client.get(address, {"way": "a"})
    client.get(address, {"way": "zz"})
    client.head(address, {"way": "ac"})
    client.get(address, {"way": "ac"}, headers={"Sec-Purpose": "prefetch;prerender"})
    assert not PathCount.objects.exists()
    client.get(address, {"way": "ac"})
    counted = PathCount.objects.get()
    assert (counted.work, counted.edition, counted.outcome, counted.count) == (guide.work, guide, "maybe", 1)


def test_a_busy_database_costs_a_count_and_never_an_answer(cast, client, guide, monkeypatch):
    client = signed_in(client, cast.ben, mfa=False)

    def busy(*args, **kwargs):
        raise OperationalError("database is locked")

    monkeypatch.setattr(PathCount.objects, "filter", busy)
    shown = client.get(reverse("guides:guide-walk", args=["small", 1]), {"way": "ac"})
    assert shown.status_code == 200


def test_small_numbers_are_added_up_or_left_out():
    counts = [(MAY, "yes", 40), (MAY, "no", 6), (MAY, "ask", 5), (JUNE, "yes", 9), (JULY, "yes", 50)]
    months = figures(counts, titles={"yes": "Yes, you may"}, this_month=JULY)
    assert [month.first for month in months] == [JUNE, MAY]  # the running month is not shown
    june, may = months
    assert june.is_withheld
    assert may.rows == [("Yes, you may", 40)]
    assert may.rest == 11


def test_one_small_number_cannot_be_told_from_the_others():
    """What is left out is never a single outcome of fewer than ten: the next joins it."""
    (may,) = figures([(MAY, "yes", 40), (MAY, "no", 20), (MAY, "ask", 3)], titles={}, this_month=JUNE)
    assert may.rows == [("yes", 40)]
    assert may.rest == 23


def test_writers_see_figures_and_nobody_else(cast, client, guide, time_machine):
    time_machine.move_to("2026-05-20T10:00:00Z")
    PathCount.objects.create(work=guide.work, edition=guide, month=MAY, outcome="yes", count=12)
    time_machine.move_to("2026-06-02T10:00:00Z")
    address = reverse("guides:guide-figures", args=["small"])
    shown = signed_in(client, cast.edda).get(address).content.decode()
    assert "Outcome yes (de)" in shown
    assert ">12<" in shown
    assert signed_in(client, cast.ben, mfa=False).get(address).status_code == 403
