"""Confirmations on paper."""

from datetime import date, timedelta

import pytest
from django.core.files.storage import storages
from django.db import IntegrityError, transaction
from django.utils import timezone

from guidelines.policies.choices import ChangeClass, Method, PaperState, RequestState
from guidelines.policies.models import Acknowledgement
from guidelines.policies.operations import confirm_paper, record_paper, refuse_paper
from guidelines.policies.rules import BeforeRelease, NotInFuture, ScanRequired, SecondPersonRequired
from portal.audit.rules import NotPermitted
from portal.documents.keeping import StoredFileDamaged
from tests.factories.people import EmployeeFactory
from tests.factories.policies import release, request_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def second_hr(cast):
    return EmployeeFactory(name="Second HR", roles=["hr"])


def scans() -> set[str]:
    return set(storages["evidence"].listdir("scans")[1])


def paper_of(cast, **facts):
    _ = cast.ben
    release(editor=cast.edda, approver=cast.falk)
    request = request_of(cast.ben)
    sheet = {
        "rendition": request.version.renditions.get(language="de"),
        "method": Method.PAPER,
        "signed_on": request.asked_on,
        "note": "Signed at the desk.",
        "scan_name": "sheet.pdf",
        "scan": b"%PDF-1.7 sheet",
        "by": cast.hanna,
    }
    return record_paper(request=request, **{**sheet, **facts})


def test_paper_counts_after_a_second_person_confirmed_it(cast, second_hr):
    """K8: a note, a scan whose hash is kept, and a second person."""
    paper = paper_of(cast)
    assert not Acknowledgement.objects.exists()
    with pytest.raises(SecondPersonRequired):
        confirm_paper(paper=paper, by=cast.hanna)
    acknowledgement = confirm_paper(paper=paper, by=second_hr)
    assert (acknowledgement.method, acknowledgement.actor) == (Method.PAPER, cast.hanna)
    assert paper.scan_sha256 in acknowledgement.record.canonical
    assert request_of(cast.ben).state == RequestState.ACKNOWLEDGED


def test_a_scan_that_is_gone_cannot_be_confirmed(cast, second_hr):
    """K8: the second person compares the entry with the scan; E4: with the very scan."""
    paper = paper_of(cast)
    storages["evidence"].delete(paper.scan_stored_as)
    with pytest.raises(StoredFileDamaged):
        confirm_paper(paper=paper, by=second_hr)
    assert not Acknowledgement.objects.exists()


def test_a_sheet_that_is_refused_leaves_no_scan_behind(cast):
    paper = paper_of(cast)
    before = scans()
    with pytest.raises(IntegrityError), transaction.atomic():
        record_paper(
            request=paper.request,
            rendition=paper.rendition,
            method=Method.PAPER,
            signed_on=paper.signed_on,
            note="The same sheet from another tab.",
            scan_name="sheet.pdf",
            scan=b"%PDF-1.7 sheet of the other tab",
            by=cast.hanna,
        )
    assert scans() == before


@pytest.mark.parametrize("facts", [{"note": " "}, {"scan": b""}])
def test_paper_needs_a_note_and_a_scan(cast, facts):
    """K8: without both nothing is recorded."""
    with pytest.raises(ScanRequired):
        paper_of(cast, **facts)


def test_paper_is_not_signed_tomorrow(cast):
    with pytest.raises(NotInFuture):
        paper_of(cast, signed_on=date(2100, 1, 1))


def test_nobody_signed_before_there_was_something_to_sign(cast):
    """K8: evidence of a text that did not exist yet would prove nothing."""
    with pytest.raises(BeforeRelease):
        paper_of(cast, signed_on=timezone.now().date() - timedelta(days=2))


def test_a_sheet_signed_before_an_editorial_change_still_counts(cast, second_hr, time_machine):
    """K8: the words people are held to are the same ones, whatever was tidied since."""
    _ = cast.ben
    release(editor=cast.edda, approver=cast.falk)
    signed_on = request_of(cast.ben).asked_on
    time_machine.move_to(timezone.now() + timedelta(days=3))
    policy = request_of(cast.ben).policy
    release(editor=cast.edda, approver=cast.falk, policy=policy, change_class=ChangeClass.EDITORIAL)
    request = request_of(cast.ben)
    paper = record_paper(
        request=request,
        rendition=request.version.renditions.get(language="de"),
        method=Method.PAPER,
        signed_on=signed_on,
        note="Signed at the desk.",
        scan_name="sheet.pdf",
        scan=b"%PDF-1.7 sheet",
        by=cast.hanna,
    )
    assert confirm_paper(paper=paper, by=second_hr).request_id == request.pk


def test_only_hr_records_paper(cast):
    with pytest.raises(NotPermitted):
        paper_of(cast, by=cast.falk)


def test_refused_paper_leaves_the_request_open(cast, second_hr):
    paper = paper_of(cast)
    refuse_paper(paper=paper, note="Wrong person.", by=second_hr)
    paper.refresh_from_db()
    assert paper.state == PaperState.REFUSED
    assert request_of(cast.ben).state == RequestState.OPEN
