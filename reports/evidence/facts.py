"""What a certificate says, from the canonical record of the acknowledgement and its place in the trail. Pure.

Nothing here reads a live row: who somebody was, what they were shown and when they answered is what was
committed to at that moment. Words are in the active language.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from guidelines.policies.choices import Cause, ChangeClass, Method
from guidelines.policies.wording import person_as_then
from portal.documents.certificates import DIGEST, Certificate, Position, Row, Section
from portal.documents.wording import day, language_name, local_day, local_moment, utc_moment
from reports.evidence import wording
from reports.evidence.choices import EvidenceKind


@dataclass(frozen=True)
class Withdrawal:
    """When a consent was taken back, and the commitment to that."""

    at: datetime
    commitment: str


@dataclass(frozen=True)
class Successor:
    """The version that took the place of the one that was confirmed."""

    number: str
    released_at: datetime
    effective_on: date


@dataclass(frozen=True)
class Source:
    """Everything a certificate is made of. `record` is the parsed canonical record."""

    kind: str
    record: Mapping[str, Any]
    commitment: str
    position: Position
    policy_pdf_sha256: str
    serial: str
    code: str
    address: str
    issued_at: datetime
    seal: str | Promise
    withdrawal: Withdrawal | None = None
    successor: Successor | None = None

    @property
    def zone(self) -> str:
        return str(self.record["subject"]["time_zone"])

    @property
    def given_at(self) -> datetime:
        return datetime.fromisoformat(self.record["at"])


def certificate(source: Source) -> Certificate[Source]:
    """Word `source` in the active language."""
    record = source.record
    label, title = wording.titles(source.kind, record["statement_kind"])
    decisive = source.withdrawal.at if source.withdrawal else source.given_at
    return Certificate(
        label=label,
        title=title,
        lead=record["rendition"]["title"],
        outcome=wording.outcome(
            source.kind, record["statement_kind"], record["answer"], decisive, source.zone
        ),
        note=_note(source),
        sections=[
            person_as_then(record["subject"], source.given_at),
            _text(record),
            _statement(record),
            _course(source),
            _proof(source),
        ],
        source=source,
    )


def _note(source: Source) -> str:
    if source.kind == EvidenceKind.RESERVATION:
        return _("Counts neither as confirmed nor as refused.")
    if source.withdrawal:
        return _("The withdrawal takes effect from then on; what was done before stays lawful.")
    if source.successor:
        return _(
            "Version %(number)s took its place on %(day)s. The confirmation as such stays untouched."
        ) % {
            "number": source.successor.number,
            "day": day(local_day(source.successor.released_at, source.zone)),
        }
    request = source.record["request"]
    given = local_day(source.given_at, source.zone)
    return wording.timeliness(given, _day(request["due_on"]), request["reminders_sent"])


def _text(record: Mapping[str, Any]) -> Section:
    version, rendition = record["policy"], record["rendition"]
    council = version["works_council"]
    languages = _("%(signed)s (authoritative: %(authoritative)s)") % {
        "signed": language_name(rendition["language"]),
        "authoritative": language_name(version["authoritative_language"]),
    }
    rows = [
        (
            pgettext("certificate", "Version"),
            _("%(number)s, effective on %(day)s")
            % {"number": version["version"], "day": day(_day(version["effective_on"]))},
            "",
        ),
        (_("Kind of change"), str(ChangeClass(version["change_class"]).label), ""),
        (_("Language signed"), languages, ""),
        (_("Released (UTC)"), _released(version), ""),
        (
            _("Works council"),
            wording.works_council(council["part"], _day(council["on"]), council["document"]),
            "",
        ),
    ]
    return Section(pgettext("certificate", "Text"), rows)


def _statement(record: Mapping[str, Any]) -> Section:
    reason = record.get("reservation", "")
    reservation = ((_("Reservation, in the person's own words"), reason),) if reason else ()
    return Section(_("Statement in full"), [], (("", record["statement"]), *reservation))


def _course(source: Source) -> Section:
    record, request = source.record, source.record["request"]
    due, zone = _day(request["due_on"]), source.zone
    rows = [
        (_("Reason for asking"), str(Cause(request["cause"]).label), ""),
        (_("Asked"), local_moment(datetime.fromisoformat(request["asked_at"]), zone), ""),
        (_("Due date"), _until(due, record["subject"]["location"], request["reminders_sent"]), ""),
        (_("Answered, local time"), local_moment(source.given_at, zone), ""),
        (_("Answered, UTC"), utc_moment(source.given_at), ""),
        (_("How"), f"{Method(record['method']).label}; {wording.ways(record['authenticated'])}", ""),
        *_paper(record),
    ]
    return Section(pgettext("certificate", "Course of events"), rows + _afterwards(source))


def _released(version: Mapping[str, Any]) -> str:
    moment = utc_moment(datetime.fromisoformat(version["released_at"]))
    return _("%(moment)s, approved by %(name)s") % {"moment": moment, "name": version["approved_by"]}


def _until(due: date | None, place: str, reminded: int) -> str:
    if due is None:
        return pgettext("due date", "none")
    words = _("%(day)s, end of the day in %(place)s") % {"day": day(due), "place": place}
    return f"{words}; {wording.reminders(reminded)}"


def _paper(record: Mapping[str, Any]) -> list[Row]:
    paper = record.get("paper")
    if not paper:
        return []
    return [
        (_("Signed on paper on"), day(_day(paper["signed_on"])), ""),
        (_("Recorded by"), paper["recorded_by"], ""),
        (_("Compared by"), paper["confirmed_by"], ""),
        (_("Scan (SHA-256)"), paper["scan_sha256"], DIGEST),
    ]


def _afterwards(source: Source) -> list[Row]:
    rows: list[Row] = []
    if source.withdrawal:
        rows += [
            (_("Withdrawn, local time"), local_moment(source.withdrawal.at, source.zone), ""),
            (_("Withdrawn, UTC"), utc_moment(source.withdrawal.at), ""),
        ]
    if source.successor:
        words = _("%(number)s, released on %(day)s, effective on %(effective)s") % {
            "number": source.successor.number,
            "day": day(local_day(source.successor.released_at, source.zone)),
            "effective": day(source.successor.effective_on),
        }
        rows.append((_("Newer version"), words, ""))
    return rows


def _proof(source: Source) -> Section:
    record, position = source.record, source.position
    rows = [
        (_("Text signed (SHA-256)"), record["rendition"]["sha256"], DIGEST),
        (_("All languages (SHA-256)"), record["policy"]["binding"], DIGEST),
        (_("Guideline PDF (SHA-256)"), source.policy_pdf_sha256, DIGEST),
        (_("Answer (HMAC-SHA-256)"), source.commitment, DIGEST),
    ]
    if source.withdrawal:
        rows.append((_("Withdrawal (HMAC-SHA-256)"), source.withdrawal.commitment, DIGEST))
    rows += [
        (_("Entry in the audit trail"), f"{position.event_seq} · {position.event_hash}", DIGEST),
        (_("Head of the trail"), f"{position.head_seq} · {position.head_hash}", DIGEST),
        (_("Issued"), local_moment(source.issued_at, source.zone), ""),
    ]
    return Section(_("Integrity"), rows)


def _day(text: str) -> date | None:
    return date.fromisoformat(text) if text else None
