"""A coach page becomes plain content, in the shape of `structure`. Pure."""

from typing import TYPE_CHECKING, Any

from guidelines.editions.freezing import frozen_source
from guidelines.library.reading import paragraphs, plain

if TYPE_CHECKING:
    from guidelines.coach.models import CoachPage


def frozen_coach(page: "CoachPage") -> dict[str, Any]:
    return {
        "order": page.order,
        "platform": page.platform,
        "intro": paragraphs(page.intro),
        "checked_on": page.checked_on.isoformat() if page.checked_on else "",
        "cards": [_card(block.value) for block in page.cards],
        "fixed": [
            {
                "key": block.value["key"] or "",
                "title": plain(block.value["title"]),
                "text": paragraphs(block.value["text"]),
            }
            for block in page.fixed
        ],
    }


def _card(value: Any) -> dict[str, Any]:
    return {
        "key": value["key"] or "",
        "title": plain(value["title"]),
        "why": paragraphs(value["why"]),
        "set": paragraphs(value["set"]),
        "remains": paragraphs(value["remains"]),
        "source": frozen_source(value["source"]),
    }
