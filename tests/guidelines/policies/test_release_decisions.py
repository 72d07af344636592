"""The approver's page: release now, on a day, leave a language out, send back; and everybody who may not."""

from datetime import timedelta

import pytest
import time_machine
from django.test import Client
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.formats import date_format

from accounts.people.choices import Role
from accounts.people.operations import take_role
from guidelines.policies.choices import ProposalState, RequestState
from guidelines.policies.models import Policy, PolicyVersion
from guidelines.policies.operations import acknowledge, schedule_release, withdraw_proposal
from guidelines.policies.rules import TextChanged
from portal.audit.models import AuditEvent
from portal.mail.models import Message
from tests.factories.drafts import proposed, released, said, write, written
from tests.factories.people import signed_in
from tests.factories.policies import read, request_of
from tests.jobs_tools import drain

pytestmark = pytest.mark.django_db

NOW = {"decision": "release", "confirmed": "1", "note": ""}


@pytest.fixture
def editor(cast):
    return signed_in(Client(), cast.edda)


@pytest.fixture
def approver(cast):
    return signed_in(Client(), cast.falk)


@pytest.fixture
def proposal(cast):
    return proposed(cast, written(cast))


def show(proposal) -> str:
    return reverse("policies:release-show", args=[proposal.ref])


def decide(proposal) -> str:
    return reverse("policies:release-decide", args=[proposal.ref])


def withdraw(proposal) -> str:
    return reverse("policies:release-withdraw", args=[proposal.ref])


def mails(kind: str) -> list:
    return [mail.recipient_ref for mail in Message.objects.filter(kind=f"policies.{kind}")]


def test_a_release_needs_a_second_step(cast, approver, proposal):
    first = approver.post(decide(proposal), {"decision": "release", "note": "Gut so."})
    assert "Jetzt freigeben?" in first.content.decode()
    assert "Gut so." in first.content.decode()
    assert not PolicyVersion.objects.exists()
    approver.post(decide(proposal), {**NOW, "note": "Gut so."})
    version = PolicyVersion.objects.get()
    assert (version.number, version.approved_by) == ("1.0", cast.falk)
    assert mails("proposal_decided") == [cast.edda.ref]
    assert "Fassung 1.0" in said(approver, show(proposal))


def test_the_page_shows_the_text_exactly_as_pinned(cast, approver, proposal):
    write(cast, text="Danach weitergeschrieben, gehört nicht zum Vorschlag.")
    shown = said(approver, show(proposal))
    assert "Seien Sie freundlich zu allen" in shown
    assert "Danach weitergeschrieben" not in shown
    assert "nach diesem Vorschlag weitergeschrieben" in shown
    assert "Be kind to everybody" in said(approver, show(proposal) + "?lang=en")


def test_the_page_compares_with_what_is_released(cast, approver):
    page = written(cast)
    released(cast, page)
    write(cast, text="Seien Sie höflich zu allen, die Ihnen schreiben.")
    shown = said(approver, show(proposed(cast, page)))
    assert "gegenüber Fassung 1.0" in shown
    assert "<del>freundlich </del>" in shown or "<del>freundlich" in shown
    assert "<ins>höflich" in shown


def test_an_editor_can_release_by_no_way(cast, editor, proposal):
    day = (timezone.localdate() + timedelta(days=3)).isoformat()
    for data in (NOW, {"decision": "schedule", "on": day}, {"decision": "send-back", "note": "x"}):
        assert editor.post(decide(proposal), data).status_code == 403
    proposal.refresh_from_db()
    assert proposal.state == ProposalState.SUBMITTED


def test_four_eyes_are_explained(cast, proposal):
    """Falk wrote one sentence: somebody else decides, and the page says who could."""
    withdraw_proposal(proposal=proposal, by=cast.edda)
    page = write(cast, by=cast.falk, text="Diesen Satz hat Falk geschrieben, der sonst freigibt.")
    again = proposed(cast, page)
    author = signed_in(Client(), cast.falk)
    shown = said(author, show(again))
    assert "es entscheidet jemand anderes" in shown.lower()
    assert "Derzeit kann das niemand" in shown
    response = author.post(decide(again), {**NOW, "left_out": ["en"]})
    assert response.status_code == 409
    assert "kann ihn nicht genehmigen" in response.content.decode()
    assert AuditEvent.objects.filter(verb="proposal.refused").exists()
    assert not PolicyVersion.objects.exists()


def test_a_language_that_is_not_ready_is_left_out_or_nothing_happens(cast, approver):
    proposal = proposed(cast, write(cast))
    response = approver.post(decide(proposal), {**NOW, "note": "Bitte merken"})
    assert response.status_code == 422
    assert "English" in response.content.decode()
    assert "Bitte merken" in response.content.decode()
    approver.post(decide(proposal), {**NOW, "left_out": ["en"]})
    assert [text.language for text in PolicyVersion.objects.get().renditions.all()] == ["de"]


def test_sending_back_needs_a_note(cast, approver, proposal):
    refused = approver.post(decide(proposal), {"decision": "send-back", "note": " "})
    assert refused.status_code == 409
    approver.post(decide(proposal), {"decision": "send-back", "note": "Bitte kürzer."})
    proposal.refresh_from_db()
    assert (proposal.state, proposal.decision_note) == (ProposalState.SENT_BACK, "Bitte kürzer.")
    assert mails("proposal_decided") == [cast.edda.ref]


@pytest.mark.parametrize(
    "data",
    [{}, {"decision": "nonsense"}, {"decision": "schedule"}, {"decision": "schedule", "on": "2001-01-01"}],
)
def test_nonsense_decides_nothing(cast, approver, proposal, data):
    assert approver.post(decide(proposal), data).status_code in (302, 409, 422)
    proposal.refresh_from_db()
    assert proposal.state == ProposalState.SUBMITTED


def test_a_release_on_a_day_happens_on_that_day(cast, approver, proposal):
    day = timezone.localdate() + timedelta(days=3)
    approver.post(decide(proposal), {"decision": "schedule", "on": day.isoformat()})
    drain()
    assert not PolicyVersion.objects.exists()
    with time_machine.travel(timezone.now() + timedelta(days=3, hours=1)):
        drain()
    assert PolicyVersion.objects.get().approved_by == cast.falk
    assert Policy.objects.get().current.number == "1.0"


def test_what_was_withdrawn_before_its_day_is_not_released(cast, editor, proposal):
    schedule_release(proposal=proposal, on=timezone.localdate() + timedelta(days=3), by=cast.falk)
    assert editor.post(withdraw(proposal)).status_code == 302
    with time_machine.travel(timezone.now() + timedelta(days=4)):
        drain()
    assert not PolicyVersion.objects.exists()


def test_a_decision_stands_when_the_approver_loses_the_role(cast, approver, proposal):
    """Whoever decided might decide then. Afterwards they decide nothing any more."""
    schedule_release(proposal=proposal, on=timezone.localdate() + timedelta(days=3), by=cast.falk)
    take_role(person=cast.falk, role=Role.APPROVER, by=None)
    with time_machine.travel(timezone.now() + timedelta(days=4)):
        drain()
    assert PolicyVersion.objects.get().approved_by == cast.falk


def test_without_the_role_nothing_is_decided(cast, proposal):
    stale = signed_in(Client(), cast.falk)
    take_role(person=cast.falk, role=Role.APPROVER, by=None)
    response = stale.post(decide(proposal), NOW)
    assert response.status_code in (302, 403)
    assert not PolicyVersion.objects.exists()


def test_somebody_elses_proposal_is_not_withdrawn(cast, approver, proposal):
    assert approver.post(withdraw(proposal)).status_code == 403
    proposal.refresh_from_db()
    assert proposal.state == ProposalState.SUBMITTED


def test_an_open_tab_meets_the_new_text(cast, approver):
    """K2: a release while somebody reads: their answer to the old text records nothing."""
    page = written(cast)
    version = released(cast, page)
    asked = request_of(cast.edda, version.policy)
    before = read(asked)
    write(cast, text="Eine ganz neue Regel, die alle angeht.")
    approver.post(decide(proposed(cast, page)), NOW)
    with pytest.raises(TextChanged):
        acknowledge(request=asked, read=before, authenticated="password", by=cast.edda)
    asked.refresh_from_db()
    assert asked.state == RequestState.SUPERSEDED


def test_a_decided_proposal_offers_no_decision(cast, approver, proposal):
    approver.post(decide(proposal), NOW)
    assert 'name="decision"' not in said(approver, show(proposal))
    assert approver.post(decide(proposal), NOW).status_code == 409
    assert PolicyVersion.objects.count() == 1


def test_a_day_that_has_come_is_refused_beside_its_field(approver, proposal):
    answer = approver.post(decide(proposal), {"decision": "schedule", "on": timezone.localdate().isoformat()})
    assert answer.status_code == 422
    assert answer.context["form"].errors["on"]
    proposal.refresh_from_db()
    assert proposal.state == ProposalState.SUBMITTED


@pytest.mark.parametrize(("effective_in", "applies_in"), [(1, 3), (5, 5)])
def test_a_text_never_applies_before_it_is_released(cast, approver, effective_in, applies_in):
    """K4: nobody is held to what could not be read yet, and the page says so before and after."""
    today = timezone.now().date()
    wanted, applies = today + timedelta(days=effective_in), today + timedelta(days=applies_in)
    proposal = proposed(cast, written(cast), effective_on=wanted)
    approver.post(decide(proposal), {"decision": "schedule", "on": (today + timedelta(days=3)).isoformat()})
    for moment in (timezone.now(), timezone.now() + timedelta(days=3, hours=1)):
        with time_machine.travel(moment), translation.override("de"):
            drain()
            [row] = [fact for fact in fresh(cast, proposal) if fact["label"] == "Gilt ab"]
            assert row["value"] == date_format(applies, "j. F Y")
            assert ("note" in row) == (applies != wanted)
    assert PolicyVersion.objects.get().effective_on == applies


def fresh(cast, proposal) -> list[dict]:
    return signed_in(Client(), cast.falk).get(show(proposal)).context["facts"]
