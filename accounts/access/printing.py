"""The evidence of an access review as a sealed PDF."""

from django.template.loader import render_to_string
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from accounts.access.models import AccessReview
from portal.audit.trail import head
from portal.documents.render import render_pdf
from portal.documents.seal import seal_pdf


def review_pdf(review: AccessReview, *, language: str) -> bytes:
    """Every item, what was decided, by whom and when. Raises what `render_pdf` and `seal_pdf` raise."""
    with translation.override(language):
        items = list(review.items.with_parts().order_by("pk"))
        seq, chain = head()
        context = {
            "review": review,
            "items": items,
            "language": language,
            "at": timezone.now(),
            "seq": seq,
            "chain": chain,
        }
        html = render_to_string("access/reviews/evidence.html", context)
        return seal_pdf(render_pdf(html, language=language), reason=_("Access review"), language=language)
