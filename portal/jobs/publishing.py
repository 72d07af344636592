"""Telling the broker that a job waits. The broker is a hint, never the truth (J3).

One thread per process owns the connection, so that no request waits longer than `PATIENCE_SECONDS`, whatever
the broker, the network or a name server does. After a failure the process leaves the broker alone for a
while; the sweeper makes up for what was not said.
"""

import os
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Any, TypeVar

import structlog
from django.conf import settings
from kombu import Connection
from kombu.exceptions import ChannelError

from portal.celery import app

PATIENCE_SECONDS = 0.9
SOCKET_SECONDS = 0.4
PAUSE_SECONDS = 15.0
TASK = "portal.jobs.run_job"

log = structlog.get_logger(__name__)
T = TypeVar("T")


class BrokerSilent(Exception):
    """The broker refused, did not answer in time, or is being left alone after it did."""


class Publisher:
    """The one connection of this process to the broker, for writing."""

    def __init__(self) -> None:
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="job-publisher")
        self._connection: Connection | None = None
        self._paused_until = 0.0

    def publish(self, pk: int, queue: str, *, insist: bool = False) -> None:
        """Say that job `pk` waits in `queue`; raises `BrokerSilent`."""
        self._ask(lambda connection: _send(connection, pk, queue), insist=insist)

    def depth(self, queue: str) -> int:
        """How many messages wait in `queue`; raises `BrokerSilent`."""
        return self._ask(lambda connection: _depth(connection, queue), insist=True)

    def _ask(self, question: Callable[[Connection], T], *, insist: bool) -> T:
        if not insist and time.monotonic() < self._paused_until:
            raise BrokerSilent("left alone after a failure")
        answer = self._thread.submit(self._with_connection, question)
        try:
            result = answer.result(timeout=PATIENCE_SECONDS)
        except Exception as error:
            answer.cancel()
            self._paused_until = time.monotonic() + PAUSE_SECONDS
            raise BrokerSilent(type(error).__name__) from error
        self._paused_until = 0.0
        return result

    def _with_connection(self, question: Callable[[Connection], T]) -> T:
        connection = self._connection or _connect()
        self._connection = None
        try:
            result = question(connection)
        except BaseException:
            connection.collect(socket_timeout=SOCKET_SECONDS)
            raise
        self._connection = connection
        return result


def prepare() -> None:
    """Load what the first message needs, so that no request pays for it. Connects to nothing."""
    app.finalize()
    _ = app.connection_for_write().transport_cls


def publish_quietly(pk: int, queue: str) -> None:
    """Publish after commit; a broker that does not answer is logged and left to the sweeper."""
    try:
        publisher.publish(pk, queue)
    except BrokerSilent as silent:
        log.warning("job.not_published", job_pk=pk, queue=queue, reason=str(silent))


def publish_many_quietly(pks: Sequence[int], queue: str) -> None:
    """The same for many jobs; after the first silence the sweeper is left to make up for the rest."""
    for done, pk in enumerate(pks):
        try:
            publisher.publish(pk, queue)
        except BrokerSilent as silent:
            log.warning("job.not_published", count=len(pks) - done, queue=queue, reason=str(silent))
            return


def in_memory() -> bool:
    """Whether messages live in this process only, as on a single small server."""
    return str(settings.CELERY_BROKER_URL).startswith("memory://")


def _connect() -> Connection:
    options: dict[str, Any] = {"max_retries": 0, "polling_interval": None}
    if not in_memory():
        options |= {
            "socket_timeout": SOCKET_SECONDS,
            "socket_connect_timeout": SOCKET_SECONDS,
            "retry_on_timeout": False,
        }
    return app.connection_for_write(
        settings.CELERY_BROKER_URL, connect_timeout=SOCKET_SECONDS, transport_options=options
    )


def _send(connection: Connection, pk: int, queue: str) -> None:
    with connection.Producer(auto_declare=False) as producer:
        app.send_task(TASK, args=[pk], queue=queue, producer=producer, retry=False, ignore_result=True)


def _depth(connection: Connection, queue: str) -> int:
    try:
        return connection.default_channel.queue_declare(queue, passive=True).message_count
    except ChannelError:
        return 0


def _renew() -> None:
    """A forked process inherits neither the thread nor the right to use its socket."""
    global publisher  # noqa: PLW0603  # one per process is what it is
    publisher = Publisher()


publisher = Publisher()
os.register_at_fork(after_in_child=_renew)
