from accounts.people.choices import Role
from guidelines.playbooks.choices import TemplateKind
from guidelines.statements.operations import draft_own
from tests.whole_house.access import OWNER, Access, World, only

INSIDE = only(Role.CRISIS_LEAD) | {OWNER}


def _statement(world: World) -> object:
    """Ada drafted it in the room of the matrix."""
    return draft_own(
        incident=world.find("incident"),
        kind=TemplateKind.FACT,
        language="de",
        text="We are looking into it.",
        by=world.cast.ada,
    )


THINGS = {"statement": _statement, "statement_act": lambda world: "submit"}
ROUTES = {
    "statements:statement-draft": Access(get=INSIDE, post=INSIDE, ids={"ref": "incident.ref"}),
    "statements:statement-show": Access(get=INSIDE, ids={"ref": "statement.ref"}),
    "statements:statement-act": Access(post=INSIDE, ids={"ref": "statement.ref", "act": "statement_act"}),
}
