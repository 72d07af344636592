"""Access reviews: planned, decided with the keyboard alone, closed, proven."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Count, Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts.access.choices import ReviewState, Verdict
from accounts.access.forms.reviews import MOST_AT_ONCE, ReviewForm, VerdictsForm
from accounts.access.models import AccessReview, ReviewItem
from accounts.access.operations import close_review, decide_item, open_review, plan_review
from accounts.access.operations.reviews import open_removals
from accounts.access.permissions import can_oversee_access, can_review, can_set_policies, reviewable_by
from accounts.access.printing import review_pdf
from accounts.people.views.access import attempt, only_for
from accounts.register.models import CorporateAccount
from accounts.register.permissions import works_here
from portal.audit.rules import RuleBroken
from portal.documents.failures import DocumentError
from portal.keys.sealing import SealKeyProblem

PAGE = MOST_AT_ONCE
# So many refusals are told one by one.
FEW = 3
CHOICES = [verdict for verdict in Verdict if verdict != Verdict.PENDING]


@only_for(can_oversee_access)
@require_GET
def list_reviews(request: HttpRequest) -> HttpResponse:
    undecided = Count("items", filter=Q(items__verdict__in=(Verdict.PENDING, Verdict.ESCALATED)))
    reviews = AccessReview.objects.annotate(size=Count("items"), undecided=undecided)
    context = {
        "page": Paginator(reviews.order_by("-pk"), PAGE).get_page(request.GET.get("page")),
        "query": {},
        "may_review": can_review(request.user),
        "may_set_rules": can_set_policies(request.user),
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
    return _page(request, _review(request, ref), request.GET.get("page", ""), VerdictsForm())


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
    form = VerdictsForm(request.POST)
    if not form.is_valid():
        return _page(request, review, request.POST.get("page", ""), form)
    items = _items(request, review).filter(pk__in=form.verdicts)
    refusals = [refusal for item in items if (refusal := _decide_one(request, item, form))]
    done = len(items) - len(refusals)
    if done:
        messages.success(request, ngettext("One decided.", "%(n)d decided.", done) % {"n": done})
    for refusal in refusals[:FEW]:
        messages.error(request, refusal)
    return redirect("access:review-show", ref=ref)


@only_for(can_review)
@require_POST
def close(request: HttpRequest, ref: UUID) -> HttpResponse:
    review = _review(request, ref)
    attempt(request, close_review, _("The review is closed."), review=review)
    return redirect("access:review-show", ref=ref)


@only_for(can_oversee_access)
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


def _page(request: HttpRequest, review: AccessReview, number: str, form: VerdictsForm) -> HttpResponse:
    """What is undecided comes first, so that after each save the next rows are in view."""
    page = Paginator(_items(request, review).undecided_first(), PAGE).get_page(number)
    items, mine = list(page.object_list), set()
    if review.state == ReviewState.OPEN:
        open_items = (item for item in items if item.verdict in (Verdict.PENDING, Verdict.ESCALATED))
        mine = reviewable_by(request.user, [item.grant for item in open_items])
    counts = dict(review.items.order_by().values_list("verdict").annotate(n=Count("pk")))
    undecided = counts.get(Verdict.PENDING, 0) + counts.get(Verdict.ESCALATED, 0)
    removals = open_removals(review)
    context = {
        "review": review,
        "page": page,
        "rows": [(item, item.grant_id in mine, form.verdicts.get(item.pk, "")) for item in items],
        "may_decide": bool(mine),
        "may_review": can_review(request.user),
        "sees_all": can_oversee_access(request.user),
        "undecided": undecided,
        "removals": removals,
        "counts": [(Verdict(verdict), n) for verdict, n in counts.items()],
        "is_finished": not undecided and not removals,
        "verdicts": CHOICES,
        "form": form,
    }
    return render(request, "access/reviews/show.html", context)


def _decide_one(request: HttpRequest, item: ReviewItem, form: VerdictsForm) -> str:
    """Empty, or why it was refused."""
    data = form.cleaned_data
    try:
        decide_item(
            item=item,
            verdict=form.verdicts[item.pk],
            by=request.user,
            note=data["note"],
            until=data["until"],
        )
    except RuleBroken as refusal:
        return f"{item.grant}: {refusal.message}"
    return ""


def _review(request: HttpRequest, ref: UUID) -> AccessReview:
    """Overseers see every review, owners and deputies those that touch their accounts."""
    review = get_object_or_404(
        AccessReview.objects.select_related("platform", "planned_by", "closed_by", "subject"), ref=ref
    )
    if not can_oversee_access(request.user) and not _items(request, review).exists():
        raise Http404
    return review


def _items(request: HttpRequest, review: AccessReview) -> Any:
    items = ReviewItem.objects.filter(review=review).with_parts()
    if can_oversee_access(request.user):
        return items
    return items.filter(grant__account__in=CorporateAccount.objects.answered_for_by(request.user))
