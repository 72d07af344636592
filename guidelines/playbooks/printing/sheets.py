"""What a playbook looks like on paper: its levels on one sheet, its whole text, and whom to call."""

from collections.abc import Callable
from dataclasses import dataclass
from io import BytesIO
from typing import Any

import pikepdf
from django.template.loader import render_to_string
from django.utils import timezone, translation

from accounts.people.models import Location
from guidelines.editions.models import EditionText, Work
from guidelines.playbooks.calling import crisis_leads, tree_of
from guidelines.playbooks.presenting import presented
from guidelines.playbooks.structure import plan_of
from portal.documents.render import render_pdf
from portal.ui.bundle import document_stylesheet

# From the size that reads best to the smallest that is still read at arm's length.
CARD_SIZES = ("10.5pt", "9.5pt", "8.5pt", "8pt", "7.5pt", "6.5pt")


@dataclass(frozen=True)
class Sheet:
    """One kind of print. `names_people`: it holds names and phone numbers."""

    slug: str
    draw: Callable[[Work, EditionText], bytes]
    names_people: bool

    def make(self, work: Work, text: EditionText) -> bytes:
        """Paper is for everybody, so its times are the company's. Raises `DocumentError`."""
        with timezone.override(Location.company_zone()):
            return self.draw(work, text)


def card_pdf(work: Work, text: EditionText) -> bytes:
    """The levels of a playbook on one landscape page, in the largest of `CARD_SIZES` with which they fit.

    Raises `DocumentError`.
    """
    pdf = b""
    for size in CARD_SIZES:
        pdf = _rendered("playbooks/pdf/card.html", text, size=size)
        if pages_of(pdf) == 1:
            break
    return pdf


def whole_pdf(work: Work, text: EditionText) -> bytes:
    """All of a playbook but its people. Raises `DocumentError`."""
    return _rendered("playbooks/pdf/whole.html", text)


def people_pdf(work: Work, text: EditionText) -> bytes:
    """The contact card and the phone tree: who is called, in which order, with every number that is known.

    Raises `DocumentError`.
    """
    return _rendered("playbooks/pdf/people.html", text, tree=tree_of(work, text), crisis_leads=crisis_leads())


SHEETS = (
    Sheet("card", card_pdf, names_people=False),
    Sheet("playbook", whole_pdf, names_people=False),
    Sheet("contacts", people_pdf, names_people=True),
)


def pages_of(pdf: bytes) -> int:
    with pikepdf.open(BytesIO(pdf)) as opened:
        return len(opened.pages)


def _rendered(template: str, text: EditionText, **context: Any) -> bytes:
    with translation.override(text.language):
        html = render_to_string(
            template,
            {
                "text": text,
                "edition": text.edition,
                "shown": presented(plan_of(text.data)),
                "printed_at": timezone.localtime(),
                "stylesheet": document_stylesheet(),
                **context,
            },
        )
    return render_pdf(html, base=(), language=text.language)
