"""The table of a bundle of course certificates."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from reports.exports.sheets import Column
from training.assignments.certificates.standing import Standing
from training.assignments.choices import Basis
from training.assignments.models import Certificate


@dataclass(frozen=True)
class CourseLine:
    """One completed course: facts as they were recorded, and how they stand on the day of the export."""

    certificate: Certificate
    record: Mapping[str, Any]
    title: str
    standing: Standing


def _subject(name: str) -> Any:
    return lambda line: line.record["subject"][name]


# The verifier finds serial number, completion and name by their place: they stay first.
COURSES: tuple[Column[CourseLine], ...] = (
    Column(_("Serial number"), lambda line: line.certificate.serial),
    Column(pgettext_lazy("training", "Completion"), lambda line: line.record["completion"], 38),
    Column(_("Name"), _subject("name"), 28),
    Column(_("Personnel number"), _subject("personnel_number")),
    Column(_("Department"), _subject("department"), 24),
    Column(_("Entity"), _subject("entity"), 24),
    Column(_("Location"), _subject("location")),
    Column(pgettext_lazy("training", "Course"), lambda line: line.title, 32),
    Column(pgettext_lazy("guideline", "Version"), lambda line: line.record["course"]["version"], 10),
    Column(pgettext_lazy("training", "Rests on"), lambda line: Basis(line.record["basis"]).label, 28),
    Column(_("Recorded (UTC)"), lambda line: datetime.fromisoformat(line.record["at"]), 20),
    Column(pgettext_lazy("certificate", "Valid from"), lambda line: line.record["valid_from"], 12),
    Column(pgettext_lazy("certificate", "Valid until"), lambda line: line.record["valid_until"], 12),
    Column(_("Standing at export"), lambda line: line.standing.state.label, 26),
    Column(_("SHA-256 of the certificate"), lambda line: line.certificate.sha256, 66),
)
