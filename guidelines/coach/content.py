"""The shape in which the privacy coach is shipped and imported, turned into what its pages store."""

from datetime import date

from guidelines.coach.models import CoachIndexPage, CoachPage
from guidelines.library.content import Content, block_data
from guidelines.library.freezing import Draft
from guidelines.library.writing import Kind


def _fill(page: Draft, content: Content) -> None:
    page.title = content["title"].strip()
    page.summary = content["summary"].strip()
    page.intro = content["intro"].strip()
    page.order = content["order"]
    page.platform = content["platform"]
    page.checked_on = date.fromisoformat(content["checked_on"])
    page.cards = [block_data(f"{page.slug}/card/{one['key']}", "card", one) for one in content["cards"]]
    page.fixed = [block_data(f"{page.slug}/fixed/{one['key']}", "fixed", one) for one in content["fixed"]]


COACH = Kind(
    page=CoachPage,
    shelf=CoachIndexPage,
    fill=_fill,
    words=("title", "summary", "intro", "cards", "fixed"),
)
