"""The shape in which a course is shipped, turned into what its page stores: see `guidelines.library`."""

from collections.abc import Iterable
from typing import Any

from guidelines.library.content import Content, block_data, stable_id

OWN_DEFAULTS: dict[str, dict[str, Any]] = {
    "guideline_section": {"heading": "", "lead": ""},
    "worked_example": {"post": "", "channel": ""},
}


def lessons_data(slug: str, lessons: Iterable[Content]) -> list[dict[str, Any]]:
    """The raw data of all lessons; ids come from the lesson's key and the place in it."""
    return [
        {
            "type": "lesson",
            "id": stable_id(f"{slug}/lesson/{lesson['key']}"),
            "value": {
                "key": lesson["key"],
                "title": lesson["title"].strip(),
                "minutes": lesson["minutes"],
                "body": list(_body(f"{slug}/{lesson['key']}", lesson["body"])),
            },
        }
        for lesson in lessons
    ]


def _body(place: str, blocks: Iterable[Content]) -> Iterable[dict[str, Any]]:
    for index, block in enumerate(blocks):
        value = {**OWN_DEFAULTS.get(block["type"], {}), **block["value"]}
        yield block_data(f"{place}/{index}", block["type"], value)
