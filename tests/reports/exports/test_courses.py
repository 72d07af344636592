"""A bundle of course certificates is built once, holds what was issued, and anybody can check it."""

import json
import subprocess
import sys
import zipfile
from datetime import timedelta
from io import BytesIO

import pytest
from django.core.files.storage import storages
from django.core.management import call_command
from django.urls import reverse
from django.utils import timezone

from portal.audit.models import AuditEvent
from portal.audit.rules import NotPermitted
from portal.jobs.choices import JobState
from portal.jobs.models import Job
from portal.jobs.running import execute
from reports.exports import verify_bundle
from reports.exports.courses import building
from reports.exports.courses.operations import start_course_export
from reports.exports.courses.packing import verifier
from reports.exports.courses.selection import CourseSelection
from reports.exports.courses.verifying import CourseVerifier
from reports.exports.models import Export
from reports.exports.rules import NothingToExport
from tests.factories import training
from tests.factories.people import EntityFactory, signed_in
from tests.reports.exports.conftest import bundle_bytes, carried_out
from tests.reports.exports.looking import names_in, stored
from tests.reports.exports.tampering import first, flip, rehash, replace
from training.assignments.certificates.issuing import issue_certificate
from training.assignments.models import Certificate

pytestmark = pytest.mark.django_db


@pytest.fixture
def done(cast):
    """Ben and Ada have passed; Ada's counts for a requirement as well, written together."""
    course = training.course("basics", by=cast.edda)
    found = [training.do(person, course)[0] for person in (cast.ben, cast.ada)]
    training.require(course)
    return found


def started(cast, **chosen) -> Export:
    return start_course_export(selection=CourseSelection(**chosen), by=cast.hanna)


@pytest.fixture
def unpacked_courses(cast, done, tmp_path):
    with zipfile.ZipFile(BytesIO(bundle_bytes(carried_out(started(cast))))) as archive:
        archive.extractall(tmp_path / "unpacked")
    return tmp_path / "unpacked"


def checked(path) -> subprocess.CompletedProcess:
    """With the very file that travels in the bundle, away from the portal."""
    script = path / "verify_bundle.py"
    return subprocess.run(
        [sys.executable, "-I", str(script), str(path), "--lang", "en"],
        capture_output=True,
        text=True,
        check=False,
    )


def test_a_bundle_holds_one_sealed_pdf_per_completion_and_everything_to_check_it(cast, done):
    """E4: the issued files, byte for byte."""
    export = carried_out(started(cast))
    assert export.state == JobState.READY
    names = names_in(export)
    for name in (
        "completions.csv",
        "completions.xlsx",
        "chain.txt",
        "keys.json",
        "README.txt",
        "LIESMICH.txt",
    ):
        assert name in names
    archive = zipfile.ZipFile(BytesIO(bundle_bytes(export)))
    certificates = Certificate.objects.all()
    assert certificates.count() == export.acknowledgements == 4
    for certificate in certificates:
        with storages["evidence"].open(certificate.stored_as) as file:
            assert archive.read(f"certificates/{certificate.file_name}") == file.read()
    assert len(json.loads(archive.read("manifest.json"))["completions"]) == 4


def test_it_holds_away_from_the_portal_and_by_the_command(unpacked_courses, tmp_path, capsys):
    found = checked(unpacked_courses)
    assert (found.returncode, found.stderr) == (0, "")
    assert "4 completed courses are committed to in the chain" in found.stdout
    assert "RESULT: everything holds." in found.stdout
    call_command("verify_bundle", str(unpacked_courses))


@pytest.mark.parametrize(
    ("pattern", "old", "new", "says"),
    [
        ("records/*.json", '"basis":"passed"', '"basis":"waived"', "not what was committed to"),
        ("completions.csv", "Ben", "Bob", "row"),
        ("chain.txt", "completion.recorded", "completion.gone", "chain.txt"),
        ("certificates/*.pdf", None, None, "changed after it was sealed"),
    ],
)
def test_k11_whoever_changes_something_is_found_even_with_a_new_manifest(
    unpacked_courses, pattern, old, new, says
):
    """K11: the manifest made to fit again is not enough."""
    path = first(unpacked_courses, pattern)
    if old:
        replace(path, old, new)
    else:
        flip(path, 3000)
    rehash(unpacked_courses)
    found = checked(unpacked_courses)
    assert found.returncode == 1
    assert says in found.stdout


def test_both_halves_of_the_verifier_are_one_script_that_imports_no_portal():
    text = verifier().decode()
    compile(text, "verify_bundle.py", "exec")
    assert "reports.exports" not in text
    assert text.count('if __name__ == "__main__"') == 1
    assert CourseVerifier.format != verify_bundle.FORMAT


def test_a_filter_names_course_entity_and_day(cast, done):
    today = timezone.localdate()
    other = training.course("other", by=cast.edda)
    training.do(cast.mara, other)
    elsewhere = EntityFactory(name="Elsewhere GmbH")
    count = {
        (str(other.ref), "", None): 1,
        ("", str(elsewhere.ref), None): 0,
        ("", str(cast.ben.entity.ref), None): 5,
        ("", "", today): 5,
        ("", "", today - timedelta(days=30)): 0,
    }
    for (course, entity, day), expected in count.items():
        selection = CourseSelection(course, entity, day)
        assert selection.completions().count() == expected
        assert CourseSelection.from_json(selection.as_json()) == selection
    with pytest.raises(NothingToExport):
        started(cast, entity=str(elsewhere.ref))


class Killed(BaseException):
    """As if the process had gone."""


def test_what_is_interrupted_goes_on_with_the_same_list(cast, done, monkeypatch):
    """E1, J1: one bundle, nothing missing, nothing twice; what is done meanwhile is not in it."""
    export = started(cast)
    issued = []

    def stop_after_one(completion):
        if issued:
            raise Killed
        issued.append(issue_certificate(completion))

    monkeypatch.setattr(building, "issue_certificate", stop_after_one)
    with pytest.raises(Killed):
        execute(export.job_id)
    monkeypatch.undo()
    training.do(cast.mara, done[0].course)
    Job.objects.filter(pk=export.job_id).update(state=JobState.QUEUED, lease_until=None)
    export = carried_out(export)
    assert (export.state, export.acknowledgements, len(stored(export))) == (JobState.READY, 4, 2)


def test_only_hr_exports_and_it_is_on_record(client, cast, done):
    """E3"""
    with pytest.raises(NotPermitted):
        start_course_export(selection=CourseSelection(), by=cast.ben)
    signed_in(client, cast.hanna)
    address = reverse("exports:courses-new")
    assert "4 " in client.get(address, {"show": "1"}).content.decode()
    answer = client.post(address, {"course": "", "entity": "", "day": ""}, follow=True)
    assert answer.status_code == 200
    export = Export.objects.get()
    assert AuditEvent.objects.get(verb="export.courses_requested").object_id == str(export.ref)
    carried_out(export)
    page = client.get(reverse("exports:export-show", args=[export.ref])).content.decode()
    assert "Schulungsnachweise" in page
    assert client.get(reverse("exports:export-download", args=[export.ref])).status_code == 200
