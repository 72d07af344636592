"""Newcomers get their keys while a file is checked, and are each written once."""

import pytest

from accounts.imports import operations
from tests.accounts.imports.files import applied, carry_out, checked, csv_of, row
from tests.accounts.imports.test_applying import somebody
from tests.factories.people import EmployeeFactory
from tests.factories.policies import release

pytestmark = pytest.mark.django_db


def test_who_is_hired_between_preview_and_applying_takes_no_key_of_a_newcomer(cast):
    found = checked(csv_of([row("500", manager="501"), row("501")]), cast.hanna)
    between = EmployeeFactory()
    applied(found, cast.hanna)
    assert somebody("500").manager == somebody("501")
    assert len({between.pk, somebody("500").pk, somebody("501").pk}) == 3
    assert EmployeeFactory().pk > max(between.pk, somebody("500").pk, somebody("501").pk)


@pytest.mark.parametrize("count", [2, 60])
def test_many_newcomers_take_as_many_statements_as_few(cast, count, django_assert_max_num_queries):
    release(editor=cast.edda, approver=cast.falk)
    found = checked(csv_of([row(f"5{n}", manager="50" if n else "") for n in range(count)]), cast.hanna)
    operations.start_apply(people_import=found, leavers=None, leave_out_refused=False, by=cast.hanna)
    # The job and its lease, the company as lock, transactions and savepoints of every part.
    # What changed meanwhile (4), places to make (2); people and their addresses, one statement each.
    # Audiences: lock, clauses, members, history. Guidelines: lock, versions, close, places, ask, due dates.
    # Required courses: whether there is any.
    # Of changed, back and leaving whether there is anybody; what was done to whom; counts, digest, trail.
    with django_assert_max_num_queries(80):  # one less on SQLite, which needs no room for many
        carry_out()
    assert somebody(f"5{count - 1}").acknowledgement_requests.count() == 1
