"""From the draft to what people work from: pinned, four eyes, bound by a digest."""

import pytest

from guidelines.editions import registry
from guidelines.editions.choices import ProposalState
from guidelines.editions.models import Edition, Work
from guidelines.editions.operations.proposing import send_back, withdraw_proposal
from guidelines.editions.operations.releasing import release_edition
from guidelines.editions.operations.works import retire_work
from guidelines.editions.reading import authoritative, text_for
from guidelines.editions.rules import (
    FourEyesRequired,
    LanguageNotReady,
    ProposalNotPending,
    ProposalPending,
    WorkIncomplete,
    WorkWithdrawn,
)
from guidelines.library.choices import TranslationState
from portal.audit.append_only import AppendOnly
from portal.audit.models import AuditEvent
from portal.audit.rules import NotPermitted
from portal.mail.models import Message
from tests.factories import editions


def test_a_release_makes_what_people_read(leaflet, cast):
    edition = editions.release(leaflet, editor=cast.edda, approver=cast.falk)
    leaflet.refresh_from_db()
    assert leaflet.current == edition
    assert (edition.number, edition.proposed_by, edition.approved_by) == (1, cast.edda, cast.falk)
    assert text_for(edition, "en").title == "A leaflet"
    assert text_for(edition, "fr") == authoritative(edition)
    assert authoritative(edition).data["lines"] == ["Erstens.", "Zweitens."]
    event = AuditEvent.objects.get(verb="work.released")
    assert event.details["binding"] == edition.binding


def test_an_edition_never_changes(leaflet, cast):
    """K1: what people work from is never edited in place."""
    edition = editions.release(leaflet, editor=cast.edda, approver=cast.falk)
    edition.number = 7
    with pytest.raises(AppendOnly):
        edition.save()
    with pytest.raises(AppendOnly):
        edition.texts.first().delete()


def test_whoever_wrote_or_proposed_it_does_not_approve(leaflet, cast):
    own = editions.propose(leaflet, by=cast.falk, authors=[])
    with pytest.raises(FourEyesRequired):
        release_edition(proposal=own, by=cast.falk)
    withdraw_proposal(proposal=own, by=cast.falk)
    helped = editions.propose(leaflet, by=cast.edda, authors=[cast.edda, cast.falk])
    with pytest.raises(FourEyesRequired):
        release_edition(proposal=helped, by=cast.falk)
    with pytest.raises(FourEyesRequired):
        send_back(proposal=helped, note="x", by=cast.falk)
    assert not Edition.objects.exists()


def test_only_the_roles_write_and_decide(leaflet, cast):
    with pytest.raises(NotPermitted):
        editions.propose(leaflet, by=cast.ben)
    proposal = editions.propose(leaflet, by=cast.edda)
    for person in (cast.ben, cast.edda):
        with pytest.raises(NotPermitted):
            release_edition(proposal=proposal, by=person)
    with pytest.raises(NotPermitted):
        withdraw_proposal(proposal=proposal, by=cast.falk)
    with pytest.raises(NotPermitted):
        retire_work(work=leaflet, by=cast.edda)


def test_a_translation_that_is_not_ready_is_refused_or_left_out(leaflet, cast):
    stale = editions.texts(TranslationState.STALE)
    with pytest.raises(LanguageNotReady):
        editions.propose(leaflet, by=cast.edda, texts=stale)
    edition = editions.release(leaflet, editor=cast.edda, approver=cast.falk, texts=stale[:1])
    assert text_for(edition, "en").language == "de"


def test_the_authoritative_language_cannot_be_left_out(leaflet, cast):
    with pytest.raises(WorkIncomplete):
        editions.propose(leaflet, by=cast.edda, texts=editions.texts()[1:])


def test_every_fault_is_named_at_once(leaflet, cast):
    texts = editions.texts(faults=["Stufe 4 hat keine Freigabe.", "Niemand leitet."])[:1]
    with pytest.raises(WorkIncomplete) as refused:
        editions.propose(leaflet, by=cast.edda, texts=texts)
    assert refused.value.faults == ["Stufe 4 hat keine Freigabe.", "Niemand leitet."]


def test_from_the_second_edition_on_somebody_says_what_changes(leaflet, cast):
    editions.release(leaflet, editor=cast.edda, approver=cast.falk, change_summary={})
    with pytest.raises(WorkIncomplete):
        editions.propose(leaflet, by=cast.edda, change_summary={"de": "  "})
    second = editions.release(leaflet, editor=cast.edda, approver=cast.falk)
    assert (second.number, second.change_summary["en"]) == (2, "Written anew.")


def test_one_proposal_at_a_time_decided_once(leaflet, cast):
    proposal = editions.propose(leaflet, by=cast.edda)
    with pytest.raises(ProposalPending):
        editions.propose(leaflet, by=cast.edda)
    release_edition(proposal=proposal, by=cast.falk)
    for late in (release_edition, withdraw_proposal):
        with pytest.raises(ProposalNotPending):
            late(proposal=proposal, by=cast.falk)
    assert Edition.objects.count() == 1


def test_sent_back_with_a_note_and_a_mail(leaflet, cast):
    _ = cast.falk
    proposal = editions.propose(leaflet, by=cast.edda)
    with pytest.raises(WorkIncomplete):
        send_back(proposal=proposal, note=" ", by=cast.falk)
    send_back(proposal=proposal, note="Stufe 2 fehlt.", by=cast.falk)
    proposal.refresh_from_db()
    assert (proposal.state, proposal.decision_note) == (ProposalState.SENT_BACK, "Stufe 2 fehlt.")
    kinds = list(Message.objects.order_by("pk").values_list("kind", flat=True))
    assert kinds == ["editions.proposal_waiting", "editions.proposal_decided"]


def test_what_is_withdrawn_is_over_and_stays_readable(leaflet, cast):
    edition = editions.release(leaflet, editor=cast.edda, approver=cast.falk)
    waiting = editions.propose(leaflet, by=cast.edda)
    retire_work(work=leaflet, by=cast.falk)
    assert not Work.objects.in_force().exists()
    assert authoritative(edition).title == "Ein Blatt"
    with pytest.raises(WorkWithdrawn):
        release_edition(proposal=waiting, by=cast.falk)
    with pytest.raises(WorkWithdrawn):
        retire_work(work=leaflet, by=cast.falk)


def test_the_digest_binds_every_language_and_the_summary(leaflet, cast):
    facts = {"editor": cast.edda, "approver": cast.falk}
    other = editions.texts(lines=["Erstens.", "Drittens."])
    bindings = {
        editions.release(leaflet, **facts).binding,
        editions.release(leaflet, texts=[editions.texts()[0], other[1]], **facts).binding,
        editions.release(leaflet, change_summary={"de": "Anders."}, **facts).binding,
    }
    assert len(bindings) == 3


def test_other_rooms_hear_of_a_release_in_the_same_transaction(leaflet, cast, monkeypatch):
    heard = []
    monkeypatch.setattr(registry, "_released", [heard.append])
    edition = editions.release(leaflet, editor=cast.edda, approver=cast.falk)
    assert heard == [edition]

    def fail(edition):
        raise RuntimeError

    monkeypatch.setattr(registry, "_released", [fail])
    with pytest.raises(RuntimeError):
        editions.release(leaflet, editor=cast.edda, approver=cast.falk)
    assert Edition.objects.count() == 1
