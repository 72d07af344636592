"""Proof that ends: because the course has changed, or because it was recorded by mistake."""

from datetime import date

from django.db.models import Exists, F, OuterRef, Q, QuerySet, Value
from django.utils import timezone

from accounts.people.calendar import local_day
from accounts.people.models import Employee
from portal.audit.chain import storable
from portal.audit.trail import operation, record
from portal.setbased import insert_select
from training.assignments.choices import Basis, Cause, RevocationCause
from training.assignments.endings import first_day_without
from training.assignments.models import Completion, CompletionRevocation, Requirement
from training.assignments.operations.assigning import assign_anew, held_to, locked_requirements, uncovered
from training.assignments.operations.completing import held
from training.assignments.permissions import require_other_hr
from training.assignments.querysets import CompletionQuerySet
from training.assignments.rules import NothingToRevoke, ReasonRequired
from training.courses.choices import Effect
from training.courses.models import CourseVersion


def released(version: CourseVersion) -> None:
    """What a new version does to proof: `training.courses.registry.on_released` calls this."""
    ends_on = first_day_without(version)
    if ends_on is not None:
        end_proof(version=version, ends_on=ends_on)


@operation
def end_proof(*, version: CourseVersion, ends_on: date) -> int:
    """End the proof of older versions from `ends_on`, today or after the day of grace, and ask for it anew.

    What counted until then counted (T2); an exemption is none of the course's matter. Returns how many.
    """
    proof = Completion.objects.filter(course=version.course_id).lasting_on(ends_on)
    values = {
        "completion": F("pk"),
        "ends_on": Value(ends_on),
        "cause": Value(RevocationCause.COURSE_CHANGED.value),
        "version": Value(version.pk),
        "reason": Value(""),
        "revoked_at": Value(timezone.now()),
    }
    ended = insert_select(CompletionRevocation, _older(proof, version), values)
    requirements = Requirement.objects.in_force().filter(course=version.course_id)
    assigned = sum(_ask_anew(one, version, ends_on) for one in locked_requirements(requirements))
    if ended or assigned:
        record("completions.ended", obj=version, details={"ended": ended, "assigned": assigned})
    return ended


def _older(proof: CompletionQuerySet, version: CourseVersion) -> QuerySet[Completion]:
    return proof.filter(Q(version=None) | ~Q(version=version)).exclude(basis=Basis.WAIVED)


def _ask_anew(requirement: Requirement, version: CourseVersion, ends_on: date) -> int:
    """Whoever is left without proof on that day: a new cycle, due on the last day of grace or by the rule."""
    mine = Completion.objects.filter(requirement=requirement, employee=OuterRef("pk"))
    ended = CompletionRevocation.objects.filter(
        version=version, completion__requirement=requirement, completion__employee=OuterRef("pk")
    )
    opened = requirement.assignments.open().filter(employee=OuterRef("pk"))
    people = held_to(requirement).filter(Exists(ended), ~Exists(mine.lasting_on(ends_on)), ~Exists(opened))
    last_day = version.grace_until if version.effect == Effect.GRACE else None
    if last_day is not None:
        _bring_forward(requirement, version, last_day)
    return assign_anew(requirement=requirement, people=people, cause=Cause.COURSE_CHANGED, due_on=last_day)


def _bring_forward(requirement: Requirement, version: CourseVersion, last_day: date) -> None:
    """Who was about to renew keeps that cycle; their old proof ends with the grace now."""
    ended = CompletionRevocation.objects.filter(version=version, completion__requirement=requirement)
    later = requirement.assignments.open().filter(due_on__gt=last_day, paused_on=None)
    later.filter(employee__in=ended.values("completion__employee")).update(
        base_due_on=last_day, due_on=last_day
    )


@operation(refused="training.refused")
def revoke_completion(*, completion: Completion, reason: str, by: Employee) -> list[CompletionRevocation]:
    """Take back proof that was recorded by mistake, from today on, for every requirement that it was counted
    for; who is held to the course has to do it again.

    Raises `NotPermitted`, `NotYourself`, `ReasonRequired`, `NothingToRevoke`.
    """
    require_other_hr(by, completion.employee)
    reason = storable(reason).strip()
    if not reason:
        raise ReasonRequired
    person = held(completion.employee)
    today = local_day(timezone.now(), person.location)
    resting = list(_on_the_same_ground(completion).lasting_on(today).select_related("requirement"))
    if completion.pk not in {one.pk for one in resting}:
        raise NothingToRevoke
    revoked = [_revoke(one, today, reason, by) for one in resting]
    record("completion.revoked", by=by, on_behalf_of=person, obj=completion)
    required = Requirement.objects.in_force().filter(pk__in=[one.requirement_id for one in resting])
    for requirement in locked_requirements(required):
        people = uncovered(requirement, person, today)
        assign_anew(requirement=requirement, people=people, cause=Cause.REVOKED)
    return revoked


def _on_the_same_ground(completion: Completion) -> CompletionQuerySet:
    """The same attempt, or the same thing done elsewhere, may have been counted for several requirements."""
    mine = Completion.objects.filter(course=completion.course_id, employee=completion.employee_id)
    if completion.attempt_id is not None:
        return mine.filter(attempt=completion.attempt_id)
    return mine.filter(attempt=None, basis=completion.basis, valid_from=completion.valid_from)


def _revoke(completion: Completion, day: date, reason: str, by: Employee) -> CompletionRevocation:
    return CompletionRevocation.objects.create(
        completion=completion,
        ends_on=max(day, completion.valid_from),
        cause=RevocationCause.MISTAKE,
        reason=reason,
        revoked_by=by,
        revoked_at=timezone.now(),
    )
