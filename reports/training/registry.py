"""What this room hangs into HR's pages."""

from collections.abc import Iterable

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.people.models import Employee
from accounts.people.permissions import of_visible_people
from reports.dashboards.permissions import sees_people
from reports.dashboards.registry import Part, Work
from reports.dashboards.views.requests import today_of
from reports.dashboards.waiting import ENOUGH
from reports.training.evidence import visible_evidence
from reports.training.forms import OnDayForm
from reports.training.history import chapters_of, on_day
from reports.training.overview import overview
from training.assignments.choices import EvidenceState


def evidence_work(person: Employee) -> Iterable[Work]:
    if not sees_people(person):
        return
    waiting = visible_evidence(person).filter(state=EvidenceState.WAITING).exclude(recorded_by=person)
    others = waiting.exclude(assignment__employee=person)
    yield Work(
        _("Equivalent evidence that waits for a second person"),
        reverse("training:evidence-list"),
        "file-check",
        others.order_by()[:ENOUGH].count(),
        "warning",
    )


def training_of_person(request: HttpRequest, person: Employee) -> Part:
    """Everything somebody was held to and has done; with `?on=` also how it stood on a past day."""
    language, today = request.user.language, today_of(request)
    chapters = chapters_of(person, language, today)
    form = OnDayForm(request.GET if "on" in request.GET else None, today=today)
    day = form.cleaned_data["on"] if form.is_valid() else None
    facts = {
        "person": person,
        "may_act": person.pk != request.user.pk,
        "open": [chapter for chapter in chapters if chapter.is_open],
        "closed": [chapter for chapter in chapters if not chapter.is_open],
        "form": form,
        "day": day,
        "on_day": on_day(person, language, day) if day else [],
    }
    return Part("training/hr/person.html", facts)


def training_overview(request: HttpRequest) -> Part:
    lines = overview(request.user.language, today_of(request), of_visible_people(request.user))
    return Part("training/hr/overview.html", {"lines": lines})
