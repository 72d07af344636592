"""A package comes in: looked at, unpacked into the storage, proposed as a course. An approver releases it."""

import hashlib
from collections.abc import Mapping
from typing import IO, Any

from django.conf import settings
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _

from accounts.people.models import Employee
from guidelines.library.choices import TranslationState
from portal.audit.chain import canonical_text
from portal.audit.rules import NotPermitted
from portal.audit.trail import operation, record
from training.courses.choices import CourseKind, ProposalState
from training.courses.emails import tell_approvers
from training.courses.models import Course, CourseProposal, CourseVersion, ProposedText
from training.courses.permissions import can_write_courses
from training.courses.rules import CourseIncomplete, CourseWithdrawn, ProposalPending
from training.packages.archive import Archive, Limits
from training.packages.manifest import Manifest, manifest_of
from training.packages.models import Package, PackageFile, PackageVersion, ProposedPackage
from training.packages.origin.addresses import packages_origin
from training.packages.rules import NotSetUp
from training.packages.storing import keep

PIECE = 1024 * 1024
ROWS = 500


def import_package(*, file: IO[bytes], by: Employee) -> Package:
    """Look at an uploaded ZIP file, unpack it and keep it. The same file twice is one package.

    Files are stored before any row is written, outside of the transaction: they may take seconds. What a
    refusal leaves behind there is nobody's, and is found by the next package that holds the same bytes.
    Raises `PackageRefused`, `NotPermitted`, `NotSetUp`.
    """
    if not can_write_courses(by):
        raise NotPermitted
    if not packages_origin():
        raise NotSetUp
    archive = Archive(file, Limits(packed=settings.PACKAGE_MAX_BYTES))
    manifest = manifest_of(archive)
    sha256, size = _digest(file)
    known = Package.objects.filter(sha256=sha256).first()
    if known is not None:
        return known
    stored = {entry.path: keep(archive.pieces(entry)) for entry in archive.entries}
    return _keep_package(manifest=manifest, stored=stored, sha256=sha256, size=size, by=by)


@operation
def _keep_package(
    *, manifest: Manifest, stored: Mapping[str, tuple[str, int]], sha256: str, size: int, by: Employee
) -> Package:
    package, is_new = Package.objects.get_or_create(
        sha256=sha256,
        defaults={
            "identifier": manifest.identifier,
            "title": manifest.title,
            "start": manifest.start,
            "parameters": manifest.parameters,
            "mastery_score": manifest.mastery_score,
            "launch_data": manifest.launch_data,
            "size": size,
            "unpacked": sum(length for _, length in stored.values()),
            "uploaded_by": by,
            "uploaded_at": timezone.now(),
        },
    )
    if is_new:
        rows = [
            PackageFile(package=package, path=path, sha256=sha, size=length)
            for path, (sha, length) in stored.items()
        ]
        PackageFile.objects.bulk_create(rows, batch_size=ROWS)
        record("package.uploaded", by=by, obj=package, details={"sha256": sha256, "files": len(rows)})
    return package


@operation(refused="package.refused")
def propose_package(
    *,
    package: Package,
    course: Course | None,
    titles: Mapping[str, str],
    summaries: Mapping[str, str],
    minutes: int,
    change: Mapping[str, Any],
    by: Employee,
) -> CourseProposal:
    """Propose to release `package` as a new version of `course`, or as a new course.

    `titles` and `summaries` by language; `change` holds change_class, effect, grace_until and change_summary
    of a course that is there already. Raises `ProposalPending`, `CourseWithdrawn`, `CourseIncomplete`.
    """
    if not can_write_courses(by):
        raise NotPermitted
    languages = [language for language, title in titles.items() if title.strip()]
    if not languages:
        raise CourseIncomplete(_("A course needs a title in at least one language."))
    if course is not None and not any(str(text).strip() for text in change["change_summary"].values()):
        raise CourseIncomplete(_("Please say what changes."))
    course = _locked(course) if course else _new_course(titles[languages[0]])
    proposal = CourseProposal.objects.create(
        course=course,
        proposed_by=by,
        proposed_at=timezone.now(),
        authoritative_language=languages[0],
        draw=1,
        **change,
    )
    proposal.authors.set({by, package.uploaded_by})
    ProposedPackage.objects.create(proposal=proposal, package=package)
    for language in languages:
        ProposedText.objects.create(
            proposal=proposal,
            language=language,
            translation_state=TranslationState.READY,
            title=titles[language].strip(),
            summary=summaries.get(language, "").strip(),
            lessons=_lessons(package, minutes),
        )
    record("course.proposed", by=by, obj=proposal, details={"change_class": proposal.change_class})
    tell_approvers(proposal)
    return proposal


@operation
def bind_package(*, version: CourseVersion) -> None:
    """A released version plays the package that its proposal was about."""
    proposed = ProposedPackage.objects.filter(proposal__version=version).first()
    if proposed is not None:
        PackageVersion.objects.create(version=version, package=proposed.package)


def _lessons(package: Package, minutes: int) -> str:
    """A package is one lesson without text; its digest stands beside it, so that the release binds it.

    A release counts a minute for a quiz, which a package does not have.
    """
    lesson = {"key": "package", "title": package.title, "minutes": minutes - 1, "parts": []}
    return canonical_text({"lessons": [lesson], "package": package.sha256})


def _locked(course: Course) -> Course:
    course = Course.objects.select_for_update(no_key=True).get(pk=course.pk, kind=CourseKind.PACKAGE)
    if course.retired_at:
        raise CourseWithdrawn
    if course.proposals.filter(state=ProposalState.SUBMITTED).exists():
        raise ProposalPending
    return course


def _new_course(title: str) -> Course:
    stem = slugify(title)[:50] or "package"
    taken = set(Course.objects.filter(slug__startswith=stem).values_list("slug", flat=True))
    slug = next(name for name in (stem, *(f"{stem}-{at}" for at in range(2, 10_000))) if name not in taken)
    return Course.objects.create(slug=slug, kind=CourseKind.PACKAGE)


def _digest(file: IO[bytes]) -> tuple[str, int]:
    digest, size = hashlib.sha256(), 0
    file.seek(0)
    while piece := file.read(PIECE):
        digest.update(piece)
        size += len(piece)
    return digest.hexdigest(), size
