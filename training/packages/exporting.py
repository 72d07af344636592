"""Our own course as a SCORM 1.2 package for practice: lessons, questions, and nothing that tells an answer.

It can be played anywhere and proves nothing: only the portal draws, marks and records.
"""

import hashlib
import json
import re
import tempfile
from collections.abc import Iterable, Iterator
from typing import IO, Any
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from django.conf import settings
from django.contrib.staticfiles import finders
from django.template.loader import render_to_string
from django.utils import translation

from accounts.people.models import Employee
from guidelines.policies.models import RenditionAsset
from guidelines.policies.passages import key_of, passages_of
from portal.documents.keeping import read_stored
from training.courses.models import CourseText, CourseVersion, QuestionVersion

ASSET = re.compile(r"/guidelines/assets/([0-9a-f]{64})/([A-Za-z0-9.\-]+)")
OWN_LINK = re.compile(r'(href|src)="/(?!/)')
SPOOLED = 4 * 1024 * 1024
PLAYED = ("practice.css", "practice.js")


def practice_package(text: CourseText, *, by: Employee) -> IO[bytes]:
    """The package of one language of a released version, as `by` may read it; ready to be sent."""
    assets: dict[str, str] = {}
    with translation.override(text.language):
        page = render_to_string("packages/practice/index.html", _content(text, by, assets))
    files = {"index.html": page.encode(), **_static(), **_assets(assets)}
    manifest = render_to_string(
        "packages/practice/imsmanifest.xml",
        {"text": text, "version": text.version, "files": sorted(files)},
    )
    return _zipped({"imsmanifest.xml": manifest.encode(), **files}, text.version)


def file_name(text: CourseText) -> str:
    version = text.version
    return f"{version.course.slug}-{version.number}-{text.language}-scorm12.zip"


def _lessons_of(text: CourseText) -> list[dict[str, Any]]:
    return json.loads(text.lessons)["lessons"]


def question_of(version: QuestionVersion, language: str) -> dict[str, Any]:
    """What is asked, without a word about what is right.

    The author's order of options can be the right one, so they stand in the order of their digests.
    """
    said = version.content["texts"][language]
    options = [said["options"][key]["text"] for key in version.options]
    return {
        "kind": version.get_kind_display(),
        "situation": said.get("situation", ""),
        "text": said["text"],
        "options": sorted(options, key=lambda option: hashlib.sha256(option.encode()).digest()),
    }


def _content(text: CourseText, by: Employee, assets: dict[str, str]) -> dict[str, Any]:
    lessons = [
        {**lesson, "html": "\n".join(_parts(lesson, text.language, by, assets))}
        for lesson in _lessons_of(text)
    ]
    bank = text.version.bank.select_related("question").order_by("question__lesson", "question__pk")
    return {
        "text": text,
        "version": text.version,
        "portal": settings.PORTAL_BASE_URL,
        "lessons": lessons,
        "questions": [question_of(row.question, text.language) for row in bank],
    }


def _parts(lesson: dict[str, Any], language: str, by: Employee, assets: dict[str, str]) -> Iterator[str]:
    passages = passages_of(lesson["parts"], by, language)
    for part in lesson["parts"]:
        html = part.get("html") if "html" in part else passages[key_of(part)].html
        yield _portable(str(html), assets)


def _portable(html: str, assets: dict[str, str]) -> str:
    """Pictures and files come along; other links of the portal lead back to it."""

    def bring(found: re.Match[str]) -> str:
        name = f"assets/{found[1][:16]}-{found[2]}"
        assets[found[1]] = name
        return name

    return OWN_LINK.sub(rf'\1="{settings.PORTAL_BASE_URL}/', ASSET.sub(bring, html))


def _assets(names: dict[str, str]) -> dict[str, bytes]:
    found = RenditionAsset.objects.filter(sha256__in=names)
    return {names[one.sha256]: read_stored(one, name=one.stored_as, sha256=one.sha256) for one in found}


def _static() -> dict[str, bytes]:
    files = {}
    for name in PLAYED:
        with open(str(finders.find(f"packages/practice/{name}")), "rb") as file:
            files[name] = file.read()
    return files


def _zipped(files: dict[str, bytes], version: CourseVersion) -> IO[bytes]:
    """The same version gives the same bytes."""
    target = tempfile.SpooledTemporaryFile(SPOOLED)  # noqa: SIM115  whoever sends it closes it
    with ZipFile(target, "w", ZIP_DEFLATED) as archive:
        for name, content in _in_order(files.items()):
            info = ZipInfo(name, version.released_at.timetuple()[:6])
            info.compress_type = ZIP_DEFLATED
            info.external_attr = 0o644 << 16
            archive.writestr(info, content)
    target.seek(0)
    return target


def _in_order(files: Iterable[tuple[str, bytes]]) -> list[tuple[str, bytes]]:
    return sorted(files, key=lambda file: (file[0] != "imsmanifest.xml", file[0]))
