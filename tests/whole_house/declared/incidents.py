from accounts.people.choices import Role
from guidelines.incidents.models import Incident, Report
from guidelines.incidents.operations import add_note, add_task, report, take_role
from tests.factories.incidents import crisis_lead, holder, playbook, running
from tests.whole_house.access import ONLY_OWNER, OWNER, SIGNED_IN, Access, World, only

INSIDE = only(Role.CRISIS_LEAD) | {OWNER}
ROOM = {"ref": "incident.ref"}


def _incident(world: World) -> Incident:
    """It runs; Ada is named by its playbook and speaks in it. A crisis lead whom nobody signs in as leads."""
    work = playbook(world.cast, "matrix-storm")
    holder(work, world.cast.ada, "speaker")
    made = running(world.cast, by=crisis_lead("Who leads in the matrix"), work=work)
    take_role(incident=made, role="speaker", by=world.cast.ada)
    return made


def _burning(world: World) -> Incident:
    """Reported and not started; so that Ada may enter, a playbook names her."""
    _ = world.find("incident")
    return report(trouble="review", by=world.cast.ben).incident


def _report(world: World) -> Report:
    return report(trouble="other", by=world.cast.ada, text="Look")


THINGS = {
    "incident": _incident,
    "burning_incident": _burning,
    "incident_report": _report,
    "incident_trouble": lambda world: "criticism",
    "incident_act": lambda world: "calm",
    "incident_seat": lambda world: "speaker",
    "incident_role": lambda world: world.find("incident").roles.get(role="speaker"),
    "incident_task": lambda world: add_task(
        incident=world.find("incident"), title="Call the shop", by=world.cast.ada
    ),
    "incident_note": lambda world: add_note(
        incident=world.find("incident"), text="300 comments", by=world.cast.ada
    ),
}
ROUTES = {
    "incidents:report-choose": Access(get=SIGNED_IN),
    "incidents:report-send": Access(get=SIGNED_IN, post=SIGNED_IN, ids={"trouble": "incident_trouble"}),
    "incidents:report-known": Access(get=SIGNED_IN),
    "incidents:report-list": Access(get=SIGNED_IN),
    # A report is for whoever sent it; others meet it in the room only.
    "incidents:report-show": Access(get=ONLY_OWNER, ids={"ref": "incident_report.ref"}),
    "incidents:incident-list": Access(get=INSIDE),
    "incidents:room-show": Access(get=INSIDE, ids=ROOM),
    "incidents:room-live": Access(get=INSIDE, ids=ROOM),
    "incidents:incident-start": Access(post=INSIDE, ids={"ref": "burning_incident.ref"}),
    # Level, title and end: whoever leads, and crisis leads.
    "incidents:level-declare": Access(get=only(Role.CRISIS_LEAD), post=only(Role.CRISIS_LEAD), ids=ROOM),
    "incidents:incident-end": Access(get=only(Role.CRISIS_LEAD), post=only(Role.CRISIS_LEAD), ids=ROOM),
    "incidents:incident-name": Access(get=only(Role.CRISIS_LEAD), post=only(Role.CRISIS_LEAD), ids=ROOM),
    "incidents:incident-act": Access(post=INSIDE, ids={**ROOM, "act": "incident_act"}),
    "incidents:log-show": Access(get=INSIDE, ids=ROOM),
    "incidents:note-add": Access(post=INSIDE, ids=ROOM),
    "incidents:entry-correct": Access(get=INSIDE, post=INSIDE, ids={"ref": "incident_note.ref"}),
    "incidents:entry-pin": Access(post=INSIDE, ids={"ref": "incident_note.ref"}),
    "incidents:role-take": Access(post=INSIDE, ids={**ROOM, "role": "incident_seat"}),
    "incidents:role-hand-over": Access(get=INSIDE, post=INSIDE, ids={"ref": "incident_role.ref"}),
    "incidents:role-give-back": Access(post=INSIDE, ids={"ref": "incident_role.ref"}),
    "incidents:task-add": Access(get=INSIDE, post=INSIDE, ids=ROOM),
    "incidents:task-show": Access(get=INSIDE, post=INSIDE, ids={"ref": "incident_task.ref"}),
    "incidents:task-settle": Access(post=INSIDE, ids={"ref": "incident_task.ref"}),
    "incidents:task-assign": Access(post=INSIDE, ids={"ref": "incident_task.ref"}),
    "incidents:person-let-in": Access(get=INSIDE, post=INSIDE, ids=ROOM),
    "incidents:person-let-out": Access(post=INSIDE, ids=ROOM),
    "incidents:report-answer": Access(get=INSIDE, post=INSIDE, ids={"ref": "incident_report.ref"}),
}
