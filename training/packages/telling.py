"""What a package may tell, and nothing beyond it: the closed vocabulary and the sizes of SCORM 1.2. Pure."""

import math
from collections.abc import Mapping
from typing import NamedTuple

from training.packages.choices import Told as Status
from training.packages.models import PLACE_MAX, SUSPEND_DATA_MAX
from training.packages.rules import NotToldRight


class Told(NamedTuple):
    status: Status
    score: int | None
    place: str
    suspended: str


def told(facts: Mapping[str, str]) -> Told:
    """Raises `NotToldRight` for an unknown status, a score outside 0 to 100, and what is too long."""
    status, place, suspended = facts.get("status", ""), facts.get("place", ""), facts.get("suspended", "")
    if status not in Status.values or len(place) > PLACE_MAX or len(suspended) > SUSPEND_DATA_MAX:
        raise NotToldRight
    return Told(Status(status), _score(facts.get("score", "").strip()), place, suspended)


def _score(text: str) -> int | None:
    if not text:
        return None
    try:
        score = float(text)
    except ValueError as error:
        raise NotToldRight from error
    if not math.isfinite(score) or not 0 <= score <= 100:
        raise NotToldRight
    return round(score)
