"""Confirmations on paper."""

from datetime import date

import pytest

from guidelines.policies.choices import Method, PaperState, RequestState
from guidelines.policies.models import Acknowledgement
from guidelines.policies.operations import confirm_paper, record_paper, refuse_paper
from guidelines.policies.rules import NotInFuture, ScanRequired, SecondPersonRequired
from portal.audit.rules import NotPermitted
from tests.factories.people import EmployeeFactory
from tests.factories.policies import release, request_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def second_hr(cast):
    return EmployeeFactory(name="Second HR", roles=["hr"])


def paper_of(cast, **facts):
    _ = cast.ben
    release(editor=cast.edda, approver=cast.falk)
    request = request_of(cast.ben)
    sheet = {
        "rendition": request.version.renditions.get(language="de"),
        "method": Method.PAPER,
        "signed_on": date(2026, 11, 2),
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


@pytest.mark.parametrize("facts", [{"note": " "}, {"scan": b""}])
def test_paper_needs_a_note_and_a_scan(cast, facts):
    """K8: without both nothing is recorded."""
    with pytest.raises(ScanRequired):
        paper_of(cast, **facts)


def test_paper_is_not_signed_tomorrow(cast):
    with pytest.raises(NotInFuture):
        paper_of(cast, signed_on=date(2100, 1, 1))


def test_only_hr_records_paper(cast):
    with pytest.raises(NotPermitted):
        paper_of(cast, by=cast.falk)


def test_refused_paper_leaves_the_request_open(cast, second_hr):
    paper = paper_of(cast)
    refuse_paper(paper=paper, note="Wrong person.", by=second_hr)
    paper.refresh_from_db()
    assert paper.state == PaperState.REFUSED
    assert request_of(cast.ben).state == RequestState.OPEN
