"""Mail to many people at once: still a row, a job and a Message-ID each."""

from uuid import uuid4

import pytest
from django.core import mail
from django.db import connection
from django.test.utils import CaptureQueriesContext

from portal.jobs.models import Job
from portal.mail import operations
from portal.mail.choices import MessageState
from portal.mail.models import Message
from portal.mail.operations import ContextTooLarge, Outgoing, Recipient, send_many
from portal.mail.registry import on_refused
from tests.jobs_tools import drain

pytestmark = pytest.mark.django_db
FACTS = {"title": "Social <media> & more", "policy": 3}


def many(people: int, first: int = 0) -> list[Outgoing]:
    return [
        Outgoing(Recipient(uuid4(), f"p{n}@example.org", "en", f"Person {n}"), FACTS, f"many:{n}")
        for n in range(first, first + people)
    ]


def test_many_are_a_row_a_job_and_a_message_id_each(monkeypatch):
    monkeypatch.setattr(operations, "AT_ONCE", 3)
    written = send_many("test.note", many(7))
    assert list(written) == [f"many:{n}" for n in range(7)]
    assert len({row.message_id for row in Message.objects.all()}) == 7
    jobs = Job.objects.filter(kind="mail.deliver").order_by("pk")
    assert [job.payload for job in jobs] == [{"message": row.pk} for row in written.values()]
    drain()
    assert len(mail.outbox) == 7


def test_many_cost_few_statements():
    """One by one they took more than two thousand; SQLite takes 999 values at once."""
    with CaptureQueriesContext(connection) as asked:
        send_many("test.note", many(300))
    assert len(asked) < 30


def test_of_many_those_with_a_known_key_are_not_sent_again():
    """T5: one reason sends one mail; J1: a worker that starts again doubles nothing."""
    before = send_many("test.note", many(3))
    after = send_many("test.note", many(5))
    assert {key: after[key].pk for key in before} == {key: row.pk for key, row in before.items()}
    assert (Message.objects.count(), Job.objects.filter(kind="mail.deliver").count()) == (5, 5)


def test_of_many_those_without_an_address_are_rows_and_no_jobs():
    refused = []
    on_refused(lambda message: refused.append(message.key))
    addresses = {"none": None, "bad": "nobody@", "good": "ada@example.org"}
    written = send_many(
        "test.note", [Outgoing(Recipient(uuid4(), at, "en"), FACTS, key) for key, at in addresses.items()]
    )
    assert {key: (row.state, row.error) for key, row in written.items()} == {
        "none": (MessageState.REFUSED, "no_address"),
        "bad": (MessageState.REFUSED, "invalid_address"),
        "good": (MessageState.QUEUED, ""),
    }
    assert refused == ["bad"]
    assert Job.objects.filter(kind="mail.deliver").count() == 1


def test_of_many_one_that_is_too_large_stops_all_before_anything_is_written(ada):
    letters = [*many(2), Outgoing(ada, {"text": "x" * 9000}, "large")]
    with pytest.raises(ContextTooLarge):
        send_many("test.note", letters)
    assert (Message.objects.count(), Job.objects.count()) == (0, 0)
