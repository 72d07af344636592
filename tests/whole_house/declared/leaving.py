from accounts.access.models import LeaverRun
from accounts.people.choices import Role
from accounts.people.operations import leave
from tests.factories.access import granted
from tests.factories.people import EmployeeFactory
from tests.factories.register import sound_account
from tests.whole_house.access import HR_ELSEWHERE, Access, World, only

AFTER = only(Role.ACCOUNT_ADMIN, Role.HR, Role.SECURITY_OFFICER, Role.AUDITOR)
# A planned departure is for HR and the named admins only.
BEFORE = only(Role.HR, Role.SYSTEM_ADMIN)
RUN = {"ref": "leaver_run.ref"}


def _run(world: World) -> object:
    person = EmployeeFactory(name="Somebody who left")
    made = sound_account(world.cast, handle="@left")
    granted(made.routes.get(), to=person, by=world.cast.ada)
    leave(person=person, on=made.created_at.date(), by=world.cast.hanna)
    return LeaverRun.objects.get(person=person)


THINGS = {"leaver_run": _run, "somebody": lambda world: EmployeeFactory(name="Somebody who may leave")}
ROUTES = {
    "access:leaver-list": Access(get=AFTER | only(Role.SYSTEM_ADMIN) | {HR_ELSEWHERE}),
    "access:leaver-show": Access(get=AFTER, ids=RUN),
    "access:leaver-release": Access(post=only(Role.ACCOUNT_ADMIN, Role.HR), ids=RUN),
    "access:leaver-protocol": Access(get=AFTER, ids=RUN),
    "access:leaver-forecast": Access(get=BEFORE, post=BEFORE, ids={"ref": "somebody.ref"}),
}
