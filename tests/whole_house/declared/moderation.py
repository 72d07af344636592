from accounts.people.choices import Role
from guidelines.moderation.choices import Measure
from guidelines.moderation.models import Ban
from guidelines.moderation.operations import add_file, check_notice, decide_notice, send_notice
from tests.factories.evidence import upload
from tests.factories.moderation import appeal, case, decided, heard, in_days, notice, review
from tests.factories.register import sound_account
from tests.whole_house.access import OWNER, SIGNED_IN, Access, World, only

KEEPERS = only(Role.CRISIS_LEAD, Role.ACCOUNT_ADMIN, Role.LEGAL)
OVERSEERS = KEEPERS | only(Role.DPO)
# Ada owns the channel, and so hers is what happens on it.
HANDLING = KEEPERS | {OWNER}
SEEING = OVERSEERS | {OWNER}
DELETION = only(Role.DPO, Role.ACCOUNT_ADMIN, Role.LEGAL)
FILE = {"ref": "moderation_file.ref"}
CASE, NOTICE, REVIEW = (
    {"ref": "moderation_case.ref"},
    {"ref": "notice_to_us.ref"},
    {"ref": "portal_review.ref"},
)


def _channel(world: World) -> object:
    return sound_account(world.cast, handle="@moderated")


def _case(world: World) -> object:
    return case(world.find("moderated_account"), by=world.cast.ada)


def _banned(world: World) -> object:
    made = case(world.find("moderated_account"), by=world.cast.ada)
    heard(made, by=world.cast.ada)
    return decided(made, Measure.BAN_PERMANENT, by=world.cast.ada)


def _appeal(world: World) -> object:
    made = case(world.find("moderated_account"), by=world.cast.ada)
    decided(made, by=world.cast.ada)
    return appeal(made, by=world.cast.ada)


def _file(world: World) -> object:
    return add_file(case=world.find("moderation_case"), upload=upload(), about="", by=world.cast.ada)


def _notice(world: World) -> object:
    return notice(world.find("moderated_account"), by=world.cast.ada)


def _checked(world: World) -> object:
    return check_notice(notice=_notice(world), findings="It stands there.", by=world.cast.ada)


def _to_answer(world: World) -> object:
    return decide_notice(
        notice=_checked(world), verdict="kept", reason="It is an opinion.", by=world.cast.ada
    )


def _review(world: World) -> object:
    return review(world.find("moderated_account"), by=world.cast.ada)


def _sent(world: World) -> object:
    facts = {"notice": "Please check.", "sent_to": "abuse@sternwarte.example", "until": in_days(7)}
    return send_notice(review=_review(world), by=world.cast.ada, **facts)


THINGS = {
    "moderated_account": _channel,
    "moderation_case": _case,
    "moderation_file": _file,
    "moderation_decision": _banned,
    "moderation_ban": lambda world: Ban.objects.get(decision=world.find("moderation_decision")),
    "moderation_appeal": _appeal,
    "notice_to_us": _notice,
    "notice_checked": _checked,
    "notice_to_answer": _to_answer,
    "portal_review": _review,
    "portal_review_sent": _sent,
    "matter_kind": lambda world: "cases",
}
ROUTES = {
    "dashboards:moderation-export-csv": Access(get=OVERSEERS),
    "dashboards:moderation-export-xlsx": Access(get=OVERSEERS),
    "moderation:board": Access(get=OVERSEERS),
    "moderation:rule-list": Access(get=SIGNED_IN),
    "moderation:deletion-show": Access(get=DELETION, post=DELETION),
    # Whoever works here can be told something.
    "moderation:notice-tell": Access(get=SIGNED_IN, post=SIGNED_IN),
    "moderation:case-list": Access(get=OVERSEERS),
    "moderation:case-show": Access(get=SEEING, ids=CASE),
    # Behind the first that makes Ada's channel: the form is for whoever works on one.
    "moderation:case-add": Access(get=HANDLING, post=HANDLING),
    "moderation:case-hear": Access(get=HANDLING, post=HANDLING, ids=CASE),
    "moderation:case-answer": Access(get=HANDLING, post=HANDLING, ids=CASE),
    "moderation:case-decide": Access(get=HANDLING, post=HANDLING, ids=CASE),
    "moderation:case-appeal": Access(get=HANDLING, post=HANDLING, ids=CASE),
    "moderation:file-add": Access(get=HANDLING, post=HANDLING, ids=CASE),
    "moderation:file-show": Access(get=SEEING, ids=FILE),
    "moderation:file-picture": Access(get=SEEING, ids=FILE),
    "moderation:file-download": Access(get=SEEING, ids=FILE),
    "moderation:decision-told": Access(get=HANDLING, post=HANDLING, ids={"ref": "moderation_decision.ref"}),
    # Seen by whoever sees the case; decided by legal.
    "moderation:appeal-show": Access(get=SEEING, post=only(Role.LEGAL), ids={"ref": "moderation_appeal.ref"}),
    "moderation:ban-list": Access(get=OVERSEERS),
    "moderation:ban-lift": Access(get=HANDLING, post=HANDLING, ids={"ref": "moderation_ban.ref"}),
    "moderation:ban-review": Access(get=HANDLING, post=HANDLING, ids={"ref": "moderation_ban.ref"}),
    "moderation:notice-list": Access(get=OVERSEERS),
    "moderation:notice-show": Access(get=SEEING, ids=NOTICE),
    "moderation:notice-check": Access(get=HANDLING, post=HANDLING, ids=NOTICE),
    "moderation:notice-decide": Access(get=HANDLING, post=HANDLING, ids={"ref": "notice_checked.ref"}),
    "moderation:notice-answer": Access(get=HANDLING, post=HANDLING, ids={"ref": "notice_to_answer.ref"}),
    "moderation:review-list": Access(get=OVERSEERS),
    "moderation:review-add": Access(get=HANDLING, post=HANDLING),
    "moderation:review-show": Access(get=SEEING, ids=REVIEW),
    "moderation:review-send": Access(get=HANDLING, post=HANDLING, ids=REVIEW),
    "moderation:review-remind": Access(get=HANDLING, post=HANDLING, ids={"ref": "portal_review_sent.ref"}),
    "moderation:review-close": Access(get=HANDLING, post=HANDLING, ids=REVIEW),
    "moderation:name-show": Access(post=SEEING, ids={**CASE, "kind": "matter_kind"}),
    "moderation:matter-day": Access(get=HANDLING, post=HANDLING, ids={**CASE, "kind": "matter_kind"}),
    "moderation:matter-take": Access(post=SEEING, ids={**CASE, "kind": "matter_kind"}),
}
