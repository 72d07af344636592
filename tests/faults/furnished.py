"""A company with one of everything, and the same words in every text that anybody can type."""

from datetime import timedelta
from io import BytesIO

from django.utils import timezone
from PIL import Image

from accounts.people.models import Department, Employee
from accounts.people.operations import define_audience, record_absence
from guidelines.policies.choices import Method, ReservationOutcome, StatementKind
from guidelines.policies.models import Acknowledgement, ReservationCase
from guidelines.policies.operations import (
    acknowledge,
    acknowledge_under_reservation,
    exempt,
    extend_deadline,
    record_paper,
    settle_reservation,
    withdraw_consent,
)
from portal.mail.operations import Recipient, send
from reports.exports.operations import start_export
from reports.exports.selection import Selection
from tests.factories.drafts import proposed, write
from tests.factories.people import Cast, EmployeeFactory
from tests.factories.policies import read, release, request_of, text
from tests.faults.channels import open_channels
from tests.faults.hostile import within

LANGUAGES = ("de", "en")


def scan() -> bytes:
    """A small picture, as a scanner makes it."""
    target = BytesIO()
    Image.new("RGB", (40, 60), "white").save(target, "PNG")
    return target.getvalue()


def furnish(cast: Cast, words: str) -> None:
    """Fill `cast`'s company: every role, answers of every kind, something waiting everywhere."""
    _name_everything(cast, words)
    _release(cast, words, "conduct", StatementKind.UNDERTAKING)
    _answer_the_duty(cast, words)
    _release(cast, words, "photos", StatementKind.CONSENT)
    given = _confirm(cast.mara)
    withdraw_consent(acknowledgement=given, by=cast.mara)
    _propose(cast, words)
    start_export(selection=Selection(), by=cast.hanna)
    _undelivered_mail(cast, words)
    open_channels(cast, words)


def _name_everything(cast: Cast, words: str) -> None:
    people = cast.everybody()
    for number, person in enumerate(people):
        person.name = within(f"{words} {number} ", 300)
        person.personnel_number = within(f"{words[:6]}{number} ", 20)
        person.save(update_fields=["name", "personnel_number"])
    for thing in (cast.ben.entity, cast.ben.location):
        thing.name = within(words, 200)
        thing.save(update_fields=["name"])
    for number, place in enumerate(Department.objects.all()):
        place.name = within(f"{number} {words}", 200)
        place.save(update_fields=["name"])
    EmployeeFactory(name=words, without_email=True, personnel_number="none", manager=cast.mara)
    define_audience(slug="words", name=within(words, 200), clauses=[{}], by=None)
    day = timezone.localdate() + timedelta(days=1)
    record_absence(person=cast.ben, first_day=day, last_day=day, by=cast.hanna)


def _release(cast: Cast, words: str, slug: str, kind: StatementKind) -> None:
    texts = [
        text(language, title=within(words, 200), summary=within(words, 500), statement=words + " .")
        for language in LANGUAGES
    ]
    release(
        editor=cast.edda,
        approver=cast.falk,
        slug=slug,
        texts=texts,
        statement_kind=kind,
        change_summary=dict.fromkeys(LANGUAGES, words),
    )


def _confirm(person: Employee) -> Acknowledgement:
    request = request_of(person)
    return acknowledge(request=request, read=read(request), authenticated="passkey", by=person)


def _answer_the_duty(cast: Cast, words: str) -> None:
    _confirm(cast.wolf)
    for person in (cast.ada, cast.cleo):
        request = request_of(person)
        acknowledge_under_reservation(
            request=request, read=read(request), reason=words, authenticated="passkey", by=person
        )
    settled = ReservationCase.objects.latest("pk")
    settle_reservation(case=settled, outcome=ReservationOutcome.ASK_AGAIN, note=words, by=cast.hanna)
    exempt(request=request_of(cast.anton), reason=words, by=cast.hanna)
    later = request_of(cast.dana)
    assert later.due_on
    extend_deadline(request=later, to=later.due_on + timedelta(days=9), reason=words, by=cast.hanna)
    asked = request_of(cast.ines)
    record_paper(
        request=asked,
        rendition=asked.version.renditions.get(language="de"),
        method=Method.PAPER,
        signed_on=asked.asked_on,
        note=words,
        scan_name=within(words.replace("/", ""), 190) + ".png",
        scan=scan(),
        by=EmployeeFactory(roles=["hr"], name=words),
    )


def _propose(cast: Cast, words: str) -> None:
    for language in LANGUAGES:
        page = write(
            cast,
            language,
            title=within(words, 200),
            summary=within(words, 500),
            statement=words,
            text=words,
            question_contact=within(words, 200),
        )
    proposed(cast, page, change_summary=dict.fromkeys(LANGUAGES, words), works_council_document=words)


def _undelivered_mail(cast: Cast, words: str) -> None:
    nobody = Recipient(cast.ben.ref, None, "de", name=words)
    send("people.password_reset", to=nobody, context={}, key="no-address")
