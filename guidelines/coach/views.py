"""Lists of switches. What somebody ticks stays in their browser: these pages send nothing and ask nothing."""

from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.views.decorators.http import require_safe

from accounts.register.models import Platform
from guidelines.coach.reading import checked_on, entries, entry
from guidelines.coach.structure import coaching_of
from guidelines.editions.freezing import FrozenWork
from guidelines.editions.models import Wording
from portal.upkeep.middleware import unwatched


@unwatched
@require_safe
@login_required
def platform_list(request: HttpRequest) -> HttpResponse:
    return render(request, "coach/platform_list.html", {"entries": entries(request.user.language)})


@unwatched
@require_safe
@login_required
def platform_show(request: HttpRequest, slug: str) -> HttpResponse:
    found = entry(slug, request.user.language)
    if found is None:
        raise Http404
    context: dict[str, Any] = {
        "work": found.work,
        "text": found.text,
        "coaching": found.coaching,
        "checked_on": checked_on(found.coaching),
        "platform": Platform.objects.filter(slug=found.coaching.platform).first(),
        "is_foreign": found.text.language != request.user.language,
    }
    return render(request, "coach/platform_show.html", context)


def shown_coach(request: HttpRequest, wording: Wording | FrozenWork) -> str:
    """A coach page for desk and preview."""
    context = {"coaching": coaching_of(wording.data), "text": wording}
    return render_to_string("coach/partials/cards.html", context, request)
