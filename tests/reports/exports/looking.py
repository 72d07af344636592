"""Looking into a finished export."""

import json
import zipfile
from io import BytesIO, StringIO
from pathlib import Path

from django.core.files.storage import storages

from reports.exports import staging, verify_bundle
from reports.exports.models import Export
from tests.reports.exports.conftest import bundle_bytes


def names_in(export: Export) -> list[str]:
    return zipfile.ZipFile(BytesIO(bundle_bytes(export))).namelist()


def holds(export: Export, tmp_path: Path) -> tuple[bool, str]:
    path = tmp_path / "checked.zip"
    path.write_bytes(bundle_bytes(export))
    out = StringIO()
    return verify_bundle.main([str(path), "--lang", "en"], out=out) == 0, out.getvalue()


def stored(export: Export) -> list[str]:
    """Everything in storage and in staging that belongs to `export`."""
    found = [path.name for path in staging.root().glob("*")]
    try:
        return found + storages["exports"].listdir(str(export.ref))[1]
    except FileNotFoundError:
        return found


def counted(export: Export) -> tuple[int, int]:
    """Certificates of answers in the bundle, and acknowledgements its manifest lists."""
    archive = zipfile.ZipFile(BytesIO(bundle_bytes(export)))
    listed = json.loads(archive.read("manifest.json"))["acknowledgements"]
    certificates = [name for name in archive.namelist() if name.startswith(("evidence/A", "evidence/R"))]
    assert len(set(certificates)) == len(certificates)
    return len(certificates), len({entry["ref"] for entry in listed})
