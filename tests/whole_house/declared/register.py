from django.utils import timezone

from accounts.people.choices import Role
from accounts.register.choices import StandsOn
from accounts.register.models import ToolConnection
from accounts.register.operations import connect_tool, propose_acceptance
from tests.accounts.register.spreadsheets import csv_of, row, uploaded
from tests.factories.register import account, approval_request, fact, platform, route, sound_account
from tests.whole_house.access import OWNER, SIGNED_IN, Access, World, only

ADMINS = only(Role.ACCOUNT_ADMIN)
OVERSEERS = only(Role.ACCOUNT_ADMIN, Role.DPO, Role.LEGAL, Role.SECURITY_OFFICER, Role.AUDITOR)
# Ada owns the account; her deputy is nobody of the actors.
ANSWERS = frozenset({OWNER})
ACCOUNT, ROUTE, FINDING = {"ref": "account.ref"}, {"ref": "route.ref"}, {"ref": "finding.ref"}
LIST = {"ref": "account_list.ref"}


def _account(world: World) -> object:
    return sound_account(world.cast)


def _route(world: World) -> object:
    return route(world.find("account"), by=world.cast.anton)


def _finding(world: World) -> object:
    finding = account(world.cast, handle="@one-admin", administrators=1).findings.get(kind="single_admin")
    until = timezone.localdate()
    return propose_acceptance(finding=finding, reason="Soon", until=until, by=world.cast.mara)


def _connection(world: World) -> object:
    tool = ToolConnection(account=world.find("account"), tool="Planer", stands_on=StandsOn.COMPANY)
    return connect_tool(connection=tool, by=world.cast.anton)


def _approval(world: World) -> object:
    return approval_request(platform("botenfunk"), by=world.cast.anton)


def _platform(world: World) -> object:
    return platform("bildnetz")


def _list(world: World) -> object:
    platform("bildnetz")
    return uploaded(csv_of(row()), world.cast.anton)


THINGS = {
    "platform": _platform,
    "fact": lambda world: fact(platform("bildnetz")),
    "fact_key": lambda world: "shared_login",
    "account": _account,
    "route": _route,
    "finding": _finding,
    "connection": _connection,
    "account_list": _list,
    "list_kind": lambda world: "csv",
    "approval": _approval,
}
ROUTES = {
    # Which accounts there are, everybody may know; what is wrong, overseers and who answers for them.
    "register:account-list": Access(get=SIGNED_IN),
    "register:account-show": Access(get=SIGNED_IN, ids=ACCOUNT),
    "register:platform-list": Access(get=SIGNED_IN),
    "register:platform-show": Access(get=SIGNED_IN, ids={"slug": "platform.slug"}),
    "register:platform-add": Access(get=ADMINS, post=ADMINS),
    "register:fact-overrule": Access(
        get=ADMINS, post=ADMINS, ids={"slug": "platform.slug", "key": "fact_key"}
    ),
    "register:fact-confirm": Access(post=ADMINS, ids={"ref": "fact.ref"}),
    "register:account-add": Access(get=ADMINS, post=ADMINS),
    "register:import-list": Access(get=ADMINS),
    "register:import-upload": Access(post=ADMINS),
    "register:import-template": Access(get=ADMINS, ids={"kind": "list_kind"}),
    "register:import-show": Access(get=ADMINS, ids=LIST),
    "register:import-columns": Access(get=ADMINS, post=ADMINS, ids=LIST),
    "register:import-apply": Access(post=ADMINS, ids=LIST),
    "register:import-discard": Access(post=ADMINS, ids=LIST),
    "register:account-edit": Access(get=ADMINS | ANSWERS, post=ADMINS | ANSWERS, ids=ACCOUNT),
    "register:account-hand-over": Access(get=ADMINS, post=ADMINS, ids=ACCOUNT),
    "register:account-status": Access(post=ADMINS, ids=ACCOUNT),
    "register:route-add": Access(get=ADMINS, post=ADMINS, ids=ACCOUNT),
    "register:route-edit": Access(get=ADMINS, post=ADMINS, ids=ROUTE),
    "register:route-close": Access(post=ADMINS, ids=ROUTE),
    # The operation decides; whoever may not is told on the card.
    "register:route-sign-off": Access(post=SIGNED_IN, ids=ROUTE),
    "register:connection-add": Access(get=ADMINS, post=ADMINS, ids=ACCOUNT),
    "register:connection-remove": Access(post=ADMINS, ids={"ref": "connection.ref"}),
    "register:approval-list": Access(get=OVERSEERS),
    # Who asked, who decides and who looks after the whole; what is in force is for everybody.
    "register:approval-show": Access(get=OVERSEERS, post=OVERSEERS, ids={"ref": "approval.ref"}),
    "register:approval-end": Access(post=OVERSEERS, ids={"ref": "approval.ref"}),
    "register:approval-ask": Access(
        get=ADMINS | ANSWERS, post=ADMINS | ANSWERS, ids={"slug": "platform.slug"}
    ),
    "register:health-show": Access(get=OVERSEERS),
    "register:finding-list": Access(get=OVERSEERS),
    "register:finding-show": Access(get=OVERSEERS | ANSWERS, ids=FINDING),
    "register:finding-plan": Access(get=ADMINS | ANSWERS, post=ADMINS | ANSWERS, ids=FINDING),
    "register:finding-accept": Access(get=ADMINS | ANSWERS, post=ADMINS | ANSWERS, ids=FINDING),
    "register:finding-confirm": Access(post=OVERSEERS | ANSWERS, ids=FINDING),
    "register:finding-decline": Access(post=OVERSEERS | ANSWERS, ids=FINDING),
}
