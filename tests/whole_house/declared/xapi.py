from accounts.people.choices import Role
from tests.whole_house.access import Access, only

ADMINS = only(Role.SYSTEM_ADMIN)

THINGS: dict = {}
ROUTES = {
    "xapi:store-show": Access(get=only(Role.SYSTEM_ADMIN, Role.DPO)),
    "xapi:store-edit": Access(get=ADMINS, post=ADMINS),
    "xapi:store-switch": Access(post=ADMINS),
    "xapi:store-again": Access(post=ADMINS),
}
