"""What a certificate of a training says, from the canonical record of the completion. Pure.

Who somebody was, which version was learned and on what the proof rests is what was committed to at that
moment; titles are those of the released texts, which nobody changes. Words are in the active language.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from guidelines.policies.wording import person_as_then
from portal.documents.certificates import DIGEST, Certificate, Position, Row, Section
from portal.documents.wording import day, local_moment, utc_moment
from training.assignments.certificates import wording
from training.assignments.choices import Basis, Cause


@dataclass(frozen=True)
class Ending:
    """From when the completion counts no more, as far as it was known when the certificate was issued."""

    on: date
    cause: str


@dataclass(frozen=True)
class Shown:
    """A released guideline that a lesson showed."""

    title: str
    version: str
    sha256: str


@dataclass(frozen=True)
class Source:
    """Everything a certificate is made of. `record` is the parsed canonical record."""

    record: Mapping[str, Any]
    title: str
    guidelines: Sequence[Shown]
    commitment: str
    position: Position
    serial: str
    code: str
    address: str
    issued_at: datetime
    seal: str | Promise
    ending: Ending | None = None

    @property
    def zone(self) -> str:
        return str(self.record["subject"]["time_zone"])

    @property
    def at(self) -> datetime:
        return datetime.fromisoformat(self.record["at"])

    @property
    def basis(self) -> Basis:
        return Basis(self.record["basis"])


def certificate(source: Source) -> Certificate[Source]:
    """Word `source` in the active language."""
    record = source.record
    return Certificate(
        label=pgettext("certificate", "Certificate of a course"),
        title=wording.title(source.basis),
        lead=source.title,
        outcome=wording.outcome(source.basis, _day(record["valid_from"])),
        note=_note(source),
        sections=[
            person_as_then(record["subject"], source.at),
            _course(source),
            _proof(source),
            _events(source),
            _integrity(source),
        ],
        source=source,
    )


def _note(source: Source) -> str:
    validity = wording.validity(_day(source.record["valid_from"]), _last_day(source.record))
    if source.ending is None:
        return validity
    return f"{validity} {wording.ending(source.ending.on, source.ending.cause)}"


def _course(source: Source) -> Section:
    course = source.record["course"]
    version = course["version"] or pgettext("course version", "not known: an earlier system kept none")
    rows: list[Row] = [(pgettext("certificate", "Version"), version, ""), *_asked(source)]
    rows += [
        (
            _("Guideline shown"),
            _("%(title)s, version %(number)s") % {"title": one.title, "number": one.version},
            "",
        )
        for one in source.guidelines
    ]
    return Section(pgettext("certificate", "Course"), rows)


def _asked(source: Source) -> list[Row]:
    duty = source.record.get("assignment")
    if not duty:
        return [(_("Reason for asking"), _("none: done of one's own accord"), "")]
    return [
        (_("Reason for asking"), str(Cause(duty["cause"]).label), ""),
        (_("Due date"), wording.due(_day(duty["due_on"]), duty["reminders_sent"]), ""),
    ]


def _proof(source: Source) -> Section:
    """On what it rests, in one honest sentence; then who vouches for it."""
    record = source.record
    rows: list[Row] = []
    actor = record.get("actor") or {}
    elsewhere = record.get("elsewhere") or {}
    if actor and actor["ref"] != record["subject"]["ref"] and "recorded_by" not in elsewhere:
        rows.append((pgettext("certificate", "Recorded by"), actor["name"], ""))
    rows += wording.elsewhere(elsewhere)
    if record.get("reason"):
        rows.append((pgettext("certificate", "Reason given"), record["reason"], ""))
    sentence = wording.rests_on(source.basis, record.get("attempt"))
    return Section(_("What this proof rests on"), rows, (("", sentence),))


def _events(source: Source) -> Section:
    until = _last_day(source.record)
    rows: list[Row] = [
        (pgettext("certificate", "Recorded, local time"), local_moment(source.at, source.zone), ""),
        (pgettext("certificate", "Recorded, UTC"), utc_moment(source.at), ""),
        (pgettext("certificate", "Valid from"), day(_day(source.record["valid_from"])), ""),
        (
            pgettext("certificate", "Valid until"),
            day(until) if until else pgettext("certificate", "does not expire"),
            "",
        ),
    ]
    if source.ending:
        rows.append((pgettext("certificate", "Ended"), day(source.ending.on), ""))
    return Section(pgettext("certificate", "Course of events"), rows)


def _integrity(source: Source) -> Section:
    position, binding = source.position, source.record["course"]["binding"]
    rows: list[Row] = [(_("Course version (SHA-256)"), binding, DIGEST)] if binding else []
    rows += [(_("Guideline shown (SHA-256)"), one.sha256, DIGEST) for one in source.guidelines]
    rows += [
        (_("Completion (HMAC-SHA-256)"), source.commitment, DIGEST),
        (_("Entry in the audit trail"), f"{position.event_seq} · {position.event_hash}", DIGEST),
        (_("Head of the trail"), f"{position.head_seq} · {position.head_hash}", DIGEST),
        (_("Issued"), local_moment(source.issued_at, source.zone), ""),
    ]
    return Section(_("Integrity"), rows)


def _last_day(record: Mapping[str, Any]) -> date | None:
    return _day(record["valid_until"]) if record["valid_until"] else None


def _day(text: str) -> date:
    return date.fromisoformat(text)
