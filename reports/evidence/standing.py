"""Where an acknowledgement stands today."""

from guidelines.policies.choices import Answer
from guidelines.policies.models import Acknowledgement
from reports.evidence.choices import Standing


def standing(acknowledgement: Acknowledgement) -> Standing:
    """The first that applies, the gravest first: withdrawn, retired, superseded, under reservation, valid."""
    if hasattr(acknowledgement, "withdrawal"):
        return Standing.WITHDRAWN
    policy = acknowledgement.policy
    if policy.retired_at is not None:
        return Standing.RETIRED
    if policy.current is not None and policy.current.major > acknowledgement.version.major:
        return Standing.SUPERSEDED
    if acknowledgement.answer == Answer.UNDER_RESERVATION:
        return Standing.UNDER_RESERVATION
    return Standing.VALID
