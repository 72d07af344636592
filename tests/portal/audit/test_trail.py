"""What operations leave behind: all that happened, nothing that did not, refusals on their own."""

import contextlib
from collections.abc import Callable

import pytest
from django.db import IntegrityError, transaction
from django.db.transaction import TransactionManagementError

from portal.audit.models import AuditEvent, ChainHead
from portal.audit.registry import UndeclaredVerb, Verb, verbs
from portal.audit.rules import NotPermitted, RuleBroken
from portal.audit.trail import OutsideOperation, head, many, operation, record
from portal.audit.verification import verify_trail
from tests.factories.people import Cast

pytestmark = pytest.mark.django_db


class QuotaReached(RuleBroken):
    """A rule of these tests."""


def rows(verb: str = "test.done") -> list[int]:
    import json

    found = AuditEvent.objects.filter(verb=verb).order_by("seq").values_list("canonical", flat=True)
    return [json.loads(text)["details"].get("n", -1) for text in found]


def note(n: int) -> None:
    record("test.done", details={"n": n})


@operation
def inner(n: int, *, fails: bool = False) -> None:
    note(n)
    if fails:
        raise QuotaReached


@operation(refused="test.refused")
def refusing(*, by: object = None) -> None:
    note(99)
    raise QuotaReached


def test_nested_operations_reach_the_chain_together_in_order() -> None:
    @operation
    def outer() -> None:
        note(1)
        inner(2)
        note(3)

    before, _ = head()
    outer()
    assert rows() == [1, 2, 3]
    assert head()[0] == before + 3
    assert verify_trail() is None


def test_a_caught_nested_operation_leaves_nothing() -> None:
    @operation
    def outer() -> None:
        note(1)
        with contextlib.suppress(QuotaReached):
            inner(2, fails=True)
        note(3)

    outer()
    assert rows() == [1, 3]


def test_a_part_without_savepoint_never_fails_alone() -> None:
    @operation(savepoint=False)
    def part() -> None:
        note(2)
        raise QuotaReached

    @operation
    def outer() -> None:
        note(1)
        with contextlib.suppress(QuotaReached):
            part()
        note(3)

    with pytest.raises(TransactionManagementError):
        outer()
    assert rows() == []


def test_a_rolled_back_savepoint_leaves_nothing() -> None:
    @operation
    def outer() -> None:
        note(1)
        with contextlib.suppress(IntegrityError), transaction.atomic():
            note(2)
            with transaction.atomic():
                note(3)
            ChainHead.objects.create(pk=1, hash="0" * 64)
        note(4)

    outer()
    assert rows() == [1, 4]


def test_a_failed_operation_leaves_nothing() -> None:
    before = head()
    with pytest.raises(QuotaReached):
        inner(1, fails=True)
    assert head() == before
    assert rows() == []


def test_a_refused_attempt_is_a_row_of_its_own(cast: Cast) -> None:
    with pytest.raises(QuotaReached):
        refusing(by=cast.ben)
    assert rows() == []
    refused = AuditEvent.objects.get(verb="test.refused")
    assert refused.actor == cast.ben.ref
    assert '"rule":"QuotaReached"' in refused.canonical


@pytest.mark.parametrize("caught", [True, False])
def test_a_refusal_inside_another_operation_is_kept_once(caught: bool) -> None:
    @operation(refused="test.refused")
    def outer() -> None:
        note(1)
        with contextlib.suppress(QuotaReached if caught else ZeroDivisionError):
            refusing()

    with contextlib.nullcontext() if caught else pytest.raises(QuotaReached):
        outer()
    assert rows() == ([1] if caught else [])
    assert AuditEvent.objects.filter(verb="test.refused").count() == 1


def test_record_outside_an_operation_is_an_error() -> None:
    with pytest.raises(OutsideOperation):
        record("test.done")


@pytest.mark.parametrize(
    ("verb", "details"),
    [("test.unheard_of", {}), ("test.done", {"password": "x"}), ("test.refused", {"n": 1})],
)
def test_only_declared_verbs_and_details_are_taken(verb: str, details: dict) -> None:
    @operation
    def run() -> None:
        record(verb, details=details)

    with pytest.raises(UndeclaredVerb):
        run()
    assert not AuditEvent.objects.filter(verb=verb).exists()


def test_a_verb_cannot_be_declared_twice_with_other_details() -> None:
    verbs("test", {"test.done": Verb("Something done", "n", "text")})
    with pytest.raises(ValueError, match="again"):
        verbs("other", {"test.done": Verb("Something done", "anything")})


@pytest.mark.parametrize(
    ("given", "kept"),
    [("a\x00b", "ab"), ("x\ud800y", "xy"), ("\udfff", ""), ("👩🏽‍🚒 é", "👩🏽‍🚒 é"), ("=cmd()", "=cmd()")],
)
def test_hostile_text_is_stored_and_still_checks(given: str, kept: str) -> None:
    @operation
    def run() -> None:
        record("test.done", details={"text": given}, object_type="test", object_id=given)

    run()
    row = AuditEvent.objects.order_by("-seq").first()
    assert row is not None
    assert f'"text":"{kept}"' in row.canonical
    assert row.object_id == kept
    assert verify_trail() is None


def test_a_permission_refusal_says_why() -> None:
    assert "permission" in str(NotPermitted())
    assert str(NotPermitted("Other words.")) == "Other words."


def test_many_is_one_row_whatever_the_order() -> None:
    assert many(["b", "a"]) == many(["a", "b"])
    assert many(["a", "b"])["count"] == 2
    assert many(["a", "b"])["digest"] != many(["a", "c"])["digest"]


def test_an_operation_costs_few_statements(
    act: Callable[..., None], django_assert_max_num_queries: Callable
) -> None:
    """One row or a hundred: the head is read and written once, the rows go in together."""
    with django_assert_max_num_queries(6):
        act(count=100)
