"""Who looks back: whoever may be in the room. Who has an action of it sees that action and no more."""

from accounts.people.models import Employee
from guidelines.incidents.models import Incident
from guidelines.incidents.permissions import can_enter, can_lead
from guidelines.reviews.models import Action, Dossier, Review
from guidelines.reviews.querysets import ActionQuerySet
from portal.audit.rules import NotPermitted


def require_inside(person: Employee, incident: Incident) -> None:
    """Raise `NotPermitted` unless `person` may be in the room."""
    if not can_enter(person, incident):
        raise NotPermitted


def can_close_review(person: Employee, review: Review) -> bool:
    return can_lead(person, review.incident)


def can_settle(person: Employee, action: Action) -> bool:
    """Its owner, and whoever may be in the room."""
    return action.owner_id == person.pk or can_enter(person, action.finding.review.incident)


def visible_actions(person: Employee) -> ActionQuerySet:
    """One's own, and those of incidents whose room `person` may enter."""
    theirs = Action.objects.filter(finding__review__incident__in=Incident.objects.visible_to(person))
    return Action.objects.filter(pk__in=theirs.values("pk")) | Action.objects.of(person)


def can_fetch(person: Employee, dossier: Dossier) -> bool:
    return can_enter(person, dossier.incident)
