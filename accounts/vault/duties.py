"""What waits for a person here: secrets to change, changes to check, emergencies, second persons."""

from collections.abc import Iterable

from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.people.choices import Role
from accounts.people.models import Employee
from accounts.people.permissions import has_role
from accounts.people.registry import Duty
from accounts.vault.choices import RotationState
from accounts.vault.models import BreakGlass, Reveal, Rotation
from accounts.vault.permissions import can_agree, can_check_rotation, can_review_glass

MOST = 50


def duties_of(person: Employee) -> Iterable[Duty]:
    today = timezone.localdate()
    for rotation in rotations_for(person):
        due_on = timezone.localtime(rotation.due_at).date()
        is_open = rotation.state == RotationState.OPEN
        yield Duty(
            key=f"rotation:{rotation.ref}",
            title=str(rotation.account),
            action=_("Change secrets") if is_open else _("Check changed secrets"),
            url=reverse("vault:rotation-show", args=[rotation.ref]),
            due_on=due_on,
            overdue=due_on < today,
        )
    for glass in emergencies_for(person):
        yield Duty(
            key=f"emergency:{glass.ref}",
            title=str(glass.credential),
            action=_("Review emergency access"),
            url=reverse("vault:emergency-show", args=[glass.ref]),
            due_on=glass.review_by,
            overdue=glass.review_by < today,
        )
    for reveal in _agreements_for(person):
        yield Duty(
            key=f"reveal:{reveal.ref}",
            title=f"{reveal.person.name} → {reveal.version.credential}",
            action=_("Agree or decline"),
            url=reverse("vault:reveal-show", args=[reveal.ref]),
            due_on=today,
            overdue=False,
        )


def waiting_for(person: Employee) -> int:
    return len(rotations_for(person)) + len(emergencies_for(person))


def rotations_for(person: Employee) -> list[Rotation]:
    """What is to be changed by, or waits for the check of, `person`."""
    rotations = Rotation.objects.unfinished().filter(_theirs("account", person)).with_parts()
    ordered = rotations.order_by("due_at")[:MOST]
    return [
        rotation
        for rotation in ordered
        if rotation.state == RotationState.OPEN or can_check_rotation(person, rotation)
    ]


def emergencies_for(person: Employee) -> list[BreakGlass]:
    waiting = BreakGlass.objects.to_review().select_related("credential__account__platform", "person")
    if not has_role(person, Role.SECURITY_OFFICER):
        waiting = waiting.filter(_answers("credential__account", person))
    return [glass for glass in waiting.order_by("review_by")[:MOST] if can_review_glass(person, glass)]


def _agreements_for(person: Employee) -> list[Reveal]:
    waiting = Reveal.objects.waiting().filter(_theirs("version__credential__account", person))
    parts = waiting.select_related("version__credential__account__platform", "person").order_by("pk")[:MOST]
    return [reveal for reveal in parts if can_agree(person, reveal)]


def _theirs(account: str, person: Employee) -> Q:
    return Q() if has_role(person, Role.ACCOUNT_ADMIN) else _answers(account, person)


def _answers(account: str, person: Employee) -> Q:
    return Q(**{f"{account}__owner": person}) | Q(**{f"{account}__deputy": person})
