"""From a list to the register: all or nothing, one row in the trail, findings at once."""

from datetime import timedelta

import pytest
import time_machine
from django.db import transaction
from django.utils import timezone

from accounts.imports.choices import State
from accounts.people.operations import leave
from accounts.register.choices import ApprovalState, PlatformKind, SecondFactor
from accounts.register.models import (
    AccountList,
    ChannelApproval,
    CorporateAccount,
    Finding,
    ListedAccount,
    ListedRow,
)
from accounts.register.operations import change_account, lists, refresh_findings
from accounts.register.rules import NothingInTheList, RefusedRowsStay
from portal.audit.models import AuditEvent
from portal.audit.trail import many
from portal.jobs.operations import cancel, enqueue
from portal.jobs.running import Cancelled, Run
from tests.accounts.register.spreadsheets import (
    applied,
    brought_in,
    carry_out,
    checked,
    csv_of,
    empty,
    reasons,
    row,
    uploaded,
)
from tests.factories.register import account, platform, sound_account

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def company(cast):
    """The people and the platform that rows name unless they say otherwise."""
    platform("bildnetz")
    return cast.ada, cast.mara, cast.anton


def one(handle: str = "@hafenlicht") -> CorporateAccount:
    return CorporateAccount.objects.get(handle=handle)


def kinds(made: CorporateAccount) -> dict[str, str]:
    return dict(made.findings.standing().values_list("kind", "severity"))


def test_a_row_with_everything_is_an_account_with_everything(cast):
    facts = {
        "address": "bildnetz.example/hafenlicht",
        "brand": "Nord",
        "criticality": "hoch",
        "status": "ruhend",
        "takes_messages": "ja",
        "imprint": "https://hafenlicht.example/impressum",
        "privacy_notice": "Fehlt",
        "recovery_mail": "Ein Funktionspostfach des Unternehmens",
        "recovery_address": "social@hafenlicht.example",
        "second_factor": "Firmengerät",
        "custodian": "ben",
        "recovery_codes_left": "8",
        "administrators": 3,
        "vault_address": "https://vault.example/entry/7",
    }
    _ = cast.ben
    found = brought_in(csv_of(row(**facts)), cast.anton)
    made = one()
    assert found.state == State.APPLIED
    assert (made.owner, made.deputy, made.custodian) == (cast.ada, cast.mara, cast.ben)
    assert (made.entity, made.platform.slug) == (cast.ada.entity, "bildnetz")
    assert made.address == "https://bildnetz.example/hafenlicht"
    assert (made.status, made.criticality, made.brand) == ("dormant", "high", "Nord")
    assert (made.imprint, made.privacy_notice, made.takes_messages) == ("present", "missing", True)
    assert (made.recovery_mail, made.recovery_address) == ("company", "social@hafenlicht.example")
    assert (made.second_factor, made.recovery_codes_left, made.administrators) == ("company_device", 8, 3)
    assert made.vault_address == "https://vault.example/entry/7"
    assert made.checked_at
    assert made.created_at


def test_an_empty_cell_leaves_what_is_on_record(cast):
    made = account(cast, brand="Nord", administrators=4)
    before = CorporateAccount.objects.values().get(pk=made.pk)
    brought_in(csv_of(empty(purpose="Jobs")), cast.anton)
    after = CorporateAccount.objects.values().get(pk=made.pk)
    assert {name for name in after if after[name] != before[name]} == {"purpose", "checked_at"}


def test_r1_findings_are_there_at_once(cast):
    """R1: every live account has a route without a private account or an open finding, however it came."""
    platform("botenfunk", PlatformKind.MESSENGER)
    rows = [
        row("@quiet", status="geplant"),
        row("@live", status="live", second_factor="Keiner"),
        row("@chat", platform="Botenfunk", status="live"),
    ]
    brought_in(csv_of(*rows), cast.anton)
    assert kinds(one("@quiet")) == {}
    assert kinds(one("@live")) == {"no_private_free_route": "serious", "no_second_factor": "serious"}
    assert kinds(one("@chat")) == {"no_private_free_route": "serious", "unapproved_messages": "urgent"}
    assert set(Finding.objects.values_list("owner", flat=True)) == {cast.ada.pk}


def test_findings_by_the_set_are_those_of_one_after_the_other(cast):
    """What a list opens and closes is what the same change by hand would have."""
    made = sound_account(cast, second_factor=SecondFactor.NONE)
    other = sound_account(cast, handle="@other")
    brought_in(csv_of(empty(second_factor="Firmengerät"), empty("@other", administrators="1")), cast.anton)
    assert kinds(made) == {}
    assert made.findings.get(kind="no_second_factor").resolved_at
    assert kinds(other) == {"single_admin": "serious"}
    after = list(Finding.objects.order_by("pk").values("pk", "state", "kind"))
    for one_of_them in CorporateAccount.objects.all():
        refresh_findings(account=one_of_them, by=None)
    assert list(Finding.objects.order_by("pk").values("pk", "state", "kind")) == after


def test_the_trail_has_one_row_with_count_and_digest(cast):
    changing = account(cast, "@old")
    seen = AuditEvent.objects.count()
    found = brought_in(csv_of(row("@a"), row("@b", status="live"), empty("@old", purpose="Jobs")), cast.anton)
    events = AuditEvent.objects.order_by("seq")[seen:]
    assert [event.verb for event in events] == ["account_list.uploaded", "account_list.applied"]
    details = events[1].details
    touched = CorporateAccount.objects.filter(handle__in=("@a", "@b", "@old"))
    assert changing in touched
    assert {name: details[name] for name in ("count", "digest")} == many(
        touched.values_list("ref", flat=True)
    )
    assert (details["new"], details["changed"], details["opened"], details["resolved"]) == (2, 1, 1, 0)
    assert (events[1].actor, events[1].object_id) == (cast.anton.ref, str(found.ref))
    acts = dict(ListedAccount.objects.values_list("account__handle", "act"))
    assert acts == {"@a": "registered", "@b": "registered", "@old": "changed"}
    assert ListedAccount.objects.get(account=changing).changes == ["purpose"]


def test_refused_rows_are_left_out_only_when_that_is_said(cast):
    found = checked(csv_of(row("@a"), row("@b", owner="nobody")), cast.anton)
    with pytest.raises(RefusedRowsStay):
        lists.start_apply(account_list=found, leave_out_refused=False, by=cast.anton)
    applied(found, cast.anton)
    assert list(CorporateAccount.objects.values_list("handle", flat=True)) == ["@a"]


def test_a_list_that_changes_nothing_is_not_applied(cast):
    account(cast)
    found = checked(csv_of(empty(purpose="News")), cast.anton)
    with pytest.raises(NothingInTheList):
        lists.start_apply(account_list=found, leave_out_refused=True, by=cast.anton)


def test_status_follows_the_rules_and_so_do_owners(cast):
    account(cast)
    account(cast, "@planned", is_live=False)
    _ = cast.ben
    brought_in(csv_of(empty(status="ruhend", owner="ben"), empty("@planned", status="live")), cast.anton)
    assert (one().status, one().owner, one("@planned").status) == ("dormant", cast.ben, "live")
    assert ListedAccount.objects.get(account=one("@planned")).status == "live"


def test_two_lists_at_once_have_one_winner_per_account(cast):
    """The second is told which rows came too late; what is left of it can be applied after another look."""
    account(cast, "@old")
    first = checked(csv_of(row("@a"), empty("@old", purpose="Erste")), cast.anton)
    other = csv_of(row("@A", purpose="Zweite"), empty("@old", purpose="Zweite"), row("@c"))
    second = checked(other, cast.anton)
    for found in (first, second):
        lists.start_apply(account_list=found, leave_out_refused=True, by=cast.anton)
    carry_out()
    first.refresh_from_db()
    second.refresh_from_db()
    assert (first.state, second.state) == (State.APPLIED, State.CHECKED)
    assert second.reason == "changed_meanwhile"
    assert reasons(second) == {2: [("", "exists_now")], 3: [("", "changed_now")]}
    assert one("@old").purpose == "Erste"
    assert not CorporateAccount.objects.filter(handle="@c").exists()
    applied(second, cast.anton)
    assert set(CorporateAccount.objects.values_list("handle", flat=True)) == {"@old", "@a", "@c"}


@pytest.mark.parametrize("what", ["changed", "registered", "left", "approval ended"])
def test_nothing_is_overwritten_that_happened_since_the_preview(cast, what):
    made = account(cast, is_live=False, takes_messages=True)
    approval = _approval(cast, made)
    found = checked(csv_of(empty(status="live"), row("@new", owner="ben") if cast.ben else ""), cast.anton)
    assert not reasons(found)
    expected = {
        "changed": {2: [("", "changed_now")]},
        "registered": {3: [("", "exists_now")]},
        "left": {3: [("", "works_here_no_more")]},
        "approval ended": {2: [("", "not_approved")]},
    }
    if what == "changed":
        made.purpose = "Jobs"
        change_account(account=made, by=cast.anton)
    elif what == "registered":
        account(cast, "@new")
    elif what == "left":
        leave(person=cast.ben, on=timezone.localdate() - timedelta(days=1), by=None)
    else:
        ChannelApproval.objects.filter(pk=approval.pk).update(state=ApprovalState.ENDED)
    applied(found, cast.anton)
    assert (found.state, found.reason) == (State.CHECKED, "changed_meanwhile")
    assert reasons(found) == expected[what]
    assert one().status == "planned"


def _approval(cast, made: CorporateAccount) -> ChannelApproval:
    now = timezone.now()
    facts = {"requested_by": cast.anton, "requested_at": now, "decided_at": now, "reason": "Service"}
    return ChannelApproval.objects.create(
        platform=made.platform, use="messages", state=ApprovalState.APPROVED, **facts
    )


def test_the_same_job_twice_has_one_effect(cast):
    found = brought_in(csv_of(row()), cast.anton)
    lists.apply_list(account_list=found, by=cast.anton)
    assert CorporateAccount.objects.count() == 1
    assert AuditEvent.objects.filter(verb="account_list.applied").count() == 1


def test_cancelled_in_the_last_moment_is_not_applied(cast, monkeypatch):
    """The transaction commits only while the job is wanted."""
    found = checked(csv_of(row()), cast.anton)
    lists.start_apply(account_list=found, leave_out_refused=False, by=cast.anton)
    tell = Run.progress

    def cancelling(run, done, total):
        if done:
            raise Cancelled
        tell(run, done, total)

    monkeypatch.setattr(Run, "progress", cancelling)
    carry_out()
    assert not CorporateAccount.objects.exists()


def test_a_list_is_kept_only_as_long_as_it_is_needed(cast):
    """Applied: only refused rows stay, for a week. Checked: a week. What nobody had checked: a day."""
    waiting = checked(csv_of(row("@a")), cast.anton)
    unchecked, stopped = uploaded(csv_of(row("@d")), cast.anton), uploaded(csv_of(row("@e")), cast.anton)
    choice = {"mapping": stopped.mapping, "entity": None, "status_of_new": "planned"}
    started = lists.choose_columns(account_list=stopped, by=cast.anton, **choice)
    cancel(job=started.job, by=cast.anton)
    done = brought_in(csv_of(row("@b"), row("@c", owner="nobody")), cast.anton)
    assert done.stored_as == ""
    assert set(ListedRow.objects.values_list("account_list", "handle")) == {
        (waiting.pk, "@a"),
        (done.pk, "@c"),
    }
    for days, kept in ((2, 2), (6, 2), (8, 0)):
        with time_machine.travel(timezone.now() + timedelta(days=days), tick=False):
            enqueue("register.tidy_lists", payload={})
            carry_out()
        assert ListedRow.objects.count() == kept
        left = set(AccountList.objects.exclude(stored_as="").values_list("pk", flat=True))
        assert left == ({waiting.pk} if kept else set())
    for found in (waiting, unchecked, stopped):
        found.refresh_from_db()
        assert (found.state, found.stored_as) == (State.DISCARDED, "")


def test_discarding_deletes_the_file_and_what_was_read(cast):
    found = checked(csv_of(row()), cast.anton)
    lists.discard(account_list=found, by=cast.anton)
    found.refresh_from_db()
    assert (found.state, found.stored_as, found.rows.count()) == (State.DISCARDED, "", 0)
    assert uploaded(csv_of(row()), cast.anton) != found


def test_the_statements_do_not_grow_with_the_rows(cast, django_assert_max_num_queries):
    """Set-based: 400 accounts take as many statements as four, whether they are new or changed."""
    for count in (4, 400):
        for purpose in ("News", "Jobs"):
            content = csv_of(*(row(f"@{count}-{n}", status="live", purpose=purpose) for n in range(count)))
            found = checked(content, cast.anton)
            AccountList.objects.filter(pk=found.pk).update(state=State.APPLYING)
            with django_assert_max_num_queries(45), transaction.atomic():
                lists.apply_list(account_list=found, by=cast.anton)
    assert CorporateAccount.objects.filter(purpose="Jobs").count() == 404
    assert Finding.objects.filter(kind="no_private_free_route").count() == 404
