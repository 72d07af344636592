"""Search over what I may read."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from guidelines.policies.search.finding import QUERY_MAX, RESULTS_MAX, find


@require_safe
@login_required
def guideline_search(request: HttpRequest) -> HttpResponse:
    query = " ".join(request.GET.get("q", "").replace("\0", " ").split())[:QUERY_MAX]
    found = find(request.user, query, language=request.user.language)
    context = {"query": query, "found": found, "shown_at_most": RESULTS_MAX}
    return render(request, "policies/guideline_search.html", context)
