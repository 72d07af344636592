"""The public check: a code or a file, masked facts, nobody is stored."""

from typing import Any

from allauth.account.adapter import get_adapter
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from portal.documents.codes import normalised
from reports.evidence import limits
from reports.evidence.checking import LOOKED_UP, Document, FileCheck, check_file, document_of
from reports.evidence.forms import CodeForm, FileForm
from reports.evidence.operations import note_check
from reports.evidence.revealing import public_facts
from reports.evidence.uploads import looked_at_only


def too_large(request: HttpRequest, code: str = "") -> HttpResponse:
    return _page(request, status=413, problem="too_large", code=code)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@looked_at_only(too_large)
def enter_code(request: HttpRequest) -> HttpResponse:
    """Enter a code, or check a file without one."""
    if request.method != "POST":
        return _page(request)
    if request.FILES or request.POST.get("check") == "file":
        return _check_upload(request, None)
    form = CodeForm(request.POST)
    if form.is_valid():
        return redirect("evidence:check-show", code=form.cleaned_data["code"])
    return _page(request, code_form=form, status=422)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@looked_at_only(too_large)
def show_check(request: HttpRequest, code: str) -> HttpResponse:
    """What stands behind a code; with an upload also whether the file is that certificate."""
    if not _may_look_up(request, code):
        return _too_often(request)
    document = document_of(code)
    if document is None:
        return _page(request, status=404, problem="unknown_code", code=code)
    if request.method == "POST":
        return _check_upload(request, document)
    note_check(document=document, finding=LOOKED_UP)
    return _page(request, document=document)


def _check_upload(request: HttpRequest, expected: Document | None) -> HttpResponse:
    if not limits.is_within("upload", _client(request), limits.UPLOADS_PER_CLIENT):
        return _too_often(request)
    form = FileForm(request.POST, request.FILES)
    if not form.is_valid():
        return _page(request, document=expected, file_form=form, status=422)
    check = check_file(form.cleaned_data["file"].read(), expected=expected)
    subject = check.document or expected
    if subject is not None:
        note_check(document=subject, finding=check.finding.value)
    return _page(request, document=expected or check.document, check=check)


def _may_look_up(request: HttpRequest, code: str) -> bool:
    by_client = limits.is_within("lookup", _client(request), limits.LOOKUPS_PER_CLIENT)
    return by_client and limits.is_within("code", normalised(code), limits.LOOKUPS_PER_CODE)


def _client(request: HttpRequest) -> str:
    return str(get_adapter().get_client_ip(request))


def _too_often(request: HttpRequest) -> HttpResponse:
    response = _page(request, status=429, problem="too_often")
    response.headers["Retry-After"] = str(limits.HOUR)
    return response


def _page(
    request: HttpRequest,
    *,
    status: int = 200,
    document: Document | None = None,
    check: FileCheck | None = None,
    **more: Any,
) -> HttpResponse:
    context = {"code_form": CodeForm(), "file_form": FileForm(), **more, "document": document, "check": check}
    if document is not None:
        context["facts"] = public_facts(document)
    response = render(request, "evidence/check.html", context, status=status)
    # Not "no-referrer": browsers would then send "Origin: null" with the upload, which is refused.
    response.headers["Referrer-Policy"] = "same-origin"
    response.headers["X-Robots-Tag"] = "noindex"
    return response
