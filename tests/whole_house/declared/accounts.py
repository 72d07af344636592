from accounts.people.choices import Effect, Role
from accounts.people.operations import define_audience
from tests.factories.people import EntityFactory, LocationFactory, department
from tests.whole_house.access import EVERYBODY, NOBODY, SIGNED_IN, Access, World, only

MANAGERS = only(Role.HR, Role.SYSTEM_ADMIN)
ADMINS = only(Role.SYSTEM_ADMIN)
PERSON = {"ref": "person.ref"}


def _audience(world: World) -> object:
    clauses = [{"effect": Effect.INCLUDE}]
    return define_audience(slug="everybody", name="Everybody", clauses=clauses, by=None)


THINGS = {
    "person": lambda world: world.cast.mara,
    "token": lambda world: "no-such-invitation",
    "entity": lambda world: EntityFactory(),
    "location": lambda world: LocationFactory(),
    "department": lambda world: department(),
    "audience": _audience,
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
    # What is mine
    "people:my-settings": Access(get=SIGNED_IN, post=SIGNED_IN),
    "people:my-calendar-renew": Access(post=SIGNED_IN),
    "people:my-data": Access(get=SIGNED_IN),
    "people:my-data-download": Access(get=SIGNED_IN),
    # People
    "people:person-list": Access(get=MANAGERS),
    "people:person-add": Access(get=MANAGERS, post=MANAGERS),
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
