"""Many writers at once: the head is locked last, so nobody waits for somebody who waits for them."""

import threading

import pytest
from django.db import connections

from portal.audit.models import AuditEvent
from portal.audit.trail import operation, record
from portal.audit.verification import verify_trail
from portal.keys.models import PersonKey

WRITERS = 8
ACTS = 12


@operation
def nested(n: int) -> None:
    record("test.done", details={"n": n})


@operation
def one_act(writer: int, n: int) -> None:
    """Locks rows in an order of its own before and after the entry, as real operations do."""
    nested(n)
    order = list(range(3)) if (writer + n) % 2 else list(range(2, -1, -1))
    list(PersonKey.objects.filter(pk=order[0]).select_for_update())
    nested(n)


@pytest.mark.django_db(transaction=True)
def test_eight_writers_at_once_leave_one_whole_chain() -> None:
    before = AuditEvent.objects.count()
    failures: list[BaseException] = []

    def work(writer: int) -> None:
        try:
            for n in range(ACTS):
                one_act(writer, n)
        except BaseException as failure:
            failures.append(failure)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=work, args=(writer,)) for writer in range(WRITERS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)
    assert failures == []
    assert AuditEvent.objects.count() == before + WRITERS * ACTS * 2
    assert verify_trail() is None
