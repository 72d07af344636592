"""A small company's answers and a bundle of them."""

import shutil
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import settings
from django.core.files.storage import storages

from accounts.people.models import Employee
from guidelines.policies.choices import StatementKind
from guidelines.policies.models import Acknowledgement
from guidelines.policies.operations import acknowledge, acknowledge_under_reservation, withdraw_consent
from portal.jobs.running import execute
from reports.exports.models import Export
from reports.exports.operations import start_export
from reports.exports.selection import Selection
from tests.factories.policies import read, release, request_of


@pytest.fixture(autouse=True)
def own_files() -> Iterator[None]:
    """Stored files do not roll back with the database."""
    yield
    for name in ("evidence", "exports", "staging"):
        shutil.rmtree(Path(settings.PORTAL_FILES_DIR) / name, ignore_errors=True)


def carried_out(export: Export) -> Export:
    """Do the job of `export` and nothing else; returns the export as it is then."""
    execute(export.job_id)
    return Export.objects.select_related("job", "requested_by").get(pk=export.pk)


def confirm(person: Employee, language: str = "de") -> Acknowledgement:
    request = request_of(person)
    return acknowledge(
        request=request, read=read(request, language), authenticated="password+totp", by=person
    )


@pytest.fixture
def answers(cast) -> list[Acknowledgement]:
    """Ben confirmed, Ada answered under reservation, Mara took a consent back; Hanna still owes an answer."""
    for name in ("ben", "ada", "mara", "hanna"):
        getattr(cast, name)
    release(editor=cast.edda, approver=cast.falk, statement_kind=StatementKind.UNDERTAKING)
    found = [confirm(cast.ben)]
    request = request_of(cast.ada)
    found.append(
        acknowledge_under_reservation(
            request=request,
            read=read(request, "en"),
            reason="Section 3 is unclear.",
            authenticated="passkey",
            by=cast.ada,
        )
    )
    release(editor=cast.edda, approver=cast.falk, slug="photos", statement_kind=StatementKind.CONSENT)
    found.append(confirm(cast.mara))
    withdraw_consent(acknowledgement=found[-1], by=cast.mara)
    return found


@pytest.fixture
def exported(cast, answers) -> Export:
    """Everything there is, packed for Hanna."""
    export = start_export(selection=Selection(), by=cast.hanna)
    return carried_out(export)


@pytest.fixture(scope="session")
def packed_once() -> list[bytes]:
    """The bytes of one bundle, made by the first test that needs a bundle and nothing of its database."""
    return []


@pytest.fixture
def bundle(request: pytest.FixtureRequest, packed_once: list[bytes], tmp_path: Path) -> Path:
    """A bundle as a file that somebody downloaded."""
    if not packed_once:
        packed_once.append(bundle_bytes(request.getfixturevalue("exported")))
    path = tmp_path / "bundle.zip"
    path.write_bytes(packed_once[0])
    return path


def bundle_bytes(export: Export) -> bytes:
    with storages["exports"].open(export.stored_as) as file:
        return file.read()


@pytest.fixture
def unpacked(bundle, tmp_path) -> Path:
    """The bundle, unpacked."""
    folder = tmp_path / "unpacked"
    with zipfile.ZipFile(bundle) as archive:
        archive.extractall(folder)
    return folder
