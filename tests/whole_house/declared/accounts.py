from accounts.desk.models import DeskCode
from accounts.desk.operations import hand_out_code
from accounts.people.choices import Effect, Role
from accounts.people.operations import define_audience, give_role, propose_role_rule
from tests.accounts.imports.files import csv_of, row, uploaded
from tests.factories.people import EmployeeFactory, EntityFactory, LocationFactory, department
from tests.whole_house.access import ALL_HR, EVERYBODY, NOBODY, SIGNED_IN, Access, World, only

MANAGERS = only(Role.HR, Role.SYSTEM_ADMIN)
EVERY_MANAGER = MANAGERS | ALL_HR
ADMINS = only(Role.SYSTEM_ADMIN)
PERSON = {"ref": "person.ref"}
IMPORT = {"ref": "people_import.ref"}


def _audience(world: World) -> object:
    clauses = [{"effect": Effect.INCLUDE}]
    return define_audience(slug="everybody", name="Everybody", clauses=clauses, by=None)


def _desk_code(world: World) -> DeskCode:
    hand_out_code(person=world.cast.ben, by=world.cast.hanna)
    return DeskCode.objects.get()


def _proposal(world: World) -> object:
    _ = world.cast.ines
    admin = EmployeeFactory(name="Another system admin", roles=[Role.SYSTEM_ADMIN])
    return give_role(person=world.cast.mara, role=Role.EDITOR, by=admin)


def _rule(world: World) -> object:
    return propose_role_rule(source="scim", group="Writers", role=Role.EDITOR, by=world.cast.ines)


THINGS = {
    "role_proposal": _proposal,
    "role_rule": _rule,
    "provider": lambda world: "nobody",
    "desk_code": _desk_code,
    "person": lambda world: world.cast.mara,
    "session_number": lambda world: 987654321,
    "token": lambda world: "no-such-invitation",
    "entity": lambda world: EntityFactory(),
    "location": lambda world: LocationFactory(),
    "department": lambda world: department(),
    "audience": _audience,
    "import_kind": lambda world: "csv",
    "people_import": lambda world: uploaded(csv_of([row("500")]), world.cast.hanna),
}
ROUTES = {
    # Before sign-in; what is closed answers nobody.
    "people:portal-set-up": Access(get=NOBODY, post=NOBODY),  # the company is set up already
    # An unknown or used link is explained to whoever brings it.
    "people:invitation-accept": Access(get=EVERYBODY, post=EVERYBODY, ids={"token": "token"}),
    "people:sign-up-closed": Access(get=NOBODY, post=NOBODY),
    "people:email-closed": Access(get=NOBODY, post=NOBODY),
    "people:email-confirmation-closed": Access(get=NOBODY, post=NOBODY),
    "people:email-key-closed": Access(get=NOBODY, post=NOBODY, ids={"key": "token"}),
    # Company sign-in: with no provider set up there is none to depart to.
    "sso:depart": Access(get=NOBODY, ids={"slug": "provider"}),
    "sso:prove": Access(get=NOBODY, ids={"slug": "provider"}),
    "sso:arrive": Access(get=NOBODY, ids={"slug": "provider"}),
    "sso:receive": Access(post=NOBODY, ids={"slug": "provider"}),
    "sso:metadata": Access(get=NOBODY, ids={"slug": "provider"}),
    # The HR desk, and the shared device, which anybody may walk up to
    "desk:enter": Access(get=EVERYBODY, post=EVERYBODY),
    "desk:hand-out": Access(get=ALL_HR, post=ALL_HR),
    "desk:withdraw": Access(post=only(Role.HR), ids={"ref": "desk_code.ref"}),
    # What is mine
    "people:my-settings": Access(get=SIGNED_IN, post=SIGNED_IN),
    "people:my-calendar-renew": Access(post=SIGNED_IN),
    "people:my-session-end": Access(post=SIGNED_IN, ids={"pk": "session_number"}),
    "people:my-data": Access(get=SIGNED_IN),
    "people:my-data-pdf": Access(get=SIGNED_IN),
    "people:my-data-download": Access(get=SIGNED_IN),
    # People
    "people:person-list": Access(get=EVERY_MANAGER),
    "people:person-add": Access(get=EVERY_MANAGER, post=EVERY_MANAGER),
    "people:person-show": Access(get=MANAGERS, ids=PERSON),
    "people:person-edit": Access(get=MANAGERS, post=MANAGERS, ids=PERSON),
    "people:person-invite": Access(post=MANAGERS, ids=PERSON),
    "people:person-reset-sign-in": Access(post=MANAGERS, ids=PERSON),
    "people:person-send-on-leave": Access(post=MANAGERS, ids=PERSON),
    "people:person-return": Access(post=MANAGERS, ids=PERSON),
    "people:person-leave": Access(post=MANAGERS, ids=PERSON),
    "people:person-bring-back": Access(post=MANAGERS, ids=PERSON),
    "people:person-record-absence": Access(post=MANAGERS, ids=PERSON),
    "people:person-give-role": Access(post=ADMINS, ids=PERSON),
    "people:person-take-role": Access(post=ADMINS, ids=PERSON),
    "people:role-list": Access(get=ADMINS),
    "people:role-confirm": Access(post=ADMINS, ids={"ref": "role_proposal.ref"}),
    "people:role-decline": Access(post=ADMINS, ids={"ref": "role_proposal.ref"}),
    "people:role-rule-add": Access(get=ADMINS, post=ADMINS),
    "people:role-rule-confirm": Access(post=ADMINS, ids={"ref": "role_rule.ref"}),
    "people:role-rule-decline": Access(post=ADMINS, ids={"ref": "role_rule.ref"}),
    "people:role-rule-end": Access(post=ADMINS, ids={"ref": "role_rule.ref"}),
    # The import: a limited HR role sees its own only
    "imports:import-list": Access(get=EVERY_MANAGER),
    "imports:import-upload": Access(post=EVERY_MANAGER),
    "imports:template-download": Access(get=EVERY_MANAGER, ids={"kind": "import_kind"}),
    "imports:import-show": Access(get=MANAGERS, ids=IMPORT),
    "imports:import-columns": Access(get=MANAGERS, post=MANAGERS, ids=IMPORT),
    "imports:import-apply": Access(post=MANAGERS, ids=IMPORT),
    "imports:import-discard": Access(post=MANAGERS, ids=IMPORT),
    "imports:import-undo": Access(post=MANAGERS, ids=IMPORT),
    # The organisation
    "people:set-up-check": Access(get=ADMINS),
    "people:organisation-show": Access(get=ADMINS),
    "people:location-add": Access(get=ADMINS, post=ADMINS),
    "people:location-edit": Access(get=ADMINS, post=ADMINS, ids={"ref": "location.ref"}),
    "people:entity-add": Access(get=ADMINS, post=ADMINS),
    "people:entity-edit": Access(get=ADMINS, post=ADMINS, ids={"ref": "entity.ref"}),
    "people:department-add": Access(get=ADMINS, post=ADMINS),
    "people:department-edit": Access(get=ADMINS, post=ADMINS, ids={"ref": "department.ref"}),
    "people:audience-add": Access(get=ADMINS, post=ADMINS),
    "people:audience-edit": Access(get=ADMINS, post=ADMINS, ids={"ref": "audience.ref"}),
}
