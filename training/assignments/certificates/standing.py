"""Where a completion stands on a day: a certificate stays, what it says may have run out. Pure."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Protocol

from django.db import models
from django.utils.translation import pgettext_lazy

from training.assignments.choices import RevocationCause


class ProofStanding(models.TextChoices):
    """What the public check says of a certificate on a day."""

    VALID = "valid", pgettext_lazy("standing of a certificate", "Valid")
    NOT_YET = "not_yet", pgettext_lazy("standing of a certificate", "Not valid yet")
    EXPIRED = "expired", pgettext_lazy("standing of a certificate", "Expired")
    ENDED = "ended", pgettext_lazy("standing of a certificate", "Ended: the course has changed")
    REVOKED = "revoked", pgettext_lazy("standing of a certificate", "Revoked")


class Revoking(Protocol):
    """A `CompletionRevocation`, as far as it matters here."""

    ends_on: date
    cause: str


class Counting(Protocol):
    """A `Completion`, as far as it matters here."""

    valid_from: date
    valid_until: date | None


@dataclass(frozen=True)
class Standing:
    """`since` is the first day on which it counted no more; None while it counts, or will."""

    state: ProofStanding
    since: date | None = None


def standing_on(completion: Counting, revocations: Iterable[Revoking], day: date) -> Standing:
    """Whichever came first decides: what has expired can only be revoked afterwards in name."""
    first = min(revocations, key=lambda one: one.ends_on, default=None)
    until = completion.valid_until
    if first is not None and first.ends_on <= day and (until is None or first.ends_on <= until):
        revoked = first.cause == RevocationCause.MISTAKE
        return Standing(ProofStanding.REVOKED if revoked else ProofStanding.ENDED, first.ends_on)
    if until is not None and until < day:
        return Standing(ProofStanding.EXPIRED, until)
    if completion.valid_from > day:
        return Standing(ProofStanding.NOT_YET)
    return Standing(ProofStanding.VALID)
