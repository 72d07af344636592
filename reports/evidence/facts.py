"""What a certificate says, from the canonical record of the acknowledgement and its place in the trail. Pure.

Nothing here reads a live row: who somebody was, what they were shown and when they answered is what was
committed to at that moment. Words are in the active language.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.utils.functional import Promise
from django.utils.translation import get_language_info, pgettext
from django.utils.translation import gettext as _

from guidelines.policies.choices import Cause, ChangeClass, Method
from reports.evidence import wording
from reports.evidence.choices import EvidenceKind

DIGEST = "digest"
Row = tuple[str, str, str]


@dataclass(frozen=True)
class Position:
    """Where the proven act stands in the trail, and the trail's head when the certificate was issued."""

    event_seq: int
    event_hash: str
    head_seq: int
    head_hash: str


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


@dataclass(frozen=True)
class Section:
    heading: str
    rows: list[Row]
    quotations: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class Certificate:
    """A certificate, ready to be laid out."""

    label: str
    title: str
    outcome: str
    note: str
    sections: list[Section]
    source: Source


def certificate(source: Source) -> Certificate:
    """Word `source` in the active language."""
    record = source.record
    label, title = wording.titles(source.kind, record["statement_kind"])
    decisive = source.withdrawal.at if source.withdrawal else source.given_at
    return Certificate(
        label=label,
        title=title,
        outcome=wording.outcome(
            source.kind, record["statement_kind"], record["answer"], decisive, source.zone
        ),
        note=_note(source),
        sections=[
            _person(record, source),
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
            "day": wording.day(source.successor.released_at.astimezone(ZoneInfo(source.zone)).date()),
        }
    request = source.record["request"]
    given = source.given_at.astimezone(ZoneInfo(source.zone)).date()
    return wording.timeliness(given, _day(request["due_on"]), request["reminders_sent"])


def _person(record: Mapping[str, Any], source: Source) -> Section:
    who = record["subject"]
    rows = [
        (_("Name"), who["name"], ""),
        (_("Personnel number"), who["personnel_number"] or pgettext("personnel number", "none"), ""),
        (_("Department"), who["department"], ""),
        (_("Employer"), who["entity"], ""),
        (_("Place of work"), who["location"], ""),
    ]
    known = wording.day(source.given_at.astimezone(ZoneInfo(source.zone)).date())
    return Section(_("Person, as on record on %(day)s") % {"day": known}, rows)


def _text(record: Mapping[str, Any]) -> Section:
    version, rendition = record["policy"], record["rendition"]
    council = version["works_council"]
    languages = _("%(signed)s (authoritative: %(authoritative)s)") % {
        "signed": _language(rendition["language"]),
        "authoritative": _language(version["authoritative_language"]),
    }
    rows = [
        (
            pgettext("certificate", "Version"),
            _("%(number)s, effective on %(day)s")
            % {"number": version["version"], "day": wording.day(_day(version["effective_on"]))},
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
        (_("Asked"), wording.local_moment(datetime.fromisoformat(request["asked_at"]), zone), ""),
        (_("Due date"), _until(due, record["subject"]["location"], request["reminders_sent"]), ""),
        (_("Answered, local time"), wording.local_moment(source.given_at, zone), ""),
        (_("Answered, UTC"), wording.utc_moment(source.given_at), ""),
        (_("How"), f"{Method(record['method']).label}; {wording.ways(record['authenticated'])}", ""),
        *_paper(record),
    ]
    return Section(pgettext("certificate", "Course of events"), rows + _afterwards(source))


def _released(version: Mapping[str, Any]) -> str:
    moment = wording.utc_moment(datetime.fromisoformat(version["released_at"]))
    return _("%(moment)s, approved by %(name)s") % {"moment": moment, "name": version["approved_by"]}


def _until(due: date | None, place: str, reminded: int) -> str:
    if due is None:
        return pgettext("due date", "none")
    words = _("%(day)s, end of the day in %(place)s") % {"day": wording.day(due), "place": place}
    return f"{words}; {wording.reminders(reminded)}"


def _paper(record: Mapping[str, Any]) -> list[Row]:
    paper = record.get("paper")
    if not paper:
        return []
    return [
        (_("Signed on paper on"), wording.day(_day(paper["signed_on"])), ""),
        (_("Recorded by"), paper["recorded_by"], ""),
        (_("Compared by"), paper["confirmed_by"], ""),
        (_("Scan (SHA-256)"), paper["scan_sha256"], DIGEST),
    ]


def _afterwards(source: Source) -> list[Row]:
    rows: list[Row] = []
    if source.withdrawal:
        rows += [
            (_("Withdrawn, local time"), wording.local_moment(source.withdrawal.at, source.zone), ""),
            (_("Withdrawn, UTC"), wording.utc_moment(source.withdrawal.at), ""),
        ]
    if source.successor:
        words = _("%(number)s, released on %(day)s, effective on %(effective)s") % {
            "number": source.successor.number,
            "day": wording.day(source.successor.released_at.astimezone(ZoneInfo(source.zone)).date()),
            "effective": wording.day(source.successor.effective_on),
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
        (_("Issued"), wording.local_moment(source.issued_at, source.zone), ""),
    ]
    return Section(_("Integrity"), rows)


def _language(code: str) -> str:
    return str(get_language_info(code)["name_translated"])


def _day(text: str) -> date | None:
    return date.fromisoformat(text) if text else None
