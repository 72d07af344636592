from accounts.people.choices import Role
from guidelines.incidents.models import Decision, EvidenceFile, FrozenAccount
from guidelines.incidents.operations.decisions import decide
from guidelines.incidents.operations.evidence import add_evidence
from guidelines.incidents.operations.freezing import freeze_accounts
from tests.factories.evidence import upload
from tests.factories.register import account
from tests.whole_house.access import ONLY_OWNER, Access, World, only
from tests.whole_house.declared.incidents import INSIDE, ROOM

EVIDENCE = {"ref": "incident_evidence.ref"}
LINE = {"ref": "frozen_account.ref"}


def _evidence(world: World) -> EvidenceFile:
    return add_evidence(incident=world.find("incident"), upload=upload(), by=world.cast.ada)


def _decision(world: World) -> Decision:
    return decide(
        incident=world.find("incident"),
        question="Do we answer tonight?",
        options=["Yes", "No"],
        chosen="Yes",
        reason="It grows",
        by=world.cast.ada,
    )


def _frozen(world: World) -> FrozenAccount:
    incident, halted = world.find("incident"), account(world.cast, "@planned-posts")
    freeze_accounts(incident=incident, accounts=[halted], by=world.cast.ada)
    return incident.frozen.select_related("account__platform").get(account=halted)


THINGS = {
    "incident_evidence": _evidence,
    "incident_decision": _decision,
    "frozen_account": _frozen,
}
ROUTES = {
    # Whoever reported adds to their own report; nobody else meets it there.
    "incidents:report-evidence": Access(get=ONLY_OWNER, post=ONLY_OWNER, ids={"ref": "incident_report.ref"}),
    "incidents:evidence-add": Access(get=INSIDE, post=INSIDE, ids=ROOM),
    "incidents:evidence-show": Access(get=INSIDE, ids=EVIDENCE),
    "incidents:evidence-picture": Access(get=INSIDE, ids=EVIDENCE),
    "incidents:evidence-download": Access(get=INSIDE, ids=EVIDENCE),
    "incidents:evidence-day": Access(post=only(Role.CRISIS_LEAD), ids=EVIDENCE),
    "incidents:decision-add": Access(get=INSIDE, post=INSIDE, ids=ROOM),
    "incidents:decision-replace": Access(get=INSIDE, post=INSIDE, ids={"ref": "incident_decision.ref"}),
    "incidents:figures-show": Access(get=INSIDE, post=INSIDE, ids=ROOM),
    "incidents:freeze-start": Access(get=INSIDE, post=INSIDE, ids=ROOM),
    "incidents:freeze-platform": Access(
        post=INSIDE, ids={**ROOM, "slug": "frozen_account.account.platform.slug"}
    ),
    "incidents:freeze-line": Access(get=INSIDE, post=INSIDE, ids=LINE),
    "incidents:freeze-settle": Access(post=INSIDE, ids=LINE),
    "incidents:emergency-choose": Access(get=INSIDE, ids=ROOM),
}
