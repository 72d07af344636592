from accounts.people.choices import Role
from tests.factories import playbooks
from tests.whole_house.access import SIGNED_IN, Access, only

READERS_OF_OLD = only(
    Role.CRISIS_LEAD,
    Role.EDITOR,
    Role.APPROVER,
    Role.LEGAL,
    Role.DPO,
    Role.AUDITOR,
    Role.WORKS_COUNCIL,
)
THINGS = {
    "playbook": lambda world: playbooks.playbook(editor=world.cast.edda, approver=world.cast.falk),
    "playbook_node": lambda world: playbooks.content()["nodes"][0]["key"],
    "playbook_outcome": lambda world: playbooks.content()["outcomes"][0]["key"],
}
SLUG = {"slug": "playbook.slug"}
ROUTES = {
    "playbooks:playbook-list": Access(get=SIGNED_IN),
    "playbooks:playbook-show": Access(get=SIGNED_IN, ids=SLUG),
    "playbooks:level-card": Access(get=SIGNED_IN, ids=SLUG),
    "playbooks:edition-show": Access(get=READERS_OF_OLD, ids={**SLUG, "number": "playbook.current.number"}),
    "playbooks:triage-start": Access(get=SIGNED_IN, ids=SLUG),
    "playbooks:triage-show": Access(get=SIGNED_IN, ids={**SLUG, "key": "playbook_node"}),
    "playbooks:outcome-show": Access(get=SIGNED_IN, ids={**SLUG, "key": "playbook_outcome"}),
}
