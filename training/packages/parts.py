"""What this room adds to the pages of courses: where a package is opened, brought, looked at and exported."""

from typing import Any

from django.http import HttpRequest
from django.template.loader import render_to_string

from training.courses.choices import CourseKind
from training.courses.models import Course, CourseProposal
from training.courses.registry import Place, page_part
from training.packages.choices import VisitState
from training.packages.models import PackageVisit, ProposedPackage
from training.packages.origin.addresses import packages_origin
from training.packages.permissions import can_bring_packages


def register() -> None:
    page_part(Place.LEARNER, learner_part)
    page_part(Place.DESK, desk_part)
    page_part(Place.DESK_COURSE, course_part)
    page_part(Place.PROPOSAL, proposal_part)


def learner_part(request: HttpRequest, course: Course) -> str:
    if course.kind != CourseKind.PACKAGE:
        return ""
    visits = PackageVisit.objects.filter(employee=request.user, version=course.current_id)
    last = visits.exclude(state=VisitState.CLOSED).order_by("-started_at").first()
    return _rendered(request, "learner", course=course, visit=last, is_playable=bool(packages_origin()))


def desk_part(request: HttpRequest, _subject: None) -> str:
    return _rendered(request, "desk") if can_bring_packages(request.user) else ""


def course_part(request: HttpRequest, course: Course) -> str:
    if course.kind == CourseKind.PACKAGE:
        version = getattr(course.current, "package", None)
        is_open = can_bring_packages(request.user) and not course.retired_at
        return _rendered(request, "desk_package", course=course, version=version, can_renew=is_open)
    if course.current is None:
        return ""
    texts = course.current.texts.order_by("language")
    return _rendered(request, "desk_export", course=course, texts=texts)


def proposal_part(request: HttpRequest, proposal: CourseProposal) -> str:
    found = ProposedPackage.objects.filter(proposal=proposal).select_related("package__uploaded_by").first()
    if found is None:
        return ""
    return _rendered(request, "proposal", package=found.package, count=found.package.files.count())


def _rendered(request: HttpRequest, name: str, **facts: Any) -> str:
    return render_to_string(f"packages/parts/{name}.html", facts, request=request)
