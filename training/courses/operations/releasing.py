"""A proposal becomes a version; nothing else makes one."""

import hashlib
import json
from math import ceil

from django.db.models import Max
from django.utils import timezone

from accounts.people.models import Employee
from portal.audit.chain import canonical_text
from portal.audit.rules import NotPermitted
from portal.audit.trail import operation, record
from training.courses.choices import ChangeClass, Effect, ProposalState
from training.courses.emails import tell_proposer
from training.courses.models import (
    TERMS,
    Course,
    CourseProposal,
    CourseText,
    CourseVersion,
    ProposedText,
    VersionQuestion,
)
from training.courses.operations.proposing import locked
from training.courses.permissions import can_approve_courses, require_approver
from training.courses.registry import tell_released, tell_retired
from training.courses.rules import CourseWithdrawn

SECONDS_A_QUESTION = 40


@operation(refused="course.refused")
def release_course(*, proposal: CourseProposal, by: Employee, note: str = "") -> CourseVersion:
    """Decide for a proposal: freeze lessons and questions, and let the change take its effect on proof.

    Raises `FourEyesRequired`, `ProposalNotPending`, `CourseWithdrawn`.
    """
    course = Course.objects.select_for_update(no_key=True).get(pk=proposal.course_id)
    proposal = locked(proposal)
    require_approver(by, proposal)
    if course.retired_at:
        raise CourseWithdrawn
    version = _freeze(course, proposal, by)
    course.current = version
    course.save(update_fields=["current"])
    proposal.state, proposal.version, proposal.decision_note = ProposalState.RELEASED, version, note.strip()
    proposal.decided_by, proposal.decided_at = by, version.released_at
    proposal.save()
    record(
        "course.released",
        by=by,
        obj=version,
        details={
            "course": course.slug,
            "version": version.number,
            "binding": version.binding,
            "change_class": version.change_class,
            "effect": version.effect,
        },
    )
    tell_released(version)
    tell_proposer(proposal)
    return version


@operation(refused="course.refused")
def retire_course(*, course: Course, by: Employee) -> None:
    """Withdraw a course: nobody is assigned any more; proof that people have stays as it is."""
    if not can_approve_courses(by):
        raise NotPermitted
    course = Course.objects.select_for_update(no_key=True).get(pk=course.pk)
    if course.retired_at:
        raise CourseWithdrawn
    course.retired_at, course.retired_by = timezone.now(), by
    course.save(update_fields=["retired_at", "retired_by"])
    record("course.retired", by=by, obj=course)
    tell_retired(course)


def _freeze(course: Course, proposal: CourseProposal, by: Employee) -> CourseVersion:
    major, minor = _next_number(course, proposal.change_class)
    terms = {name: getattr(proposal, name) for name in TERMS}
    if course.current_id is None:
        terms |= {"change_class": ChangeClass.MATERIAL, "effect": Effect.KEEP, "grace_until": None}
    texts = list(proposal.texts.order_by("language"))
    questions = list(proposal.questions.order_by("pk"))
    hashes = {text.language: _digest(text) for text in texts}
    version = CourseVersion(
        course=course,
        major=major,
        minor=minor,
        minutes=_minutes(texts, proposal),
        released_at=timezone.now(),
        proposed_by=proposal.proposed_by,
        approved_by=by,
        **terms,
    )
    version.binding = _binding(version, hashes, [question.sha256 for question in questions])
    version.save()
    for text in texts:
        _freeze_language(version, text, hashes[text.language])
    VersionQuestion.objects.bulk_create(
        VersionQuestion(version=version, question=question) for question in questions
    )
    return version


def _next_number(course: Course, change_class: str) -> tuple[int, int]:
    latest = course.current
    if latest is None:
        return 1, 0
    if change_class == ChangeClass.MATERIAL:
        return latest.major + 1, 0
    newest = course.versions.filter(major=latest.major).aggregate(Max("minor"))["minor__max"]
    return latest.major, newest + 1


def _freeze_language(version: CourseVersion, text: ProposedText, sha256: str) -> None:
    frozen = CourseText.objects.create(
        version=version,
        language=text.language,
        title=text.title,
        summary=text.summary,
        lessons=text.lessons,
        contact=text.contact,
        sha256=sha256,
    )
    frozen.assets.set(text.assets.all())


def _digest(text: ProposedText) -> str:
    content = {
        "language": text.language,
        "title": text.title,
        "summary": text.summary,
        "lessons": text.lessons,
        "contact": text.contact,
        "assets": sorted(text.assets.values_list("sha256", flat=True)),
    }
    return hashlib.sha256(canonical_text(content).encode()).hexdigest()


def _binding(version: CourseVersion, texts: dict[str, str], questions: list[str]) -> str:
    terms = {name: getattr(version, name) for name in TERMS if name != "grace_until"}
    facts = {
        **terms,
        "grace_until": version.grace_until.isoformat() if version.grace_until else "",
        "course": str(version.course.ref),
        "version": version.number,
        "texts": texts,
        "questions": sorted(questions),
    }
    return hashlib.sha256(canonical_text(facts).encode()).hexdigest()


def _minutes(texts: list[ProposedText], proposal: CourseProposal) -> int:
    """Lessons as their author says, and the quiz at forty seconds a question."""
    text = next(one for one in texts if one.language == proposal.authoritative_language)
    lessons = sum(lesson["minutes"] for lesson in json.loads(text.lessons)["lessons"])
    return lessons + ceil(proposal.draw * SECONDS_A_QUESTION / 60)
