"""Rows of training as the product's operations leave them, for tests that only look at such rows."""

import uuid
from datetime import UTC, date, datetime, timedelta
from typing import Any

from django.utils import timezone

from accounts.people.models import Audience, Employee
from accounts.people.operations import define_audience
from tests.factories.people import EmployeeFactory
from training.assignments.choices import AssignmentState, Basis, Cause
from training.assignments.models import Assignment, Completion, CompletionRecord, Requirement
from training.courses.choices import ChangeClass
from training.courses.models import Course, CourseText, CourseVersion

TITLES = {"de": "Sicher in sozialen Medien", "en": "Safe on social media"}
CONTACT = {"name": "Edda Brandt", "email": "edda@hafenlicht.example"}


def course_row(slug: str = "social-media-basics", **facts: Any) -> Course:
    """A released course in both languages."""
    course = Course.objects.create(slug=slug, translation_key=uuid.uuid4())
    version_row(course, **facts)
    return course


def version_row(course: Course, **facts: Any) -> CourseVersion:
    """The next material version of `course`, in force from now on."""
    titles, by = facts.pop("titles", TITLES), facts.pop("by", None) or EmployeeFactory()
    version = CourseVersion.objects.create(
        course=course,
        major=course.versions.count() + 1,
        minor=0,
        minutes=facts.pop("minutes", 20),
        released_at=timezone.now(),
        proposed_by=by,
        approved_by=by,
        binding="0" * 64,
        change_class=ChangeClass.MATERIAL,
        authoritative_language="de",
        **facts,
    )
    for language, title in titles.items():
        CourseText.objects.create(
            version=version, language=language, title=title, lessons="[]", contact=CONTACT, sha256="0" * 64
        )
    course.current = version
    course.save(update_fields=["current"])
    return version


def nobody() -> Audience:
    """An audience without members: assignments are rows of the test, and none comes by itself."""
    existing = Audience.objects.filter(slug="nobody").first()
    return existing or define_audience(slug="nobody", name="Nobody", clauses=[], by=None)


def requirement_row(
    course: Course | None = None, audience: Audience | None = None, **facts: Any
) -> Requirement:
    """Whoever is held to it has to have done the course within thirty days."""
    facts.setdefault("made_at", timezone.now())
    return Requirement.objects.create(course=course or course_row(), audience=audience or nobody(), **facts)


def assignment_row(person: Employee, requirement: Requirement | None = None, **facts: Any) -> Assignment:
    """`person` is held to the requirement, from today until in thirty days, unless said otherwise."""
    requirement = requirement or requirement_row()
    state = facts.get("state", AssignmentState.OPEN)
    assigned_on = facts.setdefault("assigned_on", timezone.localdate())
    facts.setdefault("due_on", assigned_on + timedelta(days=30))
    facts.setdefault("cycle", 1 + requirement.assignments.filter(employee=person).count())
    if state != AssignmentState.OPEN:
        facts.setdefault("closed_at", timezone.now())
    if state == AssignmentState.EXEMPT:
        facts.setdefault("exempt_reason", "Does not work with it.")
    return Assignment.objects.create(
        requirement=requirement,
        course=requirement.course,
        employee=person,
        department=person.department,
        entity=person.entity,
        location=person.location,
        assigned_at=datetime.combine(assigned_on, datetime.min.time(), UTC),
        base_due_on=facts["due_on"],
        cause=facts.pop("cause", Cause.AUDIENCE),
        **facts,
    )


def completion_row(assignment: Assignment, on: date | None = None, **facts: Any) -> Completion:
    """The assignment is done, on that day or today; counts for two years."""
    on = on or timezone.localdate()
    facts.setdefault("valid_until", on + timedelta(days=729))
    completion = Completion.objects.create(
        requirement=assignment.requirement,
        assignment=assignment,
        course=assignment.course,
        version=assignment.course.current,
        employee=assignment.employee,
        actor=facts.pop("actor", assignment.employee),
        basis=facts.pop("basis", Basis.ATTENDED),
        valid_from=on,
        at=datetime.combine(on, datetime.min.time(), UTC),
        commitment=uuid.uuid4().hex,
        **facts,
    )
    CompletionRecord.objects.create(
        completion=completion,
        subject={"name": assignment.employee.name},
        actor={"name": completion.actor.name if completion.actor else ""},
        canonical="{}",
    )
    assignment.state, assignment.closed_at = AssignmentState.DONE, completion.at
    assignment.save(update_fields=["state", "closed_at"])
    return completion
