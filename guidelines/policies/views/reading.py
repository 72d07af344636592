"""The shelf and the reading page."""

from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from accounts.people.calendar import local_day
from accounts.people.models import Employee
from guidelines.policies.choices import Answer
from guidelines.policies.duties import texts_of
from guidelines.policies.models import Acknowledgement, AcknowledgementRequest, Policy, PolicyVersion
from guidelines.policies.reading import choose, minutes_of
from guidelines.policies.standing import Standing, deciding_request, standing_of
from guidelines.policies.views.texts import summaries, text_context


@require_safe
@login_required
def guideline_list(request: HttpRequest) -> HttpResponse:
    """What I may read, what waits for me first."""
    person = request.user
    policies = list(Policy.objects.readable_by(person).select_related("current"))
    texts = texts_of({policy.current_id for policy in policies})
    requests = _requests_by_policy(person)
    today = local_day(timezone.now(), person.location)
    entries = [
        _entry(
            policy,
            texts[policy.current_id],
            standing_of(deciding_request(requests.get(policy.pk, [])), today),
            person,
        )
        for policy in policies
    ]
    return render(request, "policies/guideline_list.html", {"entries": sorted(entries, key=_urgency)})


@require_safe
@login_required
def guideline_read(request: HttpRequest, slug: str) -> HttpResponse:
    """The version in force. Of a guideline out of force people still find the version they answered."""
    policy = Policy.objects.readable_by(request.user).select_related("current").filter(slug=slug).first()
    if policy is None:
        return _last_version(request, slug)
    versions = list(policy.versions.newest_first())
    mine = _mine(request.user, policy)
    context = {
        "policy": policy,
        **text_context(request, policy.current),
        **mine,
        "changed_since": _changed_since(mine["confirmed"], policy.current),
        "versions": summaries(versions, request.user.language),
        "not_yet": policy.current.effective_on > mine["today"],
    }
    return render(request, "policies/guideline_read.html", context)


@require_safe
@login_required
def version_read(request: HttpRequest, slug: str, major: int, minor: int) -> HttpResponse:
    """One version as it was released: what somebody confirmed, word for word."""
    versions = PolicyVersion.objects.readable_by(request.user).select_related("policy__current")
    version = get_object_or_404(versions, policy__slug=slug, major=major, minor=minor)
    policy = version.policy
    given = Acknowledgement.objects.filter(employee=request.user, version=version).order_by("-at").first()
    context = {
        "policy": policy,
        **text_context(request, version),
        "given": given,
        "is_current": policy.current_id == version.pk and not policy.retired_at,
        "is_open": policy.retired_at is None,
    }
    return render(request, "policies/version_read.html", context)


def _last_version(request: HttpRequest, slug: str) -> HttpResponse:
    versions = PolicyVersion.objects.readable_by(request.user).filter(policy__slug=slug)
    latest = versions.newest_first().first()
    if latest is None:
        raise Http404
    return redirect("policies:version-read", slug=slug, major=latest.major, minor=latest.minor)


def _mine(person: Employee, policy: Policy) -> dict[str, Any]:
    """Where the person stands with `policy`, and what they confirmed last."""
    requests = list(AcknowledgementRequest.objects.of(person).filter(policy=policy).with_answer())
    today = local_day(timezone.now(), person.location)
    answers = [given for one in requests if (given := getattr(one, "acknowledgement", None))]
    confirmed = [given for given in answers if given.answer == Answer.CONFIRMED]
    return {
        "today": today,
        "standing": standing_of(deciding_request(requests), today),
        "confirmed": max(confirmed, key=lambda given: given.at, default=None),
    }


def _changed_since(confirmed: Acknowledgement | None, current: PolicyVersion) -> PolicyVersion | None:
    return confirmed.version if confirmed and confirmed.version_id != current.pk else None


def _requests_by_policy(person: Employee) -> dict[int, list[AcknowledgementRequest]]:
    found: dict[int, list[AcknowledgementRequest]] = {}
    for one in AcknowledgementRequest.objects.of(person).select_related("version").order_by("-pk"):
        found.setdefault(one.policy_id, []).append(one)
    return found


def _entry(policy: Policy, texts: list, standing: Standing, person: Employee) -> dict[str, Any]:
    rendition = choose(texts, policy.current, wanted=person.language).rendition
    return {
        "policy": policy,
        "version": policy.current,
        "rendition": rendition,
        "minutes": minutes_of(rendition.words),
        "standing": standing,
        "is_foreign": rendition.language != person.language,
    }


def _urgency(entry: dict[str, Any]) -> tuple:
    """Owed first, by due date; then offers; then everything else by title."""
    standing: Standing = entry["standing"]
    due = standing.request.due_on if standing.is_owed and standing.request else None
    return (
        not standing.is_owed,
        due is None,
        due or timezone.now().date(),
        not standing.is_open,
        entry["rendition"].title.casefold(),
    )
