"""The evidence of an access review, and the protocol of a departure, as sealed PDFs."""

from collections.abc import Sequence
from typing import Any

from django.conf import settings
from django.template.loader import render_to_string
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from accounts.access.models import AccessReview, LeaverRun, PlatformTask
from accounts.people.models import Employee
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
            "site_name": settings.PORTAL_SITE_NAME,
            "items": items,
            "language": language,
            "at": timezone.now(),
            "seq": seq,
            "chain": chain,
        }
        html = render_to_string("access/reviews/evidence.html", context)
        return seal_pdf(render_pdf(html, language=language), reason=_("Access review"), language=language)


def leaver_pdf(run: LeaverRun, *, groups: Sequence[Any], by: Employee) -> bytes:
    """The protocol of a departure, in the language of whoever asks. Raises as `review_pdf` does."""
    language = by.language
    with translation.override(language):
        seq, chain = head()
        tasks = PlatformTask.objects.with_parts().filter(
            grant__person=run.person, opened_at__gte=run.started_at
        )
        context = {
            "run": run,
            "groups": groups,
            "tasks": tasks.select_related("done_by").order_by("pk"),
            "language": language,
            "author": by.name,
            "at": timezone.now(),
            "seq": seq,
            "chain": chain,
        }
        html = render_to_string("access/leaving/protocol.html", context)
        return seal_pdf(render_pdf(html, language=language), reason=_("Leaver protocol"), language=language)
