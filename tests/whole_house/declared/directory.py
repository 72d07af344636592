from datetime import timedelta

from django.utils import timezone

from accounts.people.choices import Role
from accounts.scim.models import ScimToken
from accounts.scim.operations.tokens import make_token
from tests.factories.people import EntityFactory, LocationFactory
from tests.whole_house.access import ALL_HR, NOBODY, Access, World, only

MANAGERS = only(Role.SYSTEM_ADMIN) | ALL_HR
ADMINS = only(Role.SYSTEM_ADMIN)


def _token(world: World) -> ScimToken:
    last_day = timezone.localdate() + timedelta(days=9)
    facts = {"entity": EntityFactory(), "location": LocationFactory(), "last_day": last_day}
    return make_token(name="Directory", by=world.cast.ines, **facts)[0]


THINGS = {"scim_token": _token, "scim_path": lambda world: "Users"}
ROUTES = {
    # A directory brings a token; whoever is signed in as a person is nobody here.
    "scim:root": Access(get=NOBODY),
    "scim:endpoint": Access(get=NOBODY, post=NOBODY, ids={"path": "scim_path"}),
    "scim:directory-show": Access(get=ADMINS),
    "scim:token-add": Access(get=ADMINS, post=ADMINS),
    "scim:token-revoke": Access(post=ADMINS, ids={"ref": "scim_token.ref"}),
    "scim:leaving-list": Access(get=MANAGERS),
    "scim:leaving-decide": Access(post=MANAGERS),
}
