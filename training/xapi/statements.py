"""What a record store is told, and nothing more: somebody without a name passed or completed a course.

No score, no answer, no time spent. Ids follow from what is said, so that saying it twice is saying it once
(xAPI 1.0.3, part two, 2.4.1). Pure.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from uuid import UUID, uuid5

from training.xapi.choices import Verb

XAPI_VERSION = "1.0.3"
NAMESPACE = UUID("5b0f7d3e-0a55-4c6c-9a53-6f2b8f0f6f0a")
COURSE_TYPE = "http://adlnet.gov/expapi/activities/course"
VERBS = {
    Verb.PASSED: ("http://adlnet.gov/expapi/verbs/passed", {"de": "bestanden", "en": "passed"}),
    Verb.COMPLETED: ("http://adlnet.gov/expapi/verbs/completed", {"de": "abgeschlossen", "en": "completed"}),
}


@dataclass(frozen=True)
class Said:
    """What is behind the statements about one completion. `base` is the portal's address."""

    base: str
    store: UUID
    source: UUID
    actor: str
    course: UUID
    titles: Mapping[str, str]
    version: str
    at: datetime


def statement(said: Said, verb: Verb) -> dict[str, Any]:
    """One statement, the same whenever it is made again."""
    address, display = VERBS[verb]
    definition: dict[str, Any] = {"type": COURSE_TYPE}
    if said.titles:
        definition["name"] = dict(sorted(said.titles.items()))
    found: dict[str, Any] = {
        "id": str(statement_id(said, verb)),
        "actor": {"objectType": "Agent", "account": {"homePage": said.base, "name": said.actor}},
        "verb": {"id": address, "display": display},
        "object": {
            "objectType": "Activity",
            "id": f"{said.base}/xapi/courses/{said.course}",
            "definition": definition,
        },
        "timestamp": said.at.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z"),
    }
    if said.version:
        found["context"] = {"extensions": {f"{said.base}/xapi/version": said.version}}
    return found


def statement_id(said: Said, verb: Verb) -> UUID:
    return uuid5(NAMESPACE, f"{said.store}:{said.source}:{verb.value}")
