"""Confirmations that did not happen in the portal: a scan, a note and a second person (K8)."""

import hashlib
from datetime import date
from typing import Any

from django.core.files.base import ContentFile
from django.core.files.storage import storages
from django.utils import timezone

from accounts.people.calendar import local_day
from accounts.people.models import Employee
from guidelines.policies.choices import Answer, Method, PaperState
from guidelines.policies.models import Acknowledgement, AcknowledgementRequest, PaperConfirmation, Rendition
from guidelines.policies.operations.acknowledging import Read, answer, locked_request, readable_rendition
from guidelines.policies.permissions import require_hr
from guidelines.policies.rules import (
    BeforeRelease,
    CaseSettled,
    NotForConsent,
    NotInFuture,
    ReasonRequired,
    ScanRequired,
    SecondPersonRequired,
)
from portal.audit.chain import storable
from portal.audit.rules import NotPermitted
from portal.audit.trail import operation, record
from portal.documents.keeping import read_stored


@operation(refused="request.refused")
def record_paper(
    *,
    request: AcknowledgementRequest,
    rendition: Rendition,
    method: Method,
    signed_on: date,
    note: str,
    scan_name: str,
    scan: bytes,
    by: Employee,
) -> PaperConfirmation:
    """Put a signed sheet on record; it counts once `confirm_paper` was called by somebody else (K8)."""
    require_hr(by, request.employee)
    request = locked_request(request)
    readable_rendition(request, Read(rendition.ref, rendition.sha256))
    if not request.version.required:
        raise NotForConsent
    if by.pk == request.employee_id:
        raise NotPermitted
    note = storable(note).strip()
    if not scan or not note:
        raise ScanRequired
    if signed_on > local_day(timezone.now(), request.location):
        raise NotInFuture
    if signed_on < _first_day(request):
        raise BeforeRelease
    sha256 = hashlib.sha256(scan).hexdigest()
    paper = _kept(
        scan,
        request=request,
        rendition=rendition,
        method=method,
        signed_on=signed_on,
        note=note,
        scan_name=storable(scan_name)[:200],
        scan_sha256=sha256,
        recorded_by=by,
        recorded_at=timezone.now(),
    )
    record("paper.recorded", by=by, on_behalf_of=request.employee, obj=paper, details={"scan": sha256})
    return paper


@operation(refused="request.refused")
def confirm_paper(*, paper: PaperConfirmation, by: Employee) -> Acknowledgement:
    """The second person has compared scan and entry: the acknowledgement is written now.

    Raises `StoredFileDamaged`: nobody has compared anything with a scan that is gone.
    """
    paper = _waiting(paper, by)
    read_stored(paper, name=paper.scan_stored_as, sha256=paper.scan_sha256)
    request = locked_request(paper.request)
    rendition = readable_rendition(request, Read(paper.rendition.ref, paper.rendition.sha256))
    acknowledgement = answer(
        request,
        rendition,
        Answer.CONFIRMED,
        method=Method(paper.method),
        authenticated="paper",
        by=paper.recorded_by,
        paper={
            "signed_on": paper.signed_on.isoformat(),
            "note": paper.note,
            "scan_sha256": paper.scan_sha256,
            "recorded_by": paper.recorded_by.name,
            "confirmed_by": by.name,
        },
    )
    _decide(paper, PaperState.CONFIRMED, by)
    record("paper.confirmed", by=by, on_behalf_of=request.employee, obj=paper)
    return acknowledgement


@operation(refused="request.refused")
def refuse_paper(*, paper: PaperConfirmation, note: str, by: Employee) -> None:
    """The second person does not find what was entered; the request stays open."""
    paper = _waiting(paper, by)
    if not note.strip():
        raise ReasonRequired
    paper.note = f"{paper.note}\n\n{storable(note).strip()}"
    _decide(paper, PaperState.REFUSED, by)
    record("paper.refused", by=by, on_behalf_of=paper.request.employee, obj=paper)


def _first_day(request: AcknowledgementRequest) -> date:
    """When there was something to sign; editorial changes are the same text to whoever signed before them."""
    first = request.policy.versions.filter(major=request.major).earliest("released_at")
    return local_day(first.released_at, request.location)


def _kept(scan: bytes, **facts: Any) -> PaperConfirmation:
    """Store the scan and its row; a row that is refused, from a second tab perhaps, leaves no scan."""
    name = storages["evidence"].save(f"scans/{facts['scan_sha256']}", ContentFile(scan))
    try:
        return PaperConfirmation.objects.create(scan_stored_as=name, **facts)
    except BaseException:
        storages["evidence"].delete(name)
        raise


def _waiting(paper: PaperConfirmation, by: Employee) -> PaperConfirmation:
    require_hr(by, paper.request.employee)
    PaperConfirmation.objects.select_for_update(no_key=True).get(pk=paper.pk)
    paper = PaperConfirmation.objects.select_related("request__employee", "rendition", "recorded_by").get(
        pk=paper.pk
    )
    if paper.state != PaperState.WAITING:
        raise CaseSettled
    if by.pk in {paper.recorded_by_id, paper.request.employee_id}:
        raise SecondPersonRequired
    return paper


def _decide(paper: PaperConfirmation, state: PaperState, by: Employee) -> None:
    paper.state, paper.decided_by, paper.decided_at = state, by, timezone.now()
    paper.save(update_fields=["state", "decided_by", "decided_at", "note"])
