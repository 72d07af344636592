"""Lists that HR brings: who was there in person, and who did what earlier. First shown, then recorded."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from accounts.people.models import Employee
from accounts.people.views.access import only_for
from portal.audit.rules import RuleBroken
from reports.dashboards.choices import Look
from reports.dashboards.operations import note_look
from reports.dashboards.permissions import sees_people
from reports.dashboards.uploads import ScanHandler, with_scan
from reports.training.forms.bringing import AttendanceForm, BringingForm, HistoryForm
from training.assignments.lists import HARMLESS, Judged, Preview, Verdict
from training.assignments.operations import (
    import_history,
    preview_attendance,
    preview_history,
    record_attendance,
)
from training.courses.models import Course

SHOWN = 200
TONES = {Verdict.NEW: "success", Verdict.KNOWN: "neutral", Verdict.TWICE: "neutral"}


@with_scan
@only_for(sees_people)
@require_http_methods(["GET", "POST"])
def bring_attendance(request: HttpRequest, uploads: ScanHandler) -> HttpResponse:
    form = AttendanceForm(
        *_posted(request), language=request.user.language, was_too_large=uploads.was_too_large
    )
    words = {"title": _("Record attendance"), "lead": _("A course held in person counts for who was there.")}
    if request.method == "GET" or not form.is_valid():
        return _page(request, form, **words)
    data = form.cleaned_data
    facts = {"course": Course.objects.get(pk=data["course"]), "held_on": data["held_on"]}
    if not form.was_seen:
        return _shown(
            request, form, preview_attendance(**facts, lines=data["file"], by=request.user), **words
        )
    facts |= {"place": data["place"], "trainer": data["trainer"], "lines": data["file"]}
    return _recorded(request, form, record_attendance, facts, words)


@with_scan
@only_for(sees_people)
@require_http_methods(["GET", "POST"])
def bring_history(request: HttpRequest, uploads: ScanHandler) -> HttpResponse:
    form = HistoryForm(*_posted(request), was_too_large=uploads.was_too_large)
    words = {
        "title": _("Take over what was done earlier"),
        "lead": _("Proof from an earlier system counts by the rules of each requirement."),
    }
    if request.method == "GET" or not form.is_valid():
        return _page(request, form, **words)
    lines = form.cleaned_data["file"]
    if not form.was_seen:
        return _shown(request, form, preview_history(lines=lines, by=request.user), **words)
    facts = {"system": form.cleaned_data["system"], "lines": lines}
    return _recorded(request, form, import_history, facts, words)


def _posted(request: HttpRequest) -> tuple[Any, ...]:
    return (request.POST, request.FILES) if request.method == "POST" else ()


def _shown(request: HttpRequest, form: BringingForm, preview: Preview, **words: Any) -> HttpResponse:
    """What would become of each row, problems first; nothing is recorded yet."""
    rows = sorted(preview.rows, key=lambda row: row.verdict in HARMLESS)[:SHOWN]
    names = dict(Employee.objects.filter(pk__in={row.person for row in rows}).values_list("pk", "name"))
    note_look(look=Look.TRAINING, by=request.user, part="preview", shown=len(rows))
    context = {
        "counts": [(Verdict(verdict).label, n) for verdict, n in preview.counts.items()],
        "rows": [(row, names.get(row.person, ""), _badge(row)) for row in rows],
        "total": len(preview.rows),
        "new": len(preview.new),
        "is_clean": preview.is_clean and bool(preview.new),
        "lines": form.signed(),
    }
    return _page(request, form, **context, **words)


def _badge(row: Judged) -> dict[str, Any]:
    return {"label": row.verdict.label, "tone": TONES.get(row.verdict, "danger")}


def _recorded(
    request: HttpRequest, form: BringingForm, act: Any, facts: dict[str, Any], words: dict[str, Any]
) -> HttpResponse:
    try:
        made = act(by=request.user, **facts)
    except RuleBroken as refusal:
        form.add_error(None, str(refusal.message))
        return _page(request, form, **words)
    n = getattr(made, "people", None) if not isinstance(made, list) else len(made)
    said = ngettext("One completion was recorded.", "%(n)s completions were recorded.", n or 0)
    messages.success(request, said % {"n": n or 0})
    return redirect(f"{reverse('training:assignment-list')}?state=done")


def _page(request: HttpRequest, form: BringingForm, **context: Any) -> HttpResponse:
    status = 422 if form.errors else 200
    return render(request, "training/hr/bring.html", {"form": form, **context}, status=status)
