"""What a departure means to the vault: what they know is changed; what they never opened is safe."""

from collections.abc import Iterable, Sequence

from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.access.choices import LeaverKind, TaskState
from accounts.access.leaving import Line, Progress
from accounts.access.models import LeaverRun
from accounts.people.models import Employee
from accounts.vault.choices import IN_FORCE, UNFINISHED, RotationCause, RotationState
from accounts.vault.exposure import exposed_by, held_but_never_opened
from accounts.vault.models import Credential, CredentialVersion, Reveal, Rotation
from accounts.vault.operations.rotations import open_rotations
from accounts.vault.permissions import can_see_vault


def what_they_know(person: Employee) -> Iterable[Line]:
    for exposed in exposed_by(person):
        names = ", ".join(version.credential.label for version in exposed.versions)
        yield Line(LeaverKind.ROTATION, str(exposed.account.ref), names)
    for account in held_but_never_opened(person):
        yield Line(LeaverKind.NOT_EXPOSED, str(account.ref), account.handle)
    for credential in Credential.objects.kept().filter(custodian=person).select_related("account"):
        yield Line(LeaverKind.CUSTODY, str(credential.account.ref), credential.label)


def change_what_they_know(person: Employee) -> None:
    """One change per account."""
    open_rotations(exposed=exposed_by(person), cause=RotationCause.LEAVER, by=None)


def changes_of(run: LeaverRun, lines: Sequence[Line], reader: Employee) -> dict[Line, Progress]:
    """The change that the departure opened, or joined, on each account; and keys that are not back yet."""
    theirs = {line.account: line for line in lines if line.kind == LeaverKind.ROTATION}
    since = Q(opened_at__gte=run.started_at) | Q(verified_at__gte=run.started_at)
    rotations = Rotation.objects.filter(Q(state__in=UNFINISHED) | since | Q(waived_at__gte=run.started_at))
    found = {
        theirs[str(rotation.account.ref)]: _progress(rotation, reader)
        for rotation in rotations.filter(account__ref__in=theirs).with_parts().order_by("pk")
    }
    kept = Credential.objects.kept().filter(custodian=run.person).select_related("account")
    for credential in kept:
        line = Line(LeaverKind.CUSTODY, str(credential.account.ref), credential.label)
        found[line] = Progress(str(TaskState.OPEN.label), is_done=False, who=_("account admins"))
    return found


def _progress(rotation: Rotation, reader: Employee) -> Progress:
    is_done = rotation.state not in UNFINISHED
    doing = [rotation.taken_by] if rotation.taken_by else [rotation.account.owner, rotation.account.deputy]
    if rotation.state == RotationState.VERIFIED and rotation.verified_by:
        doing = [rotation.verified_by]
    return Progress(
        label=rotation.get_state_display(),
        is_done=is_done,
        who=", ".join(person.name for person in doing),
        due_on=None if is_done else timezone.localdate(rotation.due_at),
        url=reverse("vault:rotation-show", args=[rotation.ref])
        if can_see_vault(reader, rotation.account)
        else "",
    )


def who_knows_something() -> QuerySet:
    """Primary keys of everybody who made or saw a version that is in force, or keeps a key."""
    versions = CredentialVersion.objects.filter(state__in=IN_FORCE, credential__retired_at=None)
    makers = versions.values_list("made_by", flat=True)
    seers = Reveal.objects.shown().filter(version__in=versions).values_list("person", flat=True)
    keepers = Credential.objects.kept().exclude(custodian=None).values_list("custodian", flat=True)
    return makers.union(seers, keepers)
