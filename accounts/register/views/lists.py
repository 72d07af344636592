"""Lists of accounts, step by step: upload, columns, preview, apply."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import get_language, gettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts.imports.choices import AT_WORK, OPEN_TO_CHANGE, State
from accounts.imports.forms import ApplyForm, UploadForm
from accounts.imports.pages import address_of_rows, filters_by, number_in, steps_at
from accounts.imports.rules import FileUnreadable
from accounts.imports.samples import KINDS, sample
from accounts.imports.uploads import limited
from accounts.people.views.access import View, only_for, refusals_at
from accounts.register.choices import DOING, RowVerdict
from accounts.register.forms.lists import ListColumnsForm
from accounts.register.lists.columns import FIELDS
from accounts.register.lists.limits import REFUSED_DAYS, ROWS_MAX
from accounts.register.lists.notes import notes
from accounts.register.lists.previewing import page_of
from accounts.register.lists.wording import sentence
from accounts.register.models import AccountList
from accounts.register.operations import lists
from accounts.register.permissions import can_manage_register
from portal.jobs.permissions import can_cancel

LISTED = 50


def for_managers(view: View) -> View:
    """Whoever keeps the register; refusals of operations become messages."""
    return only_for(can_manage_register)(refusals_at("register:import-show", "register:import-list")(view))


@require_GET
@for_managers
def list_lists(request: HttpRequest) -> HttpResponse:
    """The newest lists, and where a new one begins."""
    return _start(request, UploadForm())


def _too_large(request: HttpRequest) -> HttpResponse:
    return for_managers(lambda request: _start(request, UploadForm.too_large(), status=413))(request)


@limited(_too_large)
@require_POST
@for_managers
def upload_list(request: HttpRequest) -> HttpResponse:
    form = UploadForm(request.POST, request.FILES)
    if form.is_valid():
        file = form.cleaned_data["file"]
        try:
            found = lists.upload(file=file, name=file.name, by=request.user)
        except FileUnreadable as unreadable:
            form.add_error("file", sentence(unreadable.slug, unreadable.facts))
        else:
            return redirect(found.columns_url if found.standing == State.UPLOADED else found)
    return _start(request, form, status=422)


@require_GET
@for_managers
def download_template(request: HttpRequest, kind: str) -> HttpResponse:
    """An empty list with the headings we know, in the language of the page."""
    if kind not in KINDS:
        raise Http404
    language = get_language() or "de"
    name = "konten" if language.startswith("de") else "accounts"
    response = HttpResponse(sample(FIELDS, kind, language, notes(language)), content_type=KINDS[kind])
    response["Content-Disposition"] = f'attachment; filename="{name}.{kind}"'
    return response


@require_GET
@for_managers
def show_list(request: HttpRequest, ref: UUID) -> HttpResponse:
    """How far it is; once it was checked, what it would do or did. For htmx the state alone."""
    account_list = _find(ref)
    if account_list.standing == State.UPLOADED:
        return redirect(account_list.columns_url)
    polled = request.headers.get("HX-Request") == "true"
    if polled and account_list.standing not in AT_WORK:
        response = HttpResponse(status=204)
        response["HX-Refresh"] = "true"
        return response
    template = "imports/import_progress.html" if polled else "register/lists/show.html"
    return render(request, template, _shown(request, account_list))


@require_http_methods(["GET", "POST"])
@for_managers
def choose_columns(request: HttpRequest, ref: UUID) -> HttpResponse:
    account_list = _find(ref)
    if account_list.standing not in OPEN_TO_CHANGE or not account_list.stored_as:
        return redirect(account_list)
    form = ListColumnsForm(request.POST or None, account_list=account_list)
    if request.method == "POST" and form.is_valid():
        lists.choose_columns(account_list=account_list, by=request.user, **form.choice())
        return redirect(account_list)
    context = {"form": form, "file_import": account_list, "steps": steps_at("columns")}
    return render(request, "register/lists/columns.html", context, status=422 if form.errors else 200)


@require_POST
@for_managers
def apply_list(request: HttpRequest, ref: UUID) -> HttpResponse:
    account_list = _find(ref)
    form = ApplyForm(request.POST, file_import=account_list)
    form.full_clean()
    lists.start_apply(
        account_list=account_list,
        leave_out_refused=form.cleaned_data.get("leave_out_refused", False),
        by=request.user,
    )
    return redirect(account_list)


@require_POST
@for_managers
def discard_list(request: HttpRequest, ref: UUID) -> HttpResponse:
    lists.discard(account_list=_find(ref), by=request.user)
    messages.success(request, gettext("The file and what was read from it have been deleted."))
    return redirect("register:import-list")


def _find(ref: UUID) -> AccountList:
    related = ("requested_by", "applied_by", "job")
    return get_object_or_404(AccountList.objects.select_related(*related), ref=ref)


def _start(request: HttpRequest, form: UploadForm, status: int = 200) -> HttpResponse:
    context = {"form": form, "lists": AccountList.objects.newest()[:LISTED], "rows_max": ROWS_MAX}
    return render(request, "register/lists/start.html", context, status=status)


def _shown(request: HttpRequest, account_list: AccountList) -> dict[str, Any]:
    counts, verdict = account_list.counts, request.GET.get("show", "")
    text = request.GET.get("q", "").strip()
    page = page_of(account_list, verdict, number_in(request.GET.get("after", "")), text)
    reason, facts = account_list.reason, account_list.reason_facts
    return {
        "file_import": account_list,
        "job": account_list.job,
        "is_at_work": account_list.standing in AT_WORK,
        "state": account_list.standing,
        "may_cancel": account_list.job is not None and can_cancel(request.user, account_list.job),
        "steps": steps_at(account_list.standing),
        "reason": sentence(reason, facts) if reason else "",
        "filters": filters_by(RowVerdict, counts, verdict),
        "page": page,
        "next": address_of_rows(request, after=page.next) if page.next else "",
        "first": address_of_rows(request) if request.GET.get("after") else "",
        "verdict": verdict,
        "q": text,
        "changes_something": any(counts.get(one) for one in DOING),
        "apply_form": ApplyForm(file_import=account_list),
        "refused_days": REFUSED_DAYS,
    }
