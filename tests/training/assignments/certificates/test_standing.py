"""Where a certificate stands on a day: whichever came first decides."""

from datetime import date
from types import SimpleNamespace

import pytest

from training.assignments.certificates.standing import ProofStanding, standing_on
from training.assignments.choices import RevocationCause

FIRST, LAST = date(2027, 3, 1), date(2029, 2, 28)


def revocation(on: date, cause: str = RevocationCause.MISTAKE) -> SimpleNamespace:
    return SimpleNamespace(ends_on=on, cause=cause)


@pytest.mark.parametrize(
    ("day", "revocations", "state", "since"),
    [
        (date(2027, 2, 28), [], ProofStanding.NOT_YET, None),
        (FIRST, [], ProofStanding.VALID, None),
        (LAST, [], ProofStanding.VALID, None),
        (date(2029, 3, 1), [], ProofStanding.EXPIRED, LAST),
        (date(2028, 1, 1), [date(2028, 1, 2)], ProofStanding.VALID, None),
        (date(2028, 1, 2), [date(2028, 1, 2)], ProofStanding.REVOKED, date(2028, 1, 2)),
        (date(2030, 1, 1), [date(2028, 1, 2)], ProofStanding.REVOKED, date(2028, 1, 2)),
        (date(2030, 1, 1), [date(2029, 6, 1)], ProofStanding.EXPIRED, LAST),
        (date(2028, 9, 1), [date(2028, 5, 1), date(2028, 1, 2)], ProofStanding.REVOKED, date(2028, 1, 2)),
        (date(2027, 1, 1), [date(2027, 1, 1)], ProofStanding.REVOKED, date(2027, 1, 1)),
    ],
)
def test_t1_a_day_has_one_standing(day, revocations, state, since):
    """T1: any day, today or years ago."""
    completion = SimpleNamespace(valid_from=FIRST, valid_until=LAST)
    found = standing_on(completion, [revocation(on) for on in revocations], day)
    assert (found.state, found.since) == (state, since)


def test_a_changed_course_ends_and_does_not_revoke():
    completion = SimpleNamespace(valid_from=FIRST, valid_until=None)
    ended = [revocation(date(2028, 1, 1), RevocationCause.COURSE_CHANGED)]
    assert standing_on(completion, ended, date(2040, 1, 1)).state == ProofStanding.ENDED
    assert standing_on(completion, [], date(2040, 1, 1)).state == ProofStanding.VALID
