"""Emergency access from the room: the vault does it, loudly; the log of the incident says so."""

from uuid import UUID

from accounts.people.models import Employee
from accounts.vault.models import BreakGlass
from accounts.vault.registry import Cause
from guidelines.incidents.choices import RUNNING, Mode
from guidelines.incidents.models import Incident, RoleTaken
from guidelines.incidents.timeline import held, write

CAUSE = "incidents"


def cause_of(person: Employee, ref: UUID) -> Cause | None:
    """The incident that emergency access is used for, if `person` may be in its room and it is open."""
    incident = Incident.objects.visible_to(person).open().filter(ref=ref).first()
    return Cause(CAUSE, incident.ref, incident.number) if incident else None


def note_emergency(glass: BreakGlass) -> None:
    """Hears of every use, in its transaction; one of an incident becomes an entry of its log."""
    if glass.cause_kind != CAUSE or glass.cause_ref is None:
        return
    incident = Incident.objects.filter(ref=glass.cause_ref).first()
    if incident is not None:
        account = glass.credential.account
        facts = {"account": str(account.ref), "emergency": str(glass.ref)}
        write(held(incident), "incidents.emergency", by=glass.person, facts=facts, text=str(account))


def is_on_call(person: Employee) -> bool:
    """Whoever has a role in a live incident that runs (the grace of A1)."""
    return RoleTaken.objects.filter(
        person=person, ended_at=None, incident__mode=Mode.LIVE, incident__status__in=RUNNING
    ).exists()
