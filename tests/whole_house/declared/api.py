from datetime import timedelta

from django.utils import timezone

from accounts.people.choices import Role
from reports.api.choices import Scope
from reports.api.models import ApiToken
from reports.api.operations import make_token
from tests.whole_house.access import ALL_HR, EVERYBODY, NOBODY, Access, World, only

OVERSEERS = only(Role.SYSTEM_ADMIN, Role.DPO, Role.AUDITOR)
HR = only(Role.HR)
TOKEN = {"ref": "api_token.ref"}


def _token(world: World) -> ApiToken:
    """Hanna's, for the whole company; it waits for a second person."""
    facts = {"scopes": [Scope.ACKNOWLEDGEMENTS], "expires_on": timezone.localdate() + timedelta(days=9)}
    return make_token(name="Payroll", by=world.cast.hanna, **facts)[0]


THINGS = {"api_token": _token, "api_path": lambda world: "v1/nowhere"}
ROUTES = {
    "api:token-list": Access(get=ALL_HR | OVERSEERS),
    "api:token-add": Access(get=ALL_HR, post=ALL_HR),
    "api:token-show": Access(get=HR | OVERSEERS, ids=TOKEN),
    "api:token-confirm": Access(post=HR | only(Role.SYSTEM_ADMIN), ids=TOKEN),
    "api:token-revoke": Access(post=HR | only(Role.SYSTEM_ADMIN), ids=TOKEN),
    # A system brings a token; whoever is signed in as a person is nobody here.
    "api:acknowledgements": Access(get=NOBODY),
    "api:completions": Access(get=NOBODY),
    "api:openapi": Access(get=EVERYBODY),
    "api:root": Access(get=NOBODY),
    "api:nowhere": Access(get=NOBODY, ids={"path": "api_path"}),
}
