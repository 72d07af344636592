"""Access reviews: planned, decided with the keyboard alone, closed, proven."""

from datetime import date
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.db.models import Count, Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts.access.choices import ReviewState, Verdict
from accounts.access.forms.grants import ReviewForm
from accounts.access.models import AccessReview, ReviewItem
from accounts.access.operations import close_review, decide_item, open_review, plan_review
from accounts.access.operations.reviews import open_removals
from accounts.access.permissions import can_review, can_see_reviews, may_decide_item
from accounts.access.printing import review_pdf
from accounts.people.forms.fields import DayField
from accounts.people.views.access import attempt, only_for
from accounts.register.models import CorporateAccount
from accounts.register.permissions import works_here
from portal.audit.rules import RuleBroken
from portal.documents.failures import DocumentError
from portal.keys.sealing import SealKeyProblem

PAGE = 100


@only_for(can_see_reviews)
@require_GET
def list_reviews(request: HttpRequest) -> HttpResponse:
    undecided = Count("items", filter=Q(items__verdict__in=(Verdict.PENDING, Verdict.ESCALATED)))
    reviews = AccessReview.objects.annotate(size=Count("items"), undecided=undecided)
    context = {
        "page": Paginator(reviews.order_by("-pk"), PAGE).get_page(request.GET.get("page")),
        "query": {},
        "may_review": can_review(request.user),
    }
    return render(request, "access/reviews/list.html", context)


@only_for(can_review)
@require_http_methods(["GET", "POST"])
def plan(request: HttpRequest) -> HttpResponse:
    form = ReviewForm(request.POST or None)
    sent = request.method == "POST" and form.is_valid()
    if sent and attempt(request, plan_review, _("Planned."), review=form.instance):
        return redirect("access:review-show", ref=form.instance.ref)
    return render(request, "access/reviews/plan.html", {"form": form})


@only_for(works_here)
@require_GET
def show_review(request: HttpRequest, ref: UUID) -> HttpResponse:
    review = _review(request, ref)
    items = _items(request, review)
    page = Paginator(items, PAGE).get_page(request.GET.get("page"))
    decidable = {
        item.pk
        for item in page.object_list
        if item.verdict in (Verdict.PENDING, Verdict.ESCALATED) and may_decide_item(request.user, item.grant)
    }
    context = {
        "review": review,
        "page": page,
        "query": {name: value for name, value in request.GET.items() if name != "page" and value},
        "rows": [(item, item.pk in decidable) for item in page.object_list],
        "may_decide": review.state == ReviewState.OPEN and bool(decidable),
        "may_review": can_review(request.user),
        "undecided": review.items.not_settled().count(),
        "removals": open_removals(review),
        "counts": dict(review.items.values_list("verdict").annotate(n=Count("pk"))),
        "verdicts": [verdict for verdict in Verdict if verdict != Verdict.PENDING],
    }
    return render(request, "access/reviews/show.html", context)


@only_for(can_review)
@require_POST
def open_it(request: HttpRequest, ref: UUID) -> HttpResponse:
    review = _review(request, ref)
    attempt(request, open_review, _("The review is open."), review=review)
    return redirect("access:review-show", ref=ref)


@only_for(works_here)
@require_POST
def decide(request: HttpRequest, ref: UUID) -> HttpResponse:
    """Every row with a verdict, each on its own: one that is refused does not stop the others."""
    review = _review(request, ref)
    until = _day(request.POST.get("until", ""))
    chosen = {
        int(name[5:]): value
        for name, value in request.POST.items()
        if name.startswith("item-") and name[5:].isdigit() and len(name) < 20 and value in Verdict.values
    }
    items = _items(request, review).filter(pk__in=list(chosen)[:PAGE])
    done, refused = 0, ""
    for item in items:
        verdict, note = Verdict(chosen[item.pk]), request.POST.get("note", "")[:500]
        if verdict == Verdict.PENDING:
            continue
        try:
            decide_item(item=item, verdict=verdict, by=request.user, note=note, until=until)
            done += 1
        except RuleBroken as refusal:
            refused = f"{item.grant}: {refusal.message}"
    if done:
        messages.success(request, ngettext("One decided.", "%(n)d decided.", done) % {"n": done})
    if refused:
        messages.error(request, refused)
    page = request.POST.get("page", "")
    where = reverse("access:review-show", args=[ref])
    return redirect(f"{where}?page={page}" if page.isdigit() else where)


@only_for(can_review)
@require_POST
def close(request: HttpRequest, ref: UUID) -> HttpResponse:
    review = _review(request, ref)
    attempt(request, close_review, _("The review is closed."), review=review)
    return redirect("access:review-show", ref=ref)


@only_for(can_see_reviews)
@require_GET
def evidence(request: HttpRequest, ref: UUID) -> HttpResponse:
    """Every item with its verdict, sealed."""
    review = _review(request, ref)
    if review.state == ReviewState.PLANNED:
        raise Http404
    try:
        pdf = review_pdf(review, language=request.user.language)
    except (DocumentError, SealKeyProblem):
        messages.error(request, _("PDFs cannot be made at the moment. Please try again later."))
        return redirect("access:review-show", ref=ref)
    response = HttpResponse(pdf, content_type="application/pdf")
    response["Content-Disposition"] = f'attachment; filename="access-review-{review.opened_at:%Y-%m-%d}.pdf"'
    return response


def _review(request: HttpRequest, ref: UUID) -> AccessReview:
    """Overseers see every review, owners and deputies those that touch their accounts."""
    review = get_object_or_404(
        AccessReview.objects.select_related("platform", "planned_by", "closed_by"), ref=ref
    )
    if not can_see_reviews(request.user) and not _items(request, review).exists():
        raise Http404
    return review


def _items(request: HttpRequest, review: AccessReview) -> Any:
    items = ReviewItem.objects.filter(review=review).with_parts().order_by("pk")
    if can_see_reviews(request.user):
        return items
    return items.filter(grant__account__in=CorporateAccount.objects.answered_for_by(request.user))


def _day(text: str) -> date | None:
    try:
        return DayField(required=False).clean(text)
    except ValidationError:
        return None
