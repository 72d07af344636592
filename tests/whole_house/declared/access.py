from accounts.access.models import AccessReview, PlatformTask
from accounts.access.operations import open_review, plan_review
from accounts.people.choices import Role
from accounts.register.choices import RouteKind
from tests.factories.access import asked, granted, in_days
from tests.factories.register import route, sound_account
from tests.whole_house.access import ONLY_OWNER, OWNER, SIGNED_IN, Access, World, only

ADMINS = only(Role.ACCOUNT_ADMIN)
# Legal oversees accounts, and needs no names for that.
OVERSEERS = only(Role.ACCOUNT_ADMIN, Role.AUDITOR, Role.SECURITY_OFFICER, Role.DPO)
ANSWERS = frozenset({OWNER})
GRANT = {"ref": "access_grant.ref"}
REQUEST = {"ref": "access_request.ref"}
REVIEW = {"ref": "access_review.ref"}


def _grant(world: World) -> object:
    """Ada's own, on an account she owns; an account admin approved it."""
    made = sound_account(world.cast, handle="@granted")
    return granted(made.routes.get(), to=world.cast.ada, by=world.cast.anton, is_attested=False)


def _request(world: World) -> object:
    return asked(sound_account(world.cast, handle="@asked").routes.get(), by=world.cast.ada)


def _private_grant(world: World) -> object:
    private = route(sound_account(world.cast, handle="@private"), RouteKind.VOLUNTEERED, by=world.cast.anton)
    return granted(private, to=world.cast.ada, by=world.cast.anton)


def _task(world: World) -> object:
    return PlatformTask.objects.get(grant=world.find("access_grant"))


def _review(world: World) -> object:
    _ = world.find("access_grant")
    review = AccessReview(title="Spring", due_on=in_days(9))
    return open_review(review=plan_review(review=review, by=world.cast.anton), by=world.cast.anton)


THINGS = {
    "access_grant": _grant,
    "access_request": _request,
    "private_grant": _private_grant,
    "private_consent": lambda world: world.find("private_grant").route.consents.get(),
    "platform_task": _task,
    "access_review": _review,
    "grant_act": lambda world: "suspend",
}
ROUTES = {
    "access:channel-list": Access(get=SIGNED_IN),
    "access:request-list": Access(get=SIGNED_IN),
    "access:request-ask": Access(get=SIGNED_IN, post=SIGNED_IN, ids={"ref": "account.ref"}),
    # Whoever asked, may decide, or oversees; nobody else learns that the request exists.
    "access:request-show": Access(get=OVERSEERS | ANSWERS, ids=REQUEST),
    "access:request-decide": Access(post=OVERSEERS | ANSWERS, ids=REQUEST),
    "access:request-note": Access(post=OVERSEERS | ANSWERS, ids=REQUEST),
    "access:request-withdraw": Access(post=OVERSEERS | ANSWERS, ids=REQUEST),
    "access:access-assign": Access(get=ADMINS, post=ADMINS),
    "access:grant-list": Access(get=OVERSEERS),
    "access:grant-show": Access(get=OVERSEERS | ANSWERS, ids=GRANT),
    "access:grant-extend": Access(get=ONLY_OWNER, post=ONLY_OWNER, ids=GRANT),
    "access:grant-attest": Access(get=ADMINS | ANSWERS, post=ADMINS | ANSWERS, ids=GRANT),
    # The operation decides; overseers who may not are told on the page.
    "access:grant-act": Access(post=OVERSEERS | ANSWERS, ids={**GRANT, "act": "grant_act"}),
    "access:task-list": Access(get=ADMINS),
    "access:task-finish": Access(get=ADMINS, post=ADMINS, ids={"ref": "platform_task.ref"}),
    # A4, A5: one's own private account is nobody else's business, whatever their role.
    "access:consent-give": Access(get=SIGNED_IN, post=SIGNED_IN, ids={"ref": "private_grant.route.ref"}),
    "access:consent-withdraw": Access(post=ONLY_OWNER, ids={"ref": "private_consent.ref"}),
    "access:review-list": Access(get=OVERSEERS),
    "access:review-plan": Access(get=ADMINS, post=ADMINS),
    "access:review-show": Access(get=OVERSEERS | ANSWERS, ids=REVIEW),
    "access:review-open": Access(post=ADMINS, ids=REVIEW),
    "access:review-decide": Access(post=OVERSEERS | ANSWERS, ids=REVIEW),
    "access:review-close": Access(post=ADMINS, ids=REVIEW),
    "access:review-evidence": Access(get=OVERSEERS, ids=REVIEW),
    "access:rules-company": Access(get=ADMINS, post=ADMINS),
    "access:rules-platform": Access(get=ADMINS, post=ADMINS, ids={"slug": "platform.slug"}),
    "access:rules-account": Access(get=ADMINS, post=ADMINS, ids={"ref": "account.ref"}),
}
