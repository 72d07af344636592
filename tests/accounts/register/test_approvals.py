"""DPO and legal decide whether customers may write messages on a platform, and under which terms."""

from dataclasses import replace
from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from accounts.people.choices import Role
from accounts.people.registry import duties_of, two_person_duties
from accounts.register.choices import ApprovalState, ChannelUse, PlatformKind, Side
from accounts.register.models import ApprovalDecision, ChannelApproval
from accounts.register.operations import (
    ApprovalTerms,
    decide_approval,
    end_approval,
    go_live,
)
from accounts.register.operations.findings import refresh_all_findings
from accounts.register.permissions import deciders
from accounts.register.rules import (
    AlreadyDecided,
    AlreadyRequested,
    ApprovalIncomplete,
    DateInThePast,
    NobodyDecidesForBoth,
    NotApprovedForMessages,
    NotTheirSide,
    TermsAreSettled,
)
from portal.audit.models import AuditEvent
from portal.audit.rules import NotPermitted
from portal.mail.models import Message
from tests.factories.people import EmployeeFactory, signed_in
from tests.factories.register import account, approval_request, approved, platform, terms

pytestmark = pytest.mark.django_db


@pytest.fixture
def legal(cast):
    return EmployeeFactory(name="Lena Legal", roles=[Role.LEGAL])


@pytest.fixture
def messenger():
    return platform("botenfunk", PlatformKind.MESSENGER)


def yes(approval, side, by, **facts):
    return decide_approval(approval=approval, side=side, approves=True, note="", by=by, **facts)


def test_both_sides_approve_and_the_messenger_goes_live(cast, legal, messenger):
    made = account(cast, is_live=False, platform=messenger)
    asked = approval_request(messenger, by=cast.anton)
    yes(asked, Side.DPO, cast.dana, terms=terms())
    with pytest.raises(NotApprovedForMessages):
        go_live(account=made, by=cast.anton)
    assert yes(asked, Side.LEGAL, legal).state == ApprovalState.APPROVED
    assert go_live(account=made, by=cast.anton).status == "live"
    assert not made.findings.standing().filter(kind="unapproved_messages").exists()


def test_what_was_live_before_has_an_urgent_finding_until_it_is_approved(cast, legal, messenger):
    made = account(cast, platform=messenger)
    finding = made.findings.standing().get(kind="unapproved_messages")
    assert (finding.severity, finding.can_be_accepted) == ("urgent", False)
    standing = approved(messenger, by=cast.anton, dpo=cast.dana, legal=legal)
    finding.refresh_from_db()
    assert finding.state == "resolved"
    end_approval(approval=standing, by=legal)
    assert made.findings.standing().filter(kind="unapproved_messages").exists()


def test_direct_messages_on_a_network_are_messenger_use(cast, legal):
    made = account(cast, takes_messages=True)
    assert made.findings.standing().filter(kind="unapproved_messages").exists()
    approved(made.platform, by=cast.anton, dpo=cast.dana, legal=legal, use=ChannelUse.PUBLISHING)
    assert made.findings.standing().filter(kind="unapproved_messages").exists()
    approved(made.platform, by=cast.anton, dpo=cast.dana, legal=legal)
    assert not made.findings.standing().filter(kind="unapproved_messages").exists()


def test_one_no_is_a_no(cast, legal, messenger):
    asked = approval_request(messenger, by=cast.anton)
    decided = decide_approval(approval=asked, side=Side.LEGAL, approves=False, note="No contract.", by=legal)
    assert decided.state == ApprovalState.REJECTED
    with pytest.raises(AlreadyDecided):
        yes(asked, Side.DPO, cast.dana, terms=terms())
    assert approval_request(messenger, by=cast.anton).pk != asked.pk


def test_nobody_decides_for_both_sides_nor_for_the_other(cast, legal, messenger):
    both = EmployeeFactory(roles=[Role.DPO, Role.LEGAL])
    asked = approval_request(messenger, by=cast.anton)
    with pytest.raises(NotTheirSide):
        yes(asked, Side.LEGAL, cast.dana, terms=terms())
    for somebody in (cast.anton, cast.ada, cast.hanna, cast.ines):
        with pytest.raises(NotTheirSide):
            yes(asked, Side.DPO, somebody, terms=terms())
    yes(asked, Side.DPO, both, terms=terms())
    with pytest.raises(NobodyDecidesForBoth):
        yes(asked, Side.LEGAL, both)
    with pytest.raises(AlreadyDecided):
        yes(asked, Side.DPO, cast.dana)
    assert ChannelApproval.objects.get().state == ApprovalState.REQUESTED
    assert AuditEvent.objects.filter(verb="approval.refused").count() == 7


def test_the_database_refuses_one_person_for_both_sides(cast, messenger):
    asked = approval_request(messenger, by=cast.anton)
    yes(asked, Side.DPO, cast.dana, terms=terms())
    facts = {"approves": True, "decided_by": cast.dana, "decided_at": timezone.now()}
    with pytest.raises(IntegrityError), transaction.atomic():
        ApprovalDecision.objects.create(approval=asked, side=Side.LEGAL, **facts)


@pytest.mark.parametrize("missing", ["conditions_de", "disclaimer_en", "forbidden_data", "alternative"])
def test_an_approval_is_complete_or_not_given(cast, messenger, missing):
    asked = approval_request(messenger, by=cast.anton)
    with pytest.raises(ApprovalIncomplete):
        yes(asked, Side.DPO, cast.dana, terms=replace(terms(), **{missing: ""}))
    with pytest.raises(ApprovalIncomplete):
        yes(asked, Side.DPO, cast.dana, terms=replace(terms(), review_on=None))
    with pytest.raises(DateInThePast):
        yes(asked, Side.DPO, cast.dana, terms=replace(terms(), review_on=timezone.localdate()))
    assert ApprovalTerms.of(ChannelApproval.objects.get()).conditions_de == ""


def test_the_second_side_decides_on_what_the_first_settled(cast, legal, messenger):
    asked = approval_request(messenger, by=cast.anton)
    yes(asked, Side.DPO, cast.dana, terms=terms())
    with pytest.raises(TermsAreSettled):
        yes(asked, Side.LEGAL, legal, terms=replace(terms(), conditions_en="Anything goes."))
    assert yes(asked, Side.LEGAL, legal, terms=terms()).state == ApprovalState.APPROVED


def test_new_terms_wait_beside_those_in_force(cast, legal, messenger):
    first = approved(messenger, by=cast.anton, dpo=cast.dana, legal=legal)
    asked = approval_request(messenger, by=cast.anton)
    assert list(ChannelApproval.objects.holding()) == [first]
    with pytest.raises(AlreadyRequested):
        approval_request(messenger, by=cast.anton)
    yes(asked, Side.DPO, cast.dana, terms=terms())
    yes(asked, Side.LEGAL, legal)
    assert list(ChannelApproval.objects.holding()) == [asked]
    first.refresh_from_db()
    assert first.state == ApprovalState.ENDED


def test_who_may_ask_and_who_may_end(cast, legal, messenger):
    for somebody in (cast.ben, cast.ada, cast.hanna):
        with pytest.raises(NotPermitted):
            approval_request(messenger, by=somebody)
    account(cast, platform=messenger)
    asked = approval_request(messenger, by=cast.ada)
    with pytest.raises(NotPermitted):
        end_approval(approval=asked, by=cast.ben)
    assert end_approval(approval=asked, by=cast.ada).state == ApprovalState.ENDED
    with pytest.raises(AlreadyDecided):
        end_approval(approval=asked, by=cast.anton)


def test_a_review_that_is_due_becomes_a_finding(cast, legal, messenger):
    made = account(cast, platform=messenger)
    standing = approved(messenger, by=cast.anton, dpo=cast.dana, legal=legal)
    ChannelApproval.objects.update(review_on=timezone.localdate() - timedelta(days=1))
    refresh_all_findings()
    assert made.findings.standing().filter(kind="approval_review").exists()
    assert list(ChannelApproval.objects.due_for_review(timezone.localdate())) == [standing]


def test_whoever_decides_is_told_and_has_a_duty(cast, legal, messenger):
    _ = cast.dana
    asked = approval_request(messenger, by=cast.anton)
    told = Message.objects.filter(kind="register.approval_waiting").values_list("recipient_ref", flat=True)
    assert set(told) == {cast.dana.ref, legal.ref}
    assert [duty.url for duty in duties_of(cast.dana) if "approval" in duty.key] == [
        reverse("register:approval-show", args=[asked.ref])
    ]
    yes(asked, Side.DPO, cast.dana, terms=terms())
    assert not [duty for duty in duties_of(cast.dana) if "approval" in duty.key]
    assert [duty for duty in duties_of(legal) if "approval" in duty.key]
    assert not [duty for duty in duties_of(cast.ben) if "approval" in duty.key]
    yes(asked, Side.LEGAL, legal)
    decided = Message.objects.get(kind="register.approval_decided")
    assert decided.recipient_ref == cast.anton.ref


def test_the_set_up_check_wants_both_sides(cast):
    duty = next(duty for duty in two_person_duties() if duty.holders == deciders)
    _ = cast.dana
    assert not duty.holders().exists()
    EmployeeFactory(roles=[Role.LEGAL])
    assert duty.holders().count() == 2


def test_the_first_page_settles_terms_and_the_second_shows_them(client, cast, legal, messenger):
    browser = signed_in(client, cast.anton)
    ask = {"use": "messages", "reason": "Termine <b>klären</b>", "conditions_de": "Nur Termine."}
    browser.post(reverse("register:approval-ask", args=[messenger.slug]), ask)
    asked = ChannelApproval.objects.get()
    page = reverse("register:approval-show", args=[asked.ref])
    browser = signed_in(client, cast.dana)
    answer = browser.post(page, {"answer": "yes", "side": "dpo", "conditions_de": "Nur Termine."})
    assert "Eine Freigabe braucht" in browser.get(page).content.decode() or answer.status_code == 200
    assert not asked.decisions.exists()
    facts = {**vars(terms()), "review_on": terms().review_on.isoformat(), "processor_contract_on": ""}
    browser.post(page, {"answer": "yes", "side": "dpo", **facts})
    assert asked.decisions.get().side == "dpo"
    browser = signed_in(client, legal)
    body = browser.get(page).content.decode()
    assert "Termine &lt;b&gt;klären&lt;/b&gt;" in body
    assert 'name="conditions_de"' not in body
    browser.post(page, {"answer": "no", "side": "legal", "note": ""})
    assert asked.decisions.count() == 1, "a no says why"
    browser.post(page, {"answer": "yes", "side": "legal"})
    asked.refresh_from_db()
    assert asked.state == ApprovalState.APPROVED


def test_a_page_opened_before_the_first_decision_cannot_overrule_it(client, cast, legal, messenger):
    asked = approval_request(messenger, by=cast.anton)
    yes(asked, Side.DPO, cast.dana, terms=terms())
    facts = {**vars(terms()), "review_on": terms().review_on.isoformat(), "processor_contract_on": ""}
    mine = {**facts, "conditions_de": "Alles.", "answer": "yes", "side": "legal"}
    page = reverse("register:approval-show", args=[asked.ref])
    answer = signed_in(client, legal).post(page, mine)
    assert "hat inzwischen entschieden" in answer.content.decode()
    asked.refresh_from_db()
    assert (asked.state, asked.conditions_de) == (ApprovalState.REQUESTED, terms().conditions_de)


def test_what_is_in_force_is_for_everybody_and_requests_are_not(client, cast, legal, messenger):
    made = account(cast, platform=messenger)
    asked = approval_request(messenger, by=cast.anton)
    page = reverse("register:approval-show", args=[asked.ref])
    assert signed_in(client, cast.ben).get(page).status_code == 404
    yes(asked, Side.DPO, cast.dana, terms=terms())
    yes(asked, Side.LEGAL, legal)
    for address in (page, reverse("register:platform-show", args=[messenger.slug])):
        assert terms().disclaimer_de in signed_in(client, cast.ben).get(address).content.decode()
    card = client.get(reverse("register:account-show", args=[made.ref])).content.decode()
    assert terms().disclaimer_en in card


def test_a_stranger_to_the_request_cannot_send_another_state(client, cast, messenger):
    """Whatever the form carries besides, state, requester and dates are the operation's."""
    signed_in(client, cast.anton).post(
        reverse("register:approval-ask", args=[messenger.slug]),
        {
            "use": "messages",
            "reason": "x",
            "state": "approved",
            "requested_by": cast.ada.pk,
            "decided_at": "2026-01-01",
        },
    )
    made = ChannelApproval.objects.get()
    assert (made.state, made.requested_by, made.decided_at) == (ApprovalState.REQUESTED, cast.anton, None)


def test_asking_twice_is_told_beside_the_field(client, cast, messenger):
    approval_request(messenger, by=cast.anton)
    body = signed_in(client, cast.anton).post(
        reverse("register:approval-ask", args=[messenger.slug]), {"use": "messages", "reason": "x"}
    )
    assert "field has-error" in body.content.decode()
    with pytest.raises(AlreadyRequested):
        approval_request(messenger, by=cast.anton)
