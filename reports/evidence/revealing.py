"""What a stranger who has the code gets to see: enough to compare with the paper, no more."""

from typing import Any

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.translation import get_language, pgettext
from django.utils.translation import gettext as _

from accounts.people.calendar import local_day
from guidelines.policies.models import Acknowledgement
from portal.documents.wording import day
from reports.evidence.checking import Document
from reports.evidence.choices import Standing as AnswerStanding
from reports.evidence.masking import masked_name
from reports.evidence.models import EvidenceDocument
from reports.evidence.standing import standing
from training.assignments.certificates.standing import ProofStanding, Standing, standing_on
from training.assignments.models import Certificate, Completion
from training.courses.reading import choose

# What is said of the standing, its tone, and the rows below.
Shown = tuple[str | Promise, str, list[tuple[str, Any]]]

TONES = {
    AnswerStanding.VALID: "success",
    AnswerStanding.UNDER_RESERVATION: "warning",
    AnswerStanding.WITHDRAWN: "danger",
    AnswerStanding.SUPERSEDED: "info",
    AnswerStanding.RETIRED: "neutral",
}


COURSE_TONES = {
    ProofStanding.VALID: "success",
    ProofStanding.NOT_YET: "info",
    ProofStanding.EXPIRED: "warning",
    ProofStanding.ENDED: "warning",
    ProofStanding.REVOKED: "danger",
}


def public_facts(document: Document) -> dict[str, Any]:
    """The standing of today and the masked facts of the certificate, as label and value."""
    words, tone, rows = _of_course(document) if isinstance(document, Certificate) else _of_answer(document)
    return {
        "standing": words,
        "tone": tone,
        "rows": [{"label": label, "value": value} for label, value in rows],
    }


def _of_answer(document: EvidenceDocument) -> Shown:
    acknowledgement = document.acknowledgement
    now = standing(acknowledgement)
    rows = [
        (_("Serial number"), document.serial),
        (_("Proves"), document.get_kind_display()),
        (_("Statement"), acknowledgement.get_statement_kind_display()),
        (_("Person"), _initials(acknowledgement)),
        (_("Guideline"), acknowledgement.rendition.title),
        (pgettext("certificate", "Version"), acknowledgement.version.number),
        (_("Answered on"), _day(acknowledgement.at)),
        *_withdrawn(document),
        (_("Issued on"), _day(document.issued_at)),
        ("SHA-256", document.sha256),
    ]
    return now.label, TONES[now], rows


def _of_course(certificate: Certificate) -> Shown:
    completion = certificate.completion
    version = completion.version or completion.course.current
    now = standing_on(
        completion, completion.revocations.all(), local_day(timezone.now(), completion.employee.location)
    )
    rows = [
        (_("Serial number"), certificate.serial),
        (_("Proves"), _("Completion of a course")),
        (_("What this proof rests on"), completion.get_basis_display()),
        (_("Person"), _initials(completion)),
        (
            pgettext("certificate", "Course"),
            choose(version, get_language() or "").title if version else completion.course.slug,
        ),
        (pgettext("certificate", "Version"), completion.version.number if completion.version else "–"),
        (pgettext("certificate", "Valid from"), day(completion.valid_from)),
        (pgettext("certificate", "Valid until"), _last_day(completion)),
        (_("Issued on"), _day(certificate.issued_at)),
        ("SHA-256", certificate.sha256),
    ]
    return _in_words(now), COURSE_TONES[now.state], rows


def _in_words(now: Standing) -> str:
    if now.since is None:
        return str(now.state.label)
    since = {"day": day(now.since)}
    if now.state == ProofStanding.EXPIRED:
        return _("Expired: valid until %(day)s") % since
    if now.state == ProofStanding.REVOKED:
        return _("Revoked as of %(day)s") % since
    return _("Ended as of %(day)s: the course has changed") % since


def _last_day(completion: Completion) -> str:
    if completion.valid_until is None:
        return pgettext("certificate", "does not expire")
    return day(completion.valid_until)


def _initials(proven: Acknowledgement | Completion) -> str:
    record = getattr(proven, "record", None)
    if record is None:
        return pgettext("person", "erased by rule")
    return masked_name(record.subject["name"])


def _withdrawn(document: EvidenceDocument) -> list[tuple[str, str]]:
    withdrawal = getattr(document.acknowledgement, "withdrawal", None)
    return [(_("Withdrawn on"), _day(withdrawal.at))] if withdrawal else []


def _day(moment: Any) -> str:
    return f"{date_format(moment, 'DATE_FORMAT')} (UTC)"
