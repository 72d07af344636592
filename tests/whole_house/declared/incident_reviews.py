from datetime import timedelta

from django.utils import timezone

from accounts.people.choices import Role
from guidelines.incidents.models import Incident
from guidelines.incidents.operations import close_incident, take_role
from guidelines.reviews.models import Review
from guidelines.reviews.operations import add_action, add_finding, issue_dossier
from tests.factories.incidents import crisis_lead, holder, playbook, running
from tests.whole_house.access import OWNER, SIGNED_IN, Access, World, only

INSIDE = only(Role.CRISIS_LEAD) | {OWNER}
ROOM = {"ref": "closed_incident.ref"}
FINDING = {"ref": "incident_finding.ref"}


def _closed(world: World) -> Incident:
    """Over; Ada spoke in it."""
    work = playbook(world.cast, "matrix-over")
    holder(work, world.cast.ada, "speaker")
    lead = crisis_lead("Who closed an incident of the matrix")
    made = running(world.cast, by=lead, work=work, link="https://x.example/over")
    take_role(incident=made, role="speaker", by=world.cast.ada)
    return close_incident(incident=made, reason="Quiet", by=lead)


def _finding(world: World) -> object:
    review = Review.objects.get(incident=world.find("closed_incident"))
    return add_finding(review=review, text="The number was missing", by=world.cast.ada)


def _action(world: World) -> object:
    due = timezone.localdate() + timedelta(days=7)
    ada = world.cast.ada
    return add_action(
        finding=world.find("incident_finding"), what="Note the number", owner=ada, due_on=due, by=ada
    )


THINGS = {
    "closed_incident": _closed,
    "incident_finding": _finding,
    "incident_action": _action,
    "incident_dossier": lambda world: issue_dossier(
        world.find("closed_incident"), language="de", by=world.cast.ada
    ),
    "dossier_part": lambda world: "lines",
}
ROUTES = {
    "reviews:review-show": Access(get=INSIDE, post=INSIDE, ids=ROOM),
    "reviews:finding-add": Access(post=INSIDE, ids=ROOM),
    # Answered with a message to others in the room: the operation asks for the lead.
    "reviews:review-close": Access(post=INSIDE, ids=ROOM),
    "reviews:action-add": Access(post=INSIDE, ids=FINDING),
    "reviews:finding-leave": Access(post=INSIDE, ids=FINDING),
    "reviews:action-list": Access(get=SIGNED_IN),
    # Its owner, and whoever may be in the room.
    "reviews:action-show": Access(get=INSIDE, post=INSIDE, ids={"ref": "incident_action.ref"}),
    "reviews:dossier-list": Access(get=INSIDE, post=INSIDE, ids=ROOM),
    "reviews:dossier-fetch": Access(get=INSIDE, ids={"ref": "incident_dossier.ref", "part": "dossier_part"}),
}
