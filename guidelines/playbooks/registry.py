"""What higher rooms tell this one: where an incident is reported, and when a playbook was last practised."""

from collections.abc import Callable
from datetime import datetime
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from guidelines.editions.models import Work

Reporting = Callable[[str], str]
Drilled = Callable[["Work"], datetime | None]

_reporting: list[Reporting] = []
_drills: list[Drilled] = []


def report_address(address: Reporting) -> Reporting:
    """Offer to report an incident: `address(trouble)` is where that is done; `trouble` may be empty."""
    _reporting.append(address)
    return address


def address_to_report(trouble: str = "") -> str:
    """Where an incident is reported, or "" while no room takes reports."""
    return _reporting[-1](trouble) if _reporting else ""


def drill_source(source: Drilled) -> Drilled:
    """Have a room say when a playbook was last practised, or None."""
    _drills.append(source)
    return source


def last_drill(work: "Work") -> datetime | None:
    return max((at for source in _drills if (at := source(work)) is not None), default=None)
