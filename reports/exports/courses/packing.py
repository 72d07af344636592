"""Packing a bundle of course certificates, in the way of every bundle."""

import inspect
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.utils import timezone, translation

from accounts.people.calendar import local_day
from reports.exports import verify_bundle
from reports.exports.bundle import SLICE, Packed, Packing
from reports.exports.courses import verifying
from reports.exports.courses.columns import COURSES, CourseLine
from reports.exports.sheets import CsvSheet, XlsxSheet, separator_for
from training.assignments.certificates.issuing import read_certificate
from training.assignments.certificates.position import RECORDED
from training.assignments.certificates.standing import standing_on
from training.assignments.models import Completion
from training.courses.reading import titles_of

PARTS = ("record", "certificate", "employee__location", "version", "course__current")
BOTH_ARE_ONE, MAIN = "# From here on both files are one.\n", '\n\nif __name__ == "__main__":'


def verifier() -> bytes:
    """Both halves of the verifier in one file: a script that imports nothing can be run from anywhere."""
    first = Path(verify_bundle.__file__).read_text(encoding="utf-8").partition(MAIN)[0]
    second = inspect.getsource(verifying).partition(BOTH_ARE_ONE)[2]
    return f"{first}\n{second}".encode()


class CoursePacking(Packing):
    """One bundle of course certificates being packed."""

    format = verifying.CourseVerifier.format
    explained_in = "bundle_courses"

    def _packed(self) -> Packed:
        self._write_completions()
        self._write_means(verifier())
        manifest, digest = self.archive.finish(self._about(), self._details(), listed="completions")
        return Packed(self.archive.path, manifest, digest, self.archive.files, 0, self.head)

    def _write_completions(self) -> None:
        title = str(translation.pgettext("list", "Completed courses"))
        with (
            (self.folder / "table.csv").open("wb+") as csv_file,
            (self.folder / "table.xlsx").open("wb+") as xlsx_file,
            (self.folder / "details.jsonl").open("w", encoding="utf-8") as details,
        ):
            with (
                CsvSheet(csv_file, COURSES, separator_for(self.language)) as csv_sheet,
                XlsxSheet(xlsx_file, COURSES, title=title) as xlsx_sheet,
            ):
                for number, completion in enumerate(self._completions(), start=1):
                    self.tell(number)
                    details.write(json.dumps(self._write_completion(completion)) + "\n")
                    line = self._line(completion)
                    csv_sheet.add(line)
                    xlsx_sheet.add(line)
            for name, file in (("csv", csv_file), ("xlsx", xlsx_file)):
                file.seek(0)
                self.archive.add_stream(f"completions.{name}", file, compress=name == "csv")

    def _completions(self) -> Iterator[Completion]:
        """Everything on the list, a slice at a time, in the order in which it was recorded."""
        last = 0
        while True:
            items = self.export.courses.filter(completion__gt=last).order_by("completion")
            keys = list(items.values_list("completion", flat=True)[:SLICE])
            if not keys:
                return
            last = keys[-1]
            found = Completion.objects.filter(pk__in=keys).select_related(*PARTS).order_by("pk")
            completions = list(found.prefetch_related("revocations"))
            self._note_events((RECORDED,), completions)
            self._note_events(("certificate.issued",), [one.certificate for one in completions])
            self.titles = titles_of(
                [version for one in completions if (version := one.version or one.course.current)],
                self.language,
            )
            yield from completions

    def _write_completion(self, completion: Completion) -> dict[str, Any]:
        certificate = completion.certificate
        detail = {
            "ref": str(completion.ref),
            "person": str(completion.employee.ref),
            "serial": certificate.serial,
            "record": f"records/{certificate.serial}.json",
            "certificate": f"certificates/{certificate.file_name}",
        }
        self.archive.add(detail["certificate"], read_certificate(certificate), compress=False)
        self.archive.add(detail["record"], completion.record.canonical.encode())
        self._keep_key(completion.employee.ref)
        return detail

    def _line(self, completion: Completion) -> CourseLine:
        version = completion.version or completion.course.current
        today = local_day(timezone.now(), completion.employee.location)
        return CourseLine(
            completion.certificate,
            json.loads(completion.record.canonical),
            self.titles.get(version.pk, "") if version else completion.course.slug,
            standing_on(completion, completion.revocations.all(), today),
        )
