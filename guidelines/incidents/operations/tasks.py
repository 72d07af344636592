"""What has to be done, by whom and by when."""

from datetime import datetime
from typing import Any

from django.utils import timezone

from accounts.people.models import Employee
from guidelines.editions.reading import authoritative
from guidelines.incidents.choices import TaskState
from guidelines.incidents.models import EvidenceFile, Incident, IncidentTask
from guidelines.incidents.permissions import can_enter, can_lead
from guidelines.incidents.planning import tasks_due
from guidelines.incidents.rules import (
    CannotActNow,
    EvidenceRequired,
    NotInTheRoom,
    NotOpen,
    ReasonRequired,
    TaskIsSettled,
)
from guidelines.incidents.timeline import held, write
from guidelines.playbooks.choices import Phase
from guidelines.playbooks.structure import plan_of
from portal.audit.chain import storable
from portal.audit.rules import NotPermitted
from portal.audit.trail import operation, record


def open_tasks(incident: Incident, *, at: datetime, by: Employee) -> None:
    """The playbook's tasks of the level that are not there yet; a part of the running operation."""
    if incident.edition is None or incident.started_at is None:
        return
    there = set(incident.tasks.exclude(key="").values_list("key", flat=True))
    plan = plan_of(authoritative(incident.edition).data)
    due = list(
        tasks_due(plan, level=incident.level, started_at=incident.started_at, opened_at=at, there=there)
    )
    IncidentTask.objects.bulk_create(
        IncidentTask(
            incident=incident,
            key=one.task.key,
            phase=one.task.phase,
            role=one.task.role,
            is_mandatory=one.task.mandatory,
            needs_evidence=one.task.evidence,
            due_at=one.at,
        )
        for one in due
    )
    if due:
        write(incident, "incidents.tasks-opened", by=by, facts={"count": len(due)})


@operation(refused="incident.refused")
def add_task(
    *,
    incident: Incident,
    title: str,
    by: Employee,
    due_at: datetime | None = None,
    assignee: Employee | None = None,
    is_mandatory: bool = False,
) -> IncidentTask:
    """A task that no playbook foresaw."""
    incident = _workable(incident, by)
    words = storable(title).strip()[:300]
    if not words:
        raise ReasonRequired
    if assignee is not None:
        require_able(assignee, incident)
    task = IncidentTask.objects.create(
        incident=incident,
        title=words,
        phase=Phase.ACT,
        due_at=due_at,
        assignee=assignee,
        is_mandatory=is_mandatory,
    )
    write(incident, "incidents.task-added", by=by, facts=facts_of(task), text=words)
    record("incident.task", by=by, obj=incident, details={"state": TaskState.OPEN.value})
    return task


@operation(refused="incident.refused")
def assign_task(*, task: IncidentTask, to: Employee, by: Employee) -> IncidentTask:
    """Give a task to somebody who can do it, oneself too."""
    incident = _workable(task.incident, by)
    task = _open(task)
    require_able(to, incident)
    task.assignee = to
    task.save(update_fields=["assignee"])
    write(incident, "incidents.task-assigned", by=by, facts={**facts_of(task), "person": str(to.ref)})
    return task


@operation(refused="incident.refused")
def settle_task(
    *, task: IncidentTask, state: str, by: Employee, note: str = "", evidence: EvidenceFile | None = None
) -> IncidentTask:
    """Done, or dropped with a reason. A mandatory task is dropped by whoever leads only.

    Raises `EvidenceRequired` when the playbook asks for something that shows it and there is neither a file
    nor a note, `ReasonRequired`, `TaskIsSettled`.
    """
    incident = _workable(task.incident, by)
    task, words = _open(task), storable(note).strip()[:4000]
    if state == TaskState.DROPPED:
        if not words:
            raise ReasonRequired
        if task.is_mandatory and not can_lead(by, incident):
            raise NotPermitted
    elif task.needs_evidence and not words and evidence is None:
        raise EvidenceRequired
    if evidence is not None and evidence.incident_id != incident.pk:
        raise NotPermitted
    task.state, task.settled_by, task.settled_at = TaskState(state).value, by, timezone.now()
    task.note, task.evidence = words, evidence
    task.save(update_fields=["state", "settled_by", "settled_at", "note", "evidence"])
    facts = {**facts_of(task), "state": task.state}
    write(incident, "incidents.task-settled", by=by, facts=facts, text=words)
    record("incident.task", by=by, obj=incident, details={"state": task.state})
    return task


def facts_of(task: IncidentTask) -> dict[str, Any]:
    """How an entry refers to a task: by its key in the playbook, or by its own reference."""
    return {"task": task.key} if task.key else {"id": str(task.ref)}


def require_able(person: Employee, incident: Incident) -> None:
    """Somebody who left is named, not passed over silently; a confidential room stays closed."""
    if not Employee.objects.who_may_sign_in().filter(pk=person.pk).exists():
        raise CannotActNow
    if not can_enter(person, incident) and incident.is_confidential:
        raise NotInTheRoom


def _workable(incident: Incident, by: Employee) -> Incident:
    incident = held(incident)
    if not can_enter(by, incident):
        raise NotPermitted
    if not incident.is_open:
        raise NotOpen
    return incident


def _open(task: IncidentTask) -> IncidentTask:
    found = IncidentTask.objects.select_for_update(of=("self",), no_key=True).get(pk=task.pk)
    if found.state != TaskState.OPEN:
        raise TaskIsSettled
    return found
