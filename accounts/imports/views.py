"""Importing people, step by step: upload, columns, preview, apply, undo."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts.imports import operations
from accounts.imports.choices import AT_WORK, OPEN_TO_CHANGE, State, Verdict
from accounts.imports.columns import IN_TEMPLATES
from accounts.imports.forms import PeopleApplyForm, PeopleColumnsForm, UploadForm
from accounts.imports.limits import UNDO_DAYS
from accounts.imports.models import PeopleImport
from accounts.imports.operations.undoing import is_undoable
from accounts.imports.pages import address_of_rows, filters_by, number_in, steps_at
from accounts.imports.permissions import can_create_places, can_import
from accounts.imports.previewing import page_of
from accounts.imports.rules import FileUnreadable
from accounts.imports.samples import KINDS, sample
from accounts.imports.uploads import limited
from accounts.imports.wording import sentence
from accounts.people.views.access import View, only_for, refusals_at
from portal.jobs.permissions import can_cancel

LISTED = 50


def for_importers(view: View) -> View:
    """Signed in and allowed to import; refusals of operations become messages."""
    return only_for(can_import)(refusals_at("imports:import-show", "imports:import-list")(view))


@require_GET
@for_importers
def list_imports(request: HttpRequest) -> HttpResponse:
    """The newest imports, and where a new one begins."""
    return _list(request, UploadForm())


def _too_large(request: HttpRequest) -> HttpResponse:
    return for_importers(lambda request: _list(request, UploadForm.too_large(), status=413))(request)


@limited(_too_large)
@require_POST
@for_importers
def upload_file(request: HttpRequest) -> HttpResponse:
    form = UploadForm(request.POST, request.FILES)
    if form.is_valid():
        file = form.cleaned_data["file"]
        try:
            found = operations.upload(file=file, name=file.name, by=request.user)
        except FileUnreadable as unreadable:
            form.add_error("file", sentence(unreadable.slug, unreadable.facts))
        else:
            step = "imports:import-columns" if found.standing == State.UPLOADED else "imports:import-show"
            return redirect(step, ref=found.ref)
    return _list(request, form, status=422)


@require_GET
@for_importers
def download_template(request: HttpRequest, kind: str) -> HttpResponse:
    """An empty file with the headings we know, in the reader's language."""
    if kind not in KINDS:
        raise Http404
    language = request.user.language
    name = "personen" if language.startswith("de") else "people"
    response = HttpResponse(sample(IN_TEMPLATES, kind, language), content_type=KINDS[kind])
    response["Content-Disposition"] = f'attachment; filename="{name}.{kind}"'
    return response


@require_GET
@for_importers
def show_import(request: HttpRequest, ref: UUID) -> HttpResponse:
    """How far it is; once it was checked, what it would do or did. For htmx the state alone."""
    people_import = _find(request, ref)
    if people_import.standing == State.UPLOADED:
        return redirect("imports:import-columns", ref=ref)
    polled = request.headers.get("HX-Request") == "true"
    if polled and people_import.standing not in AT_WORK:
        response = HttpResponse(status=204)
        response["HX-Refresh"] = "true"
        return response
    template = "imports/import_progress.html" if polled else "imports/import_show.html"
    return render(request, template, _shown(request, people_import))


@require_http_methods(["GET", "POST"])
@for_importers
def choose_columns(request: HttpRequest, ref: UUID) -> HttpResponse:
    people_import = _find(request, ref)
    if people_import.standing not in OPEN_TO_CHANGE or not people_import.stored_as:
        return redirect("imports:import-show", ref=ref)
    initial = {
        "entity": people_import.entity_id,
        "complete_for": people_import.complete_for.all(),
        "create_places": people_import.create_places,
        "like": people_import.like_id,
    }
    form = PeopleColumnsForm(
        request.POST or None, people_import=people_import, by=request.user, initial=initial
    )
    if request.method == "POST" and form.is_valid():
        operations.choose_columns(people_import=people_import, by=request.user, **form.choice())
        return redirect("imports:import-show", ref=ref)
    context = {"form": form, "file_import": people_import, "steps": steps_at("columns")}
    return render(request, "imports/import_columns.html", context, status=422 if form.errors else 200)


@require_POST
@for_importers
def apply_import(request: HttpRequest, ref: UUID) -> HttpResponse:
    people_import = _find(request, ref)
    form = PeopleApplyForm(request.POST, people_import=people_import)
    if not form.is_valid():
        return render(
            request, "imports/import_show.html", _shown(request, people_import, form=form), status=422
        )
    operations.start_apply(
        people_import=people_import,
        leavers=form.cleaned_data.get("leavers"),
        leave_out_refused=form.cleaned_data.get("leave_out_refused", False),
        by=request.user,
    )
    return redirect("imports:import-show", ref=ref)


@require_POST
@for_importers
def discard_import(request: HttpRequest, ref: UUID) -> HttpResponse:
    operations.discard(people_import=_find(request, ref), by=request.user)
    messages.success(request, gettext("The file and what was read from it have been deleted."))
    return redirect("imports:import-list")


@require_POST
@for_importers
def undo_import(request: HttpRequest, ref: UUID) -> HttpResponse:
    operations.start_undo(people_import=_find(request, ref), by=request.user)
    return redirect("imports:import-show", ref=ref)


def _find(request: HttpRequest, ref: UUID) -> PeopleImport:
    related = ("requested_by", "applied_by", "undone_by", "job")
    found = PeopleImport.objects.visible_to(request.user).select_related(*related)
    return get_object_or_404(found, ref=ref)


def _list(request: HttpRequest, form: UploadForm, status: int = 200) -> HttpResponse:
    imports = PeopleImport.objects.visible_to(request.user).select_related("requested_by")
    context = {"form": form, "imports": imports.order_by("-requested_at", "-pk")[:LISTED]}
    return render(request, "imports/import_list.html", context, status=status)


def _shown(
    request: HttpRequest, people_import: PeopleImport, form: PeopleApplyForm | None = None
) -> dict[str, Any]:
    counts, verdict = people_import.counts, request.GET.get("show", "")
    text = request.GET.get("q", "").strip()
    page = page_of(people_import, verdict, number_in(request.GET.get("after", "")), text)
    same = PeopleImport.objects.effective().filter(sha256=people_import.sha256).exclude(pk=people_import.pk)
    return {
        "file_import": people_import,
        "job": people_import.job,
        "is_at_work": people_import.standing in AT_WORK,
        "state": people_import.standing,
        "may_cancel": people_import.job is not None and can_cancel(request.user, people_import.job),
        "steps": steps_at(people_import.standing),
        "reason": sentence(people_import.reason, people_import.reason_facts) if people_import.reason else "",
        "filters": filters_by(Verdict, counts, verdict),
        "page": page,
        "next": address_of_rows(request, after=page.next) if page.next else "",
        "first": address_of_rows(request) if request.GET.get("after") else "",
        "verdict": verdict,
        "q": text,
        "changes_something": any(counts.get(one) for one in ("new", "changed", "back", "leaving")),
        "apply_form": form or PeopleApplyForm(people_import=people_import),
        "may_create_places": can_create_places(request.user),
        "imported_before": same.order_by("-applied_at").first(),
        "is_undoable": is_undoable(people_import),
        "undo_days": UNDO_DAYS,
    }
