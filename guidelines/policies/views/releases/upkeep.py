"""A guideline between releases: reviewed and left as it is, or taken out of force."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.people.calendar import local_day
from accounts.people.views.access import only_for
from guidelines.library.models import GuidelinePage
from guidelines.policies.drafts import differing_languages
from guidelines.policies.emails import title_of
from guidelines.policies.models import Policy, PolicyReview
from guidelines.policies.operations import confirm_unchanged, retire_policy
from guidelines.policies.permissions import can_approve, can_propose
from guidelines.policies.reviewing import review_of, suggested_day
from guidelines.policies.views.releases.access import on_their_way, refusal_of
from guidelines.policies.views.releases.forms import ReviewForm


@only_for(can_propose)
@require_http_methods(["GET", "HEAD", "POST"])
def guideline_review(request: HttpRequest, slug: str) -> HttpResponse:
    """ "Reviewed, unchanged" by an approver; editors see where it stands. Nobody is asked (K3)."""
    policy = _policy(slug)
    if request.method == "POST" and not can_approve(request.user):
        raise PermissionDenied
    form = ReviewForm(request.POST or None, initial={"next_review_on": suggested_day(timezone.localdate())})
    if request.method == "POST" and form.is_valid():
        day = form.cleaned_data["next_review_on"]
        refusal = refusal_of(confirm_unchanged, policy=policy, next_review_on=day, by=request.user)
        if not refusal:
            messages.success(request, _("Noted: reviewed and unchanged. Nobody is asked again."))
            return redirect("policies:guideline-review", slug=slug)
        form.add_error(None, refusal)
    status = 422 if request.method == "POST" else 200
    return render(request, "policies/releases/review.html", _context(request, policy, form), status=status)


@only_for(can_approve)
@require_http_methods(["GET", "HEAD", "POST"])
def guideline_retire(request: HttpRequest, slug: str) -> HttpResponse:
    """Say what retiring means; the POST does it."""
    policy = _policy(slug)
    if request.method == "POST":
        refusal = refusal_of(retire_policy, policy=policy, by=request.user)
        if refusal:
            messages.error(request, refusal)
        else:
            messages.success(
                request, _("Retired. Nobody is asked any more; every confirmation stays provable.")
            )
        return redirect("policies:release-list")
    context = {
        "policy": policy,
        "title": title_of(policy, request.user.language),
        "open": policy.requests.open().count(),
        "given": policy.acknowledgements.count(),
    }
    return render(request, "policies/releases/retire.html", context)


def _policy(slug: str) -> Policy:
    return get_object_or_404(Policy.objects.in_force().select_related("current"), slug=slug)


def _context(request: HttpRequest, policy: Policy, form: ReviewForm) -> dict[str, Any]:
    review = review_of(policy)
    today = local_day(timezone.now(), request.user.location)
    past = PolicyReview.objects.filter(version__policy=policy).select_related("version", "reviewed_by")
    originals = GuidelinePage.objects.filter(translation_key=policy.translation_key)
    return {
        "policy": policy,
        "title": title_of(policy, request.user.language),
        "review": review,
        "is_overdue": bool(review) and review.due_on < today,
        "past": past.order_by("-reviewed_at"),
        "differs": differing_languages(policy),
        "pending": on_their_way([policy.translation_key]).get(policy.translation_key),
        "page_id": originals.values_list("pk", flat=True).first(),
        "form": form,
        "can_approve": can_approve(request.user),
    }
