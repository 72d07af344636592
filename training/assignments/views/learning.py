"""My learning: what, by when, how long it takes, and where I was."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from accounts.people.calendar import local_day
from training.assignments.mine import learning_of, past_of
from training.courses.reading import titles_of


@require_safe
@login_required
@never_cache
def learning(request: HttpRequest) -> HttpResponse:
    today = local_day(timezone.now(), request.user.location)
    entries = learning_of(request.user, today)
    past = past_of(request.user, today)
    versions = [one.version_id for one in past if one.version_id]
    titles = titles_of(versions, request.user.language) if versions else {}
    context = {
        "owed": [entry for entry in entries if entry.is_owed],
        "done": [entry for entry in entries if entry.is_done],
        "others": [entry for entry in entries if not entry.is_owed and not entry.is_done],
        "past": [(one, titles.get(one.version_id or 0, one.course.slug)) for one in past],
    }
    return render(request, "assignments/learning.html", context)
