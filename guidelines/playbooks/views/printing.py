"""Paper for the case that nothing else works: single sheets, and the pack of every night."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from guidelines.editions.models import EditionText, Work
from guidelines.editions.reading import text_for
from guidelines.playbooks.models import OfflinePack
from guidelines.playbooks.operations.packs import (
    kept_sheet,
    note_contacts_printed,
    note_pack_fetched,
    read_file,
    read_pack,
)
from guidelines.playbooks.permissions import can_fetch_packs, can_see_numbers
from guidelines.playbooks.printing.sheets import SHEETS, Sheet
from guidelines.playbooks.views.reading import work_in_force
from portal.documents.failures import DocumentError
from portal.jobs.operations import enqueue

STALE_HOURS = 30


@require_safe
@login_required
@never_cache
def sheet_print(request: HttpRequest, slug: str, sheet: str) -> HttpResponse:
    """One sheet of a playbook as PDF. Sheets with phone numbers are for those who may call them."""
    work = work_in_force(slug)
    chosen = next((one for one in SHEETS if one.slug == sheet), None)
    if chosen is None or work.current is None:
        raise Http404
    if chosen.names_people and not can_see_numbers(request, work):
        raise PermissionDenied
    text = text_for(work.current, request.GET.get("lang", request.user.language))
    try:
        pdf = _kept_or_made(chosen, work, text)
    except DocumentError as failed:
        return _unavailable(request, work, failed.message)
    if chosen.names_people:
        note_contacts_printed(work=work, by=request.user)
    return _file(pdf, f"{slug}-{sheet}-{text.language}.pdf", "application/pdf")


@require_safe
@login_required
@never_cache
def pack_list(request: HttpRequest) -> HttpResponse:
    """The newest pack with what is in it, and those before it."""
    _require_fetcher(request)
    packs = list(OfflinePack.objects.order_by("-made_at"))
    newest = packs[0] if packs else None
    context = {
        "newest": newest,
        "files": newest.contents if newest else [],
        "works": _by_playbook(newest.contents, request.user.language) if newest else [],
        "older": packs[1:],
        "is_stale": newest is not None and _hours_since(newest) > STALE_HOURS,
    }
    return render(request, "playbooks/packs/list.html", context)


@require_safe
@login_required
@never_cache
def pack_fetch(request: HttpRequest, ref: UUID) -> HttpResponse:
    """All of a pack; the trail notes who took it."""
    _require_fetcher(request)
    pack = get_object_or_404(OfflinePack, ref=ref)
    content = _content(pack)
    note_pack_fetched(pack=pack, name="", by=request.user)
    return _file(content, f"playbooks-{pack.slot}.zip", "application/zip")


@require_safe
@login_required
@never_cache
def pack_file(request: HttpRequest, ref: UUID, name: str) -> HttpResponse:
    """One PDF out of a pack, to print it."""
    _require_fetcher(request)
    pack = get_object_or_404(OfflinePack, ref=ref)
    if name not in {one["name"] for one in pack.contents}:
        raise Http404
    pdf = _content(pack, name)
    note_pack_fetched(pack=pack, name=name, by=request.user)
    return _file(pdf, name, "application/pdf")


@require_POST
@login_required
def pack_make(request: HttpRequest) -> HttpResponse:
    """Have a pack made now, after people or numbers have changed; at most one a minute."""
    _require_fetcher(request)
    slot = f"{timezone.localtime():%Y-%m-%d-%H%M}"
    enqueue("playbooks.pack_now", payload={"slot": slot}, key=f"pack:{slot}")
    messages.success(request, _("A new pack is being made. It appears here in a few minutes."))
    return redirect("playbooks:pack-list")


def _kept_or_made(sheet: Sheet, work: Work, text: EditionText) -> bytes:
    """People and numbers change every day: what names them is always made now."""
    kept = None if sheet.names_people else kept_sheet(work=work, text=text, sheet=sheet.slug)
    return kept or sheet.make(work, text)


def _by_playbook(files: list[dict[str, Any]], language: str) -> list[list[dict[str, Any]]]:
    """The files of each playbook, those in the reader's language first."""
    found: dict[str, list[dict[str, Any]]] = {}
    for one in files:
        found.setdefault(one["work"], []).append(one)
    works = [sorted(mine, key=lambda one: one["language"] != language) for mine in found.values()]
    return sorted(works, key=lambda mine: str(mine[0]["title"]))


def _require_fetcher(request: HttpRequest) -> None:
    if not can_fetch_packs(request):
        raise PermissionDenied


def _hours_since(pack: OfflinePack) -> float:
    return (timezone.now() - pack.made_at).total_seconds() / 3600


def _content(pack: OfflinePack, name: str = "") -> bytes:
    try:
        return read_file(pack, name) if name else read_pack(pack)
    except OSError as missing:
        raise Http404 from missing


def _unavailable(request: HttpRequest, work: Work, message: Any) -> HttpResponse:
    context = {"work": work, "message": message}
    return render(request, "playbooks/packs/unavailable.html", context, status=503)


def _file(content: bytes, name: str, kind: str) -> HttpResponse:
    response = HttpResponse(content, content_type=kind)
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    response["X-Content-Type-Options"] = "nosniff"
    return response
