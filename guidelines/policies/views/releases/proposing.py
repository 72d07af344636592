"""From the draft to the approver: terms, what they mean for people, and the pin."""

from datetime import date
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.people.calendar import local_day
from accounts.people.models import Audience
from accounts.people.views.access import only_for
from guidelines.library.models import GuidelinePage
from guidelines.library.operations import save_translations
from guidelines.library.translating import newest_draft
from guidelines.policies.choices import (
    PENDING_PROPOSALS,
    ChangeClass,
    ProposalState,
    StatementKind,
    Visibility,
)
from guidelines.policies.drafts import slug_for
from guidelines.policies.forecasting import Forecast, forecast
from guidelines.policies.models import Policy, ReleaseProposal
from guidelines.policies.operations import propose_release
from guidelines.policies.permissions import can_propose
from guidelines.policies.pinning import authors_of, pinned_texts
from guidelines.policies.views.releases.forms import TermsForm, summary_field
from guidelines.policies.views.releases.texts import draft_rows
from portal.audit.rules import RuleBroken

# What the next proposal takes over from the version in force; kind and language come from the page.
DAYS = ("due_days", "joiner_due_days", "reconfirm_months")
# What it takes over beside them from a proposal that came back.
REST = (
    "change_class",
    "audience",
    "visibility",
    "statement_kind",
    "authoritative_language",
    "works_council",
    "works_council_on",
    "works_council_document",
)
DUE_DAYS, JOINER_DUE_DAYS = 14, 30


@only_for(can_propose)
@require_http_methods(["GET", "HEAD", "POST"])
def release_propose(request: HttpRequest, page_id: int) -> HttpResponse:
    """Submit, or (button "preview", or htmx) only say whom these terms would ask (K4)."""
    page = get_object_or_404(GuidelinePage.objects.select_related("locale"), id=page_id)
    policy = _policy(page)
    if policy and (policy.retired_at or _pending(policy)):
        return _closed(request, page, policy)
    today = local_day(timezone.now(), request.user.location)
    form = TermsForm(
        request.POST or None,
        initial=_initial(page, policy, today),
        is_first=policy is None or policy.current is None,
        language=page.authoritative_language,
        today=today,
    )
    if request.headers.get("HX-Request") == "true":
        return render(request, "policies/releases/forecast.html", {"forecast": _forecast(form, policy)})
    if form.is_bound and "preview" not in request.POST and form.is_valid():
        proposal = _submit(request, page, form)
        if proposal is not None:
            messages.success(request, _("Proposed. The text is pinned as it is now; an approver decides."))
            return redirect("policies:release-show", ref=proposal.ref)
    return _page(request, page, policy, form)


def _page(request: HttpRequest, page: GuidelinePage, policy: Policy | None, form: TermsForm) -> HttpResponse:
    draft = newest_draft(page)
    context = {
        "form": form,
        "page": page,
        "title": draft.title,
        "language": page.locale.language_code,
        "policy": policy,
        "rows": draft_rows(page),
        "forecast": _forecast(form, policy),
        "returned": _returned(policy),
    }
    failed = form.is_bound and "preview" not in request.POST
    return render(request, "policies/releases/propose.html", context, status=422 if failed else 200)


def _submit(request: HttpRequest, page: GuidelinePage, form: TermsForm) -> ReleaseProposal | None:
    try:
        save_translations(page, by=request.user)
        return propose_release(
            slug=slug_for(page),
            translation_key=str(page.translation_key),
            texts=pinned_texts(page),
            authors=authors_of(page),
            terms=form.terms(),
            by=request.user,
        )
    except RuleBroken as refusal:
        form.add_error(None, str(refusal.message))
        return None


def _policy(page: GuidelinePage) -> Policy | None:
    return Policy.objects.filter(translation_key=page.translation_key).select_related("current").first()


def _pending(policy: Policy) -> ReleaseProposal | None:
    return policy.proposals.filter(state__in=PENDING_PROPOSALS).first()


def _closed(request: HttpRequest, page: GuidelinePage, policy: Policy) -> HttpResponse:
    """Nothing can be proposed now; a POST meets the same page, because somebody else was faster."""
    context = {"title": newest_draft(page).title, "policy": policy, "pending": _pending(policy)}
    return render(
        request, "policies/releases/closed.html", context, status=409 if request.method == "POST" else 200
    )


def _forecast(form: TermsForm, policy: Policy | None) -> Forecast | None:
    """Whom the chosen terms would ask, whatever else is still missing in the form."""
    if form.is_bound:
        form.is_valid()
        data = form.cleaned_data
    else:
        data = form.initial
    audience = data.get("audience")
    if not isinstance(audience, Audience):
        return None
    return forecast(
        policy=policy,
        audience=audience,
        change_class=data.get("change_class", ChangeClass.MATERIAL),
        statement_kind=data.get("statement_kind", ""),
    )


def _returned(policy: Policy | None) -> ReleaseProposal | None:
    """The last proposal, if it was sent back or withdrawn: its terms are where the editor goes on."""
    latest = policy.proposals.select_related("audience").order_by("-pk").first() if policy else None
    came_back = (ProposalState.SENT_BACK, ProposalState.WITHDRAWN)
    return latest if latest and latest.state in came_back else None


def _initial(page: GuidelinePage, policy: Policy | None, today: date) -> dict[str, Any]:
    returned = _returned(policy)
    if returned:
        return _from_returned(returned, today)
    facts = {**_from_draft(newest_draft(page)), "effective_on": today}
    if policy and policy.current:
        facts |= {"audience": policy.audience, "visibility": policy.visibility}
        facts |= {name: getattr(policy.current, name) for name in DAYS}
    return facts


def _from_returned(proposal: ReleaseProposal, today: date) -> dict[str, Any]:
    words = {summary_field(code): text for code, text in proposal.change_summary.items()}
    return {
        **{name: getattr(proposal, name) for name in (*DAYS, *REST)},
        **words,
        "effective_on": max(proposal.effective_on, today),
    }


def _from_draft(draft: GuidelinePage) -> dict[str, Any]:
    audiences = list(Audience.objects.order_by("pk")[:2])
    return {
        "statement_kind": draft.statement_kind or StatementKind.RECEIPT,
        "authoritative_language": draft.authoritative_language,
        "visibility": Visibility.EVERYONE,
        "due_days": DUE_DAYS,
        "joiner_due_days": JOINER_DUE_DAYS,
        "audience": audiences[0] if len(audiences) == 1 else None,
    }
