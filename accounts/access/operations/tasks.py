"""Tasks on the platforms: what the portal cannot do itself is attested by whoever did it (A9)."""

from datetime import timedelta

from django.conf import settings
from django.utils import timezone

from accounts.access.choices import TaskKind, TaskState
from accounts.access.models import AccessGrant, PlatformTask
from accounts.access.permissions import can_do_tasks
from accounts.access.rules import TaskIsDone
from accounts.people.calendar import next_working_day
from accounts.people.models import Employee
from portal.audit.rules import NotPermitted
from portal.audit.trail import operation, record


@operation
def open_task(*, kind: TaskKind, grant: AccessGrant, by: Employee | None) -> PlatformTask:
    """Note that something is to be done; one open task of a kind per grant."""
    days = 0 if kind == TaskKind.REMOVE else settings.ACCESS_TASK_DAYS
    due_on = next_working_day(timezone.localdate() + timedelta(days=days), grant.person.location)
    task, is_new = PlatformTask.objects.get_or_create(
        kind=kind,
        grant=grant,
        state=TaskState.OPEN,
        defaults={"due_on": due_on, "opened_at": timezone.now()},
    )
    if is_new:
        record("access_task.opened", by=by, obj=task, details={"kind": kind.value})
    return task


@operation(refused="access_task.refused")
def finish_task(*, task: PlatformTask, note: str, by: Employee) -> PlatformTask:
    """Attest that it was done on the platform; `note` says what proves it. An invitation is attested by
    `attest_invitation`. Raises `NotPermitted`, `TaskIsDone`."""
    if not can_do_tasks(by):
        raise NotPermitted
    task = _open(task)
    return close_task(task=task, note=note, by=by)


@operation
def close_task(*, task: PlatformTask, note: str, by: Employee) -> PlatformTask:
    task.state, task.note = TaskState.DONE, note
    task.done_by, task.done_at = by, timezone.now()
    task.save()
    record("access_task.done", by=by, obj=task, details={"kind": task.kind})
    return task


def drop_tasks(grant: AccessGrant, kind: TaskKind) -> int:
    """What is not needed any more: an invitation that was never accepted, say."""
    return PlatformTask.objects.open().filter(grant=grant, kind=kind).update(state=TaskState.NOT_NEEDED)


def _open(task: PlatformTask) -> PlatformTask:
    locked = PlatformTask.objects.select_for_update(of=("self",), no_key=True).select_related("grant__route")
    found = locked.get(pk=task.pk)
    if found.state != TaskState.OPEN:
        raise TaskIsDone
    return found
