"""Work in slices whose effects can be counted: one `Message` row per slice."""

import time
import uuid

from django.utils import timezone

from portal.jobs.choices import Queue
from portal.jobs.operations import enqueue
from portal.jobs.registry import handler
from portal.jobs.running import Run
from portal.mail.models import Message

EFFECT = "test.effect"


def effect(number: int) -> None:
    ref = uuid.uuid4()
    Message.objects.create(
        ref=ref,
        kind=EFFECT,
        key=f"{EFFECT}:{number}:{ref}",
        language="en",
        context={"number": number},
        message_id=f"<{ref}@test>",
        queued_at=timezone.now(),
    )


@handler("working.slow", queue=Queue.DOCUMENTS)
def slow(run: Run) -> None:
    """Do the slices that are not done yet, one every `seconds`."""
    total = run.payload["slices"]
    for number in range(Message.objects.filter(kind=EFFECT).count(), total):
        time.sleep(run.payload["seconds"])
        with run.step(number + 1, total):
            effect(number)


@handler("working.chain", queue=Queue.DOCUMENTS)
def chain(run: Run) -> None:
    """Ask for more work from inside a worker."""
    enqueue("working.alarm", payload={}, key="chained")


@handler("working.alarm", queue=Queue.URGENT)
def alarm(run: Run) -> None:
    """Nothing but being done."""
