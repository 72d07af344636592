"""What this room holds about one person, for "my data"."""

from collections.abc import Iterator

from django.db.models import Prefetch, QuerySet
from django.utils.translation import get_language, gettext_lazy, pgettext
from django.utils.translation import gettext as _

from accounts.people.models import Employee
from accounts.people.registry import Section, Stored
from guidelines.policies.models import (
    Acknowledgement,
    AcknowledgementRequest,
    ConsentWithdrawal,
    PaperConfirmation,
    PolicyVersion,
    Rendition,
    ReservationCase,
)
from guidelines.policies.reading import in_language
from guidelines.policies.wording import ways_in_words

WITH_EVIDENCE = gettext_lazy("As long as the evidence is needed; then erased by rule")
STORED = (
    Stored(
        gettext_lazy("Requests to confirm guidelines"),
        gettext_lazy("Version, why and when somebody was asked, due date, state, reminders, exemptions"),
        gettext_lazy("Shows who was asked and what is still open"),
        WITH_EVIDENCE,
    ),
    Stored(
        gettext_lazy("Acknowledgements"),
        gettext_lazy(
            "Text read, statement, time, kind of sign-in, and name, personnel number, department and entity "
            "as they were then"
        ),
        gettext_lazy("Proves years later who confirmed what"),
        WITH_EVIDENCE,
    ),
    Stored(
        gettext_lazy("Reservations"),
        gettext_lazy("The reason somebody gave, and how it was settled"),
        gettext_lazy("A reservation is answered and counts as such"),
        WITH_EVIDENCE,
    ),
    Stored(
        gettext_lazy("Confirmations on paper or by proxy"),
        gettext_lazy("Scan of the signed sheet, who recorded and who confirmed it"),
        gettext_lazy("People without a computer can confirm too"),
        WITH_EVIDENCE,
    ),
)


def stored_about(person: Employee) -> Iterator[Section]:
    """Everything this room holds about `person`, for "my data"."""
    yield Section(
        gettext_lazy("Requests to confirm guidelines"), [_request(one) for one in _requests(person)]
    )
    yield Section(
        gettext_lazy("Acknowledgements"), [_acknowledgement(one) for one in _acknowledgements(person)]
    )
    yield Section(gettext_lazy("Reservations"), [_reservation(one) for one in _reservations(person)])
    yield Section(gettext_lazy("Withdrawn consents"), [_withdrawal(one) for one in _withdrawals(person)])
    yield Section(
        gettext_lazy("Confirmations on paper or by proxy"), [_paper(one) for one in _papers(person)]
    )


def titles(path: str) -> Prefetch:
    """The titles of versions at `path`, all in one query; `title_of` then asks for nothing."""
    return Prefetch(f"{path}__renditions", Rendition.objects.only("version", "language", "title"))


def title_of(version: PolicyVersion) -> str:
    """What a version was called, in the reader's language where it has that."""
    texts = {text.language: text.title for text in version.renditions.all()}
    return in_language(texts, get_language() or "")


def _requests(person: Employee) -> QuerySet:
    requests = AcknowledgementRequest.objects.of(person).select_related(
        "version", "audience", "department", "entity", "location"
    )
    return requests.prefetch_related(titles("version")).order_by("asked_at", "pk")


def _request(request: AcknowledgementRequest) -> dict[str, object]:
    return {
        _("Guideline"): title_of(request.version),
        _("Version"): request.version.number,
        pgettext("request", "Asked"): request.asked_at,
        pgettext("request", "Why"): request.get_cause_display(),
        _("Audience"): request.audience.name,
        _("Department"): request.department.name,
        _("Entity"): request.entity.name,
        _("Location"): request.location.name,
        _("Due date"): request.due_on,
        _("State"): request.get_state_display(),
        pgettext("request", "Closed"): request.closed_at,
        _("Reminders sent"): request.reminders_sent,
        _("Reason for the exemption"): request.exempt_reason,
    }


def _acknowledgements(person: Employee) -> QuerySet:
    rows = Acknowledgement.objects.filter(employee=person)
    return rows.select_related("version", "rendition", "actor", "record").order_by("at", "pk")


def _acknowledgement(given: Acknowledgement) -> dict[str, object]:
    record = getattr(given, "record", None)
    return {
        _("Guideline"): given.rendition.title,
        _("Version"): given.version.number,
        _("Language"): given.rendition.get_language_display(),
        pgettext("acknowledgement", "Answer"): given.get_answer_display(),
        _("Kind of statement"): given.get_statement_kind_display(),
        _("Statement"): record.statement if record else "",
        pgettext("acknowledgement", "Given at"): given.at,
        pgettext("acknowledgement", "How"): given.get_method_display(),
        _("Given by"): given.actor.name,
        _("Signed in by"): ways_in_words(record.authenticated) if record else "",
        _("Record as committed to"): record.canonical if record else "",
        _("Commitment"): given.commitment,
    }


def _reservations(person: Employee) -> QuerySet:
    cases = ReservationCase.objects.filter(acknowledgement__employee=person)
    return cases.select_related("acknowledgement__rendition").order_by("acknowledgement__at")


def _reservation(case: ReservationCase) -> dict[str, object]:
    return {
        _("Guideline"): case.acknowledgement.rendition.title,
        _("Reason"): case.reason,
        pgettext("reservation", "Outcome"): case.get_outcome_display(),
        pgettext("reservation", "Note"): case.note,
        pgettext("reservation", "Settled"): case.settled_at,
    }


def _withdrawals(person: Employee) -> QuerySet:
    rows = ConsentWithdrawal.objects.filter(acknowledgement__employee=person)
    return rows.select_related("acknowledgement__rendition").order_by("at")


def _withdrawal(withdrawal: ConsentWithdrawal) -> dict[str, object]:
    return {
        _("Guideline"): withdrawal.acknowledgement.rendition.title,
        pgettext("consent", "Withdrawn"): withdrawal.at,
        _("Commitment"): withdrawal.commitment,
    }


def _papers(person: Employee) -> QuerySet:
    papers = PaperConfirmation.objects.filter(request__employee=person)
    return papers.select_related("rendition", "recorded_by").order_by("recorded_at")


def _paper(paper: PaperConfirmation) -> dict[str, object]:
    return {
        _("Guideline"): paper.rendition.title,
        pgettext("acknowledgement", "How"): paper.get_method_display(),
        pgettext("paper", "Signed on"): paper.signed_on,
        pgettext("paper", "Note"): paper.note,
        pgettext("paper", "Scan"): f"{paper.scan_name} (SHA-256 {paper.scan_sha256})",
        _("State"): paper.get_state_display(),
        pgettext("paper", "Recorded by"): paper.recorded_by.name,
        pgettext("paper", "Recorded at"): paper.recorded_at,
    }
