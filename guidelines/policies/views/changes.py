"""What changed between the version somebody knows and the one in force."""

import re
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.html import format_html
from django.views.decorators.http import require_safe

from accounts.people.models import Employee
from guidelines.library.comparing import compare, comparison_html, has_changes
from guidelines.policies.choices import Answer
from guidelines.policies.models import Acknowledgement, Policy, PolicyVersion, Rendition
from guidelines.policies.views.texts import renditions_of, summaries, wanted_language

NUMBER = re.compile(r"\A(\d{1,4})\.(\d{1,4})\Z")


@require_safe
@login_required
def guideline_changes(request: HttpRequest, slug: str) -> HttpResponse:
    """From `?since=1.0`, else the version I confirmed last, else the one before, to the version in force."""
    person = request.user
    policy = get_object_or_404(Policy.objects.readable_by(person).select_related("current"), slug=slug)
    versions = list(policy.versions.newest_first())
    current = policy.current
    older = [version for version in versions if version.pk != current.pk]
    since = _asked_for(request, older) or _confirmed(person, older) or (older[0] if older else None)
    context: dict[str, Any] = {"policy": policy, "version": current, "since": since, "older": older}
    if since is not None:
        context |= _comparison(since, current, wanted_language(request))
        between = [version for version in versions if _number(version) > _number(since)]
        context["summaries"] = summaries(between, person.language)
    else:
        context["rendition"] = renditions_of(current)[0]
    return render(request, "policies/guideline_changes.html", context)


def _asked_for(request: HttpRequest, older: list[PolicyVersion]) -> PolicyVersion | None:
    found = NUMBER.match(request.GET.get("since", ""))
    wanted = (int(found[1]), int(found[2])) if found else None
    return next((version for version in older if _number(version) == wanted), None)


def _confirmed(person: Employee, older: list[PolicyVersion]) -> PolicyVersion | None:
    given = Acknowledgement.objects.filter(employee=person, version__in=older, answer=Answer.CONFIRMED)
    latest = given.order_by("-at").values_list("version", flat=True).first()
    return next((version for version in older if version.pk == latest), None)


def _number(version: PolicyVersion) -> tuple[int, int]:
    return version.major, version.minor


def _comparison(since: PolicyVersion, current: PolicyVersion, wanted: str) -> dict[str, Any]:
    before = {rendition.language: rendition for rendition in renditions_of(since)}
    after = {rendition.language: rendition for rendition in renditions_of(current)}
    common = sorted(before.keys() & after.keys(), key=lambda code: (code != wanted, code))
    if not common:
        return {"rendition": after[current.authoritative_language]}
    old, new = before[common[0]], after[common[0]]
    body = compare(old.html, new.html)
    return {
        "rendition": new,
        "languages": [
            {
                "label": after[code].get_language_display(),
                "url": f"?since={since.number}&lang={code}",
                "current": code == common[0],
            }
            for code in sorted(common)
        ],
        "head": _head(old, new),
        "comparison": comparison_html(body) if has_changes(body) else "",
        "compared": True,
    }


def _head(old: Rendition, new: Rendition) -> str:
    """Title, summary and statement, compared like the text when one of them changed."""
    changes = compare(_head_html(old), _head_html(new))
    return comparison_html(changes) if has_changes(changes) else ""


def _head_html(rendition: Rendition) -> str:
    return format_html("<p>{}</p><p>{}</p><p>{}</p>", rendition.title, rendition.summary, rendition.statement)
