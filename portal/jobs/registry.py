"""Which function does which kind of job. Rooms fill it in their `jobs.py`, imported at start."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from portal.jobs.choices import Queue
from portal.jobs.duties import Duty, duty

if TYPE_CHECKING:
    from portal.jobs.models import Job
    from portal.jobs.running import Run

    Work = Callable[[Run], Mapping[str, Any] | None]

Text = str | Promise

ANY_WORK = _("Work in the background")


class UnknownKind(LookupError):
    """No room has registered a handler for this kind of job."""


@dataclass(frozen=True)
class Handler:
    """How one kind of job is done, and how it is shown to the person who asked for it."""

    kind: str
    work: "Work"
    queue: Queue
    title: Text = ""
    max_attempts: int | None = None
    on_failed: "Callable[[Job], None] | None" = None
    result_url: "Callable[[Job], str] | None" = None
    reasons: Mapping[str, Text] = field(default_factory=dict)

    @property
    def attempts_allowed(self) -> int:
        return self.max_attempts or settings.JOB_MAX_ATTEMPTS


_handlers: dict[str, Handler] = {}
_duties: dict[str, Duty] = {}


def handler(
    kind: str,
    *,
    queue: Queue = Queue.DOCUMENTS,
    title: Text = "",
    max_attempts: int | None = None,
    on_failed: "Callable[[Job], None] | None" = None,
    result_url: "Callable[[Job], str] | None" = None,
    reasons: Mapping[str, Text] | None = None,
) -> "Callable[[Work], Work]":
    """Register the decorated function for `kind`, which people know by its `title`.

    `on_failed(job)` runs in the transaction that gives the job up; `result_url(job)` is where the progress
    page leads when the job is ready. `reasons` explains to the requester what `job.error` may hold: the slugs
    of `CannotSucceed`, or an error's name such as "OSError (ENOSPC)". A second handler for a kind is a
    `ValueError`.
    """

    def register(work: "Work") -> "Work":
        known = _handlers.get(kind)
        if known and known.work.__qualname__ != work.__qualname__:
            raise ValueError(f"{kind} already has the handler {known.work.__qualname__}")
        _handlers[kind] = Handler(
            kind, work, queue, title, max_attempts, on_failed, result_url, reasons or {}
        )
        return work

    return register


def every(
    *,
    kind: str,
    minutes: int = 0,
    hours: int = 0,
    daily_at: str = "",
    queue: Queue = Queue.DOCUMENTS,
    title: Text = "",
) -> "Callable[[Work], Work]":
    """Register a periodic duty: one job per slot, and only one for all slots missed while nothing ran."""

    def register(work: "Work") -> "Work":
        handler(kind, queue=queue, title=title)(work)
        _duties[kind] = duty(kind, minutes=minutes, hours=hours, daily_at=daily_at)
        return work

    return register


def handler_of(kind: str) -> Handler:
    """The handler of `kind`; raises `UnknownKind`."""
    try:
        return _handlers[kind]
    except KeyError:
        raise UnknownKind(f"no handler is registered for the job kind {kind!r}") from None


def duties() -> list[Duty]:
    """Everything the clock wakes."""
    return list(_duties.values())


def kinds() -> list[str]:
    """Every kind that has a handler."""
    return sorted(_handlers)


def titles() -> dict[str, Text]:
    """What every kind is called on screen."""
    return {kind: known.title for kind, known in _handlers.items()}


def kind_in_words(kind: str) -> str:
    """A kind that no room registers any more stays as it was noted."""
    return str(titles().get(kind) or kind)


def forget(kind: str) -> None:
    """Remove a kind; for tests that bring their own."""
    _handlers.pop(kind, None)
    _duties.pop(kind, None)
