from collections.abc import Callable
from typing import Any

from django.utils import timezone

from accounts.people.choices import Role
from accounts.people.operations.self_service import renew_calendar_key
from guidelines.policies.choices import Method
from guidelines.policies.models import (
    Acknowledgement,
    AcknowledgementRequest,
    PaperConfirmation,
    ReservationCase,
)
from guidelines.policies.operations import acknowledge, acknowledge_under_reservation, record_paper
from reports.evidence.models import EvidenceSample
from reports.evidence.operations import draw_sample, issue_evidence
from reports.exports.models import Export
from reports.exports.selection import Selection
from tests.factories.policies import read, release, request_of
from tests.whole_house.access import (
    ALL_HR,
    EVERYBODY,
    MANAGER,
    NOBODY,
    ONLY_OWNER,
    SIGNED_IN,
    Access,
    World,
    only,
)

HR = only(Role.HR)
PAPER = {"ref": "paper.ref"}
OWED = {"ref": "owed.ref"}
FIGURES = only(Role.WORKS_COUNCIL, Role.DPO, Role.AUDITOR) | ALL_HR
ANSWER = {"ref": "answer.ref"}
EXPORT = {"ref": "export.ref"}


def _answer(world: World) -> Acknowledgement:
    _ = world.cast.ada
    release(editor=world.cast.edda, approver=world.cast.falk)
    request = request_of(world.cast.ada)
    return acknowledge(request=request, read=read(request), authenticated="passkey", by=world.cast.ada)


def _calendar_key(world: World) -> str:
    return renew_calendar_key(person=world.cast.ada, by=world.cast.ada)


def _sample(world: World) -> EvidenceSample:
    """Drawn by Cleo."""
    _ = world.find("answer")
    return draw_sample(size=1, seed="", first_day=None, last_day=None, by=world.cast.cleo)


def _export(world: World) -> Export:
    return Export.objects.create(
        requested_by=world.cast.hanna, requested_at=timezone.now(), filter=Selection().as_json()
    )


def _owed(world: World) -> AcknowledgementRequest:
    _ = world.cast.ben
    release(editor=world.cast.edda, approver=world.cast.falk, slug="messengers")
    return request_of(world.cast.ben)


def _case(world: World) -> ReservationCase:
    _ = world.cast.anton
    release(editor=world.cast.edda, approver=world.cast.falk, slug="photos")
    request = request_of(world.cast.anton)
    facts = {"request": request, "read": read(request), "reason": "Unclear.", "authenticated": "passkey"}
    return acknowledge_under_reservation(**facts, by=world.cast.anton).reservation


def _paper(world: World) -> PaperConfirmation:
    request = AcknowledgementRequest.objects.get(ref=world.find("owed.ref"))
    return record_paper(
        request=request,
        rendition=request.version.renditions.get(language="de"),
        method=Method.PAPER,
        signed_on=request.asked_on,
        note="Handed in.",
        scan_name="sheet.png",
        scan=b"\x89PNG\r\n\x1a\n",
        by=world.cast.hanna,
    )


THINGS: dict[str, Callable[[Any], Any]] = {
    "answer": _answer,
    "owed": _owed,
    "case": _case,
    "paper": _paper,
    "colleague": lambda world: world.cast.ben,
    "calendar_key": _calendar_key,
    "certificate": lambda world: issue_evidence(Acknowledgement.objects.get(ref=world.find("answer.ref"))),
    "evidence_kind": lambda world: "acknowledgement",
    "sample": _sample,
    "export": _export,
}
ROUTES: dict[str, Access] = {
    "evidence:sample-list": Access(get=only(Role.AUDITOR), post=only(Role.AUDITOR)),
    "evidence:sample-show": Access(get=NOBODY, ids={"ref": "sample.ref"}),  # only who drew it
    "evidence:check-enter": Access(get=EVERYBODY, post=EVERYBODY),
    "evidence:check-show": Access(get=EVERYBODY, post=EVERYBODY, ids={"code": "certificate.verify_code"}),
    "evidence:document-download": Access(get=ONLY_OWNER | HR, ids=ANSWER),
    "evidence:document-download-kind": Access(get=ONLY_OWNER | HR, ids={**ANSWER, "kind": "evidence_kind"}),
    "evidence:package-download": Access(get=ONLY_OWNER | HR, ids=ANSWER),
    "exports:export-list": Access(get=ALL_HR),
    "exports:export-new": Access(get=ALL_HR, post=ALL_HR),
    "exports:courses-new": Access(get=ALL_HR, post=ALL_HR),
    "exports:export-show": Access(get=HR, ids=EXPORT),
    "exports:export-cancel": Access(post=HR, ids=EXPORT),
    "exports:export-retry": Access(post=HR, ids=EXPORT),
    "exports:export-download": Access(get=HR, ids=EXPORT),
    "reminders:calendar-feed": Access(get=EVERYBODY, ids={"key": "calendar_key"}),
    "dashboards:home": Access(get=SIGNED_IN),
    "dashboards:team-show": Access(get=frozenset({MANAGER})),
    "dashboards:figures-show": Access(get=FIGURES),
    "dashboards:works-council-show": Access(get=only(Role.WORKS_COUNCIL, Role.DPO)),
    "dashboards:hr-overview": Access(get=ALL_HR),
    "dashboards:request-list": Access(get=ALL_HR),
    "dashboards:request-export-csv": Access(get=ALL_HR, post=ALL_HR),
    "dashboards:request-export-xlsx": Access(get=ALL_HR, post=ALL_HR),
    "dashboards:request-list-remind": Access(get=ALL_HR, post=ALL_HR),
    "dashboards:person-show": Access(get=HR, ids={"ref": "colleague.ref"}),
    "dashboards:request-exempt": Access(get=HR, post=HR, ids=OWED),
    "dashboards:request-extend": Access(get=HR, post=HR, ids=OWED),
    "dashboards:request-record-paper": Access(get=HR, post=HR, ids=OWED),
    "dashboards:request-remind": Access(post=HR, ids=OWED),
    "dashboards:reservation-list": Access(get=ALL_HR),
    "dashboards:reservation-export-csv": Access(get=ALL_HR, post=ALL_HR),
    "dashboards:reservation-export-xlsx": Access(get=ALL_HR, post=ALL_HR),
    "dashboards:reservation-settle": Access(get=HR, post=HR, ids={"ref": "case.ref"}),
    "dashboards:paper-list": Access(get=ALL_HR),
    "dashboards:paper-export-csv": Access(get=ALL_HR, post=ALL_HR),
    "dashboards:paper-export-xlsx": Access(get=ALL_HR, post=ALL_HR),
    "dashboards:paper-show": Access(get=HR, ids=PAPER),
    "dashboards:paper-scan": Access(get=HR, ids=PAPER),
    "dashboards:paper-confirm": Access(post=HR, ids=PAPER),
    "dashboards:paper-refuse": Access(post=HR, ids=PAPER),
    "dashboards:mail-list": Access(get=ALL_HR),
    "dashboards:people-export-csv": Access(get=ALL_HR, post=ALL_HR),
    "dashboards:people-export-xlsx": Access(get=ALL_HR, post=ALL_HR),
    "dashboards:mail-export-csv": Access(get=ALL_HR, post=ALL_HR),
    "dashboards:mail-export-xlsx": Access(get=ALL_HR, post=ALL_HR),
}
