"""`release_version` and the four eyes before it."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from guidelines.policies.choices import ChangeClass, ProposalState, RequestState, StatementKind, WorksCouncil
from guidelines.policies.models import AcknowledgementRequest, PolicyVersion, Rendition, RenditionAsset
from guidelines.policies.operations import (
    acknowledge,
    confirm_unchanged,
    release_version,
    retire_policy,
    schedule_release,
    send_back,
    withdraw_proposal,
)
from guidelines.policies.operations.proposing import keep_asset
from guidelines.policies.operations.releasing import release_scheduled
from guidelines.policies.rules import (
    FourEyesRequired,
    IncompleteTerms,
    PolicyRetired,
    ProposalNotPending,
    ProposalPending,
    TranslationNotReady,
)
from portal.audit.append_only import AppendOnly
from portal.audit.models import AuditEvent
from portal.audit.rules import NotPermitted
from tests.factories.policies import asset, propose, read, release, request_of, text

pytestmark = pytest.mark.django_db


def test_first_release_asks_the_whole_audience(cast):
    _ = cast.ben, cast.ada
    version = release(editor=cast.edda, approver=cast.falk)
    assert version.number == "1.0"
    assert version.change_class == ChangeClass.MATERIAL
    asked = set(AcknowledgementRequest.objects.open().values_list("employee__login_id", flat=True))
    assert asked == {"ben", "ada", "edda", "falk", "mara"}


def test_an_editorial_change_moves_open_requests_on_and_keeps_signed_ones(cast):
    """K3: due date and reminder count stay, signed rows are untouched, nobody is asked again."""
    _ = cast.ben
    first = release(editor=cast.edda, approver=cast.falk)
    ben = request_of(cast.ben, first.policy)
    signed = request_of(cast.edda, first.policy)
    acknowledge(request=signed, read=read(signed), authenticated="password", by=cast.edda)
    AcknowledgementRequest.objects.filter(pk=ben.pk).update(reminders_sent=2)

    second = release(
        editor=cast.edda, approver=cast.falk, policy=first.policy, change_class=ChangeClass.EDITORIAL
    )

    assert second.number == "1.1"
    moved = request_of(cast.ben, first.policy)
    assert (moved.pk, moved.version, moved.due_on, moved.reminders_sent) == (ben.pk, second, ben.due_on, 2)
    signed.refresh_from_db()
    assert (signed.state, signed.version_id) == (RequestState.ACKNOWLEDGED, first.pk)
    assert AcknowledgementRequest.objects.of(cast.edda).count() == 1


def test_a_material_change_supersedes_and_asks_everybody_again(cast):
    """K3: open requests are superseded, everybody is asked again, signed rows are untouched."""
    _ = cast.ben
    first = release(editor=cast.edda, approver=cast.falk)
    signed = request_of(cast.edda)
    acknowledgement = acknowledge(request=signed, read=read(signed), authenticated="x", by=cast.edda)
    old = request_of(cast.ben)

    second = release(editor=cast.edda, approver=cast.falk, policy=first.policy)

    old.refresh_from_db()
    assert (second.number, old.state) == ("2.0", RequestState.SUPERSEDED)
    assert request_of(cast.ben).version == second
    assert request_of(cast.edda).state == RequestState.OPEN
    acknowledgement.refresh_from_db()
    assert acknowledgement.version == first


def test_reviewed_unchanged_asks_nobody(cast):
    """K3: "reviewed, unchanged" is a row and no request."""
    version = release(editor=cast.edda, approver=cast.falk)
    before = AcknowledgementRequest.objects.count()
    review = confirm_unchanged(policy=version.policy, next_review_on=date(2027, 11, 1), by=cast.falk)
    assert review.version == version
    assert AcknowledgementRequest.objects.count() == before


@pytest.mark.parametrize("who", ["edda", "ben", "hanna", "ines"])
def test_only_an_independent_approver_releases(cast, who):
    proposal = propose(by=cast.edda)
    with pytest.raises((FourEyesRequired, NotPermitted)):
        release_version(proposal=proposal, by=getattr(cast, who))
    assert not PolicyVersion.objects.exists()
    refusal = AuditEvent.objects.get(verb="proposal.refused")
    assert refusal.actor == getattr(cast, who).ref


def test_an_approver_who_wrote_the_text_cannot_approve_it(cast):
    proposal = propose(by=cast.edda)
    proposal.authors.add(cast.falk)
    with pytest.raises(FourEyesRequired):
        release_version(proposal=proposal, by=cast.falk)


@pytest.mark.parametrize("state", ["stale", "incomplete", "alias", "missing"])
def test_no_release_while_a_translation_is_not_ready(cast, state):
    proposal = propose(by=cast.edda, texts=[text("de"), text("en", translation_state=state)])
    with pytest.raises(TranslationNotReady):
        release_version(proposal=proposal, by=cast.falk)
    version = release_version(proposal=proposal, by=cast.falk, left_out=["en"])
    assert [rendition.language for rendition in version.renditions.all()] == ["de"]


def test_a_missing_language_must_be_left_out_on_purpose(cast):
    proposal = propose(by=cast.edda, texts=[text("de")])
    with pytest.raises(TranslationNotReady):
        release_version(proposal=proposal, by=cast.falk)


def test_the_authoritative_language_cannot_be_left_out(cast):
    with pytest.raises(IncompleteTerms):
        release_version(proposal=propose(by=cast.edda), by=cast.falk, left_out=["de"])


def test_a_proposal_is_decided_once(cast):
    proposal = propose(by=cast.edda)
    release_version(proposal=proposal, by=cast.falk)
    with pytest.raises(ProposalNotPending):
        release_version(proposal=proposal, by=cast.falk)
    assert PolicyVersion.objects.count() == 1


def test_one_pending_proposal_per_policy(cast):
    proposal = propose(by=cast.edda)
    with pytest.raises(ProposalPending):
        propose(by=cast.edda, policy=proposal.policy)
    withdraw_proposal(proposal=proposal, by=cast.edda)
    assert propose(by=cast.edda, policy=proposal.policy).state == ProposalState.SUBMITTED


def test_sending_back_needs_a_note(cast):
    proposal = propose(by=cast.edda)
    with pytest.raises(IncompleteTerms):
        send_back(proposal=proposal, note=" ", by=cast.falk)
    send_back(proposal=proposal, note="Please shorten it.", by=cast.falk)
    proposal.refresh_from_db()
    assert (proposal.state, proposal.decided_by) == (ProposalState.SENT_BACK, cast.falk)


def test_a_scheduled_release_happens_on_its_day_and_only_once(cast):
    proposal = propose(by=cast.edda)
    schedule_release(proposal=proposal, on=timezone.now().date() + timedelta(days=3), by=cast.falk)
    assert not PolicyVersion.objects.exists()
    version = release_scheduled(proposal_pk=proposal.pk)
    assert version is not None
    assert version.approved_by == cast.falk
    assert release_scheduled(proposal_pk=proposal.pk) is None


def test_a_withdrawn_schedule_does_not_release(cast):
    proposal = propose(by=cast.edda)
    schedule_release(proposal=proposal, on=timezone.now().date() + timedelta(days=3), by=cast.falk)
    withdraw_proposal(proposal=proposal, by=cast.edda)
    assert release_scheduled(proposal_pk=proposal.pk) is None


def test_a_day_in_the_past_cannot_be_scheduled(cast):
    with pytest.raises(IncompleteTerms):
        schedule_release(proposal=propose(by=cast.edda), on=date(2020, 1, 1), by=cast.falk)


def test_released_text_is_never_edited(cast):
    """K1: a rendition cannot be changed, neither through the model nor through a queryset."""
    version = release(editor=cast.edda, approver=cast.falk)
    rendition = version.renditions.get(language="de")
    rendition.html = "<p>other</p>"
    with pytest.raises(AppendOnly):
        rendition.save()
    with pytest.raises(AppendOnly):
        Rendition.objects.update(html="")


def test_pictures_are_kept_by_content(cast):
    """K1: evidence has its own copy of every picture, stored once."""
    first = keep_asset(asset())
    assert keep_asset(asset()) == first
    version = release(editor=cast.edda, approver=cast.falk, texts=[text("de", assets=[asset()]), text("en")])
    assert version.renditions.get(language="de").assets.get() == first
    assert RenditionAsset.objects.count() == 1


def test_the_binding_covers_every_language_and_the_terms(cast):
    one = release(editor=cast.edda, approver=cast.falk, slug="one")
    two = release(editor=cast.edda, approver=cast.falk, slug="two", texts=[text("de"), text("en", "Changed")])
    assert one.binding != two.binding
    assert one.renditions.get(language="de").sha256 == two.renditions.get(language="de").sha256


def test_the_works_council_record_needs_a_date(cast):
    with pytest.raises(IncompleteTerms):
        propose(by=cast.edda, works_council=WorksCouncil.AGREED)


def test_a_consent_has_no_due_date(cast):
    """K5: a consent request is never overdue."""
    release(editor=cast.edda, approver=cast.falk, statement_kind=StatementKind.CONSENT)
    request = request_of(cast.edda)
    assert request.due_on is None
    assert not AcknowledgementRequest.objects.overdue_on(date(2100, 1, 1)).exists()
    assert not AcknowledgementRequest.objects.owed().exists()


def test_a_retired_policy_takes_nothing_more(cast):
    version = release(editor=cast.edda, approver=cast.falk)
    retire_policy(policy=version.policy, by=cast.falk)
    assert request_of(cast.edda).state == RequestState.WITHDRAWN
    with pytest.raises(PolicyRetired):
        propose(by=cast.edda, policy=version.policy)
