"""From a template to the public: the chain of the level, four eyes, and what happens when the level rises."""

import pytest
from django.utils import timezone

from accounts.people.operations import leave
from guidelines.incidents.operations import close_incident, declare_level, let_in
from guidelines.incidents.registry import unfinished_of
from guidelines.playbooks.choices import TemplateKind
from guidelines.statements.choices import State, Verdict
from guidelines.statements.operations import (
    approve,
    correct,
    draft_from_template,
    draft_own,
    fill_in,
    mark_published,
    rewrite,
    send_back,
    submit,
    waive,
    withdraw,
)
from guidelines.statements.rules import (
    ApprovedAlready,
    ChangedMeanwhile,
    FourEyesRequired,
    IncidentOver,
    LinkRequired,
    NotInThisState,
    NotYourRole,
    OutOfTurn,
    PlaceholdersLeft,
    ReasonRequired,
    SentBackAsItIs,
    TemplateExpired,
    TemplateUnknown,
)
from portal.audit.rules import NotPermitted
from tests.factories.incidents import crisis_lead, holder, playbook, running
from tests.factories.people import Cast, EmployeeFactory
from tests.factories.statements import TEMPLATES, levels

pytestmark = pytest.mark.django_db


@pytest.fixture
def lead(cast: Cast):
    return crisis_lead()


@pytest.fixture
def speaker(cast: Cast):
    return EmployeeFactory(name="Sina Sprecher")


@pytest.fixture
def work(cast: Cast, lead, speaker):
    """Levels 0 and 1 ask for nobody, 2 and 3 for the lead, 4 and more for the lead and the speaker."""
    made = playbook(cast, templates=TEMPLATES, levels=levels())
    holder(made, lead)
    holder(made, speaker, role="speaker")
    return made


@pytest.fixture
def incident(cast: Cast, lead, work):
    return running(cast, by=lead, work=work, level=4)


def _let_in(incident, person, lead):
    let_in(incident=incident, person=person, by=lead)
    return person


def own(incident, by, text="We are looking into it."):
    return draft_own(incident=incident, kind=TemplateKind.FACT, language="de", text=text, by=by)


def waiting(incident, by, **facts):
    return submit(statement=own(incident, by, **facts), seen=1, by=by)


def test_an_incident_begins_with_the_holding_line_on_the_table(incident):
    """I1: with the incident comes a holding line; whoever leads approves it, nothing else is needed."""
    line = incident.statements.get()
    assert (line.kind, line.language, line.begun_by) == (TemplateKind.HOLDING, "de", None)
    assert line.state == State.DRAFT
    assert "{topic}" in line.wordings.get().text
    assert "Hafenlicht" in line.wordings.get().text


def test_a_filled_holding_line_needs_the_lead_alone_even_at_a_high_level(incident, lead):
    """I1: the words are those of the approved playbook, so whoever fills in the topic may approve."""
    line = incident.statements.get()
    wording = fill_in(statement=line, seen=1, values={"topic": "die Kantine"}, by=lead)
    line = submit(statement=line, seen=wording.number, by=lead)
    assert line.chain == ["lead"]
    line = approve(statement=line, seen=wording.number, by=lead)
    assert line.state == State.APPROVED


def test_a_holding_line_with_other_words_needs_the_whole_chain_and_four_eyes(incident, lead):
    line = incident.statements.get()
    wording = rewrite(statement=line, seen=1, text="It was not our fault.", by=lead)
    assert not wording.from_template
    line = submit(statement=line, seen=wording.number, by=lead)
    assert line.chain == ["lead", "speaker"]
    with pytest.raises(FourEyesRequired):
        approve(statement=line, seen=wording.number, by=lead)


def test_what_stands_in_braces_is_never_handed_in(incident, lead):
    line = incident.statements.get()
    with pytest.raises(PlaceholdersLeft, match="topic"):
        submit(statement=line, seen=1, by=lead)


def test_the_chain_answers_in_its_order(incident, lead, speaker, cast):
    """Approved only when everybody of the chain has said so, each in turn."""
    member = _let_in(incident, cast.ada, lead)
    statement = waiting(incident, member)
    with pytest.raises(OutOfTurn):
        approve(statement=statement, seen=1, by=speaker)
    with pytest.raises(NotYourRole):
        approve(statement=statement, seen=1, by=member)
    assert approve(statement=statement, seen=1, by=lead).state == State.WAITING
    assert approve(statement=statement, seen=1, by=speaker).state == State.APPROVED


def test_one_person_does_not_answer_for_two_roles(cast, lead, work):
    holder(work, lead, role="speaker", rank=1)
    incident = running(cast, by=lead, work=work, level=4)
    member = _let_in(incident, cast.ada, lead)
    statement = approve(statement=waiting(incident, member), seen=1, by=lead)
    with pytest.raises(ApprovedAlready):
        approve(statement=statement, seen=1, by=lead)


def test_the_lead_goes_on_without_a_role_with_a_reason_that_everybody_sees(incident, lead, cast):
    member = _let_in(incident, cast.ada, lead)
    statement = approve(statement=waiting(incident, member), seen=1, by=lead)
    with pytest.raises(ReasonRequired):
        waive(statement=statement, seen=1, note=" ", by=lead)
    with pytest.raises(NotPermitted):
        waive(statement=statement, seen=1, note="Nobody answers", by=member)
    statement = waive(statement=statement, seen=1, note="Nobody answers the phone", by=lead)
    assert statement.state == State.APPROVED
    entry = incident.entries.get(kind="statements.waived")
    assert entry.words.text == "Nobody answers the phone"


def test_nobody_goes_on_without_others_for_words_of_their_own(incident, lead):
    statement = waiting(incident, lead)
    with pytest.raises(FourEyesRequired):
        waive(statement=statement, seen=1, note="I am alone", by=lead)


def test_what_was_sent_back_has_to_change(incident, lead, cast):
    member = _let_in(incident, cast.ada, lead)
    statement = waiting(incident, member)
    with pytest.raises(ReasonRequired):
        send_back(statement=statement, seen=1, note="", by=lead)
    statement = send_back(statement=statement, seen=1, note="Too harsh", by=lead)
    assert statement.state == State.DRAFT
    with pytest.raises(SentBackAsItIs):
        submit(statement=statement, seen=1, by=member)
    rewrite(statement=statement, seen=1, text="We are sorry.", by=member)
    assert submit(statement=statement, seen=2, by=member).state == State.WAITING


def test_a_new_wording_loses_every_approval(incident, lead, speaker, cast):
    member = _let_in(incident, cast.ada, lead)
    statement = waiting(incident, member)
    approve(statement=statement, seen=1, by=lead)
    approve(statement=statement, seen=1, by=speaker)
    rewrite(statement=statement, seen=1, text="Something else.", by=member)
    statement.refresh_from_db()
    assert (statement.state, statement.chain) == (State.DRAFT, [])
    with pytest.raises(NotInThisState):
        mark_published(statement=statement, seen=2, link="https://x.example/1", by=member)


def test_nobody_approves_words_that_were_not_on_their_screen(incident, lead, cast):
    member = _let_in(incident, cast.ada, lead)
    statement = waiting(incident, member)
    rewrite(statement=statement, seen=1, text="Changed in the other tab.", by=member)
    submit(statement=statement, seen=2, by=member)
    with pytest.raises(ChangedMeanwhile):
        approve(statement=statement, seen=1, by=lead)


def test_a_higher_level_asks_for_more_even_of_what_was_approved(cast, lead, work, speaker):
    incident = running(cast, by=lead, work=work, level=2)
    member = _let_in(incident, cast.ada, lead)
    statement = approve(statement=waiting(incident, member), seen=1, by=lead)
    assert statement.state == State.APPROVED
    base = incident.levels.latest("pk")
    declare_level(incident=incident, base=base.pk, social=5, media=0, reason="It grows", by=lead)
    statement.refresh_from_db()
    assert (statement.state, statement.chain) == (State.WAITING, ["lead", "speaker"])
    with pytest.raises(NotInThisState):
        mark_published(statement=statement, seen=1, link="Instagram", by=member)
    assert approve(statement=statement, seen=1, by=speaker).state == State.APPROVED


def test_without_a_chain_it_is_ready_at_once(cast, lead, work):
    incident = running(cast, by=lead, work=work, level=1)
    assert waiting(incident, lead).state == State.APPROVED


def test_an_unknown_or_expired_template_is_refused(incident, lead):
    """Bad input: a template nobody approved, or that nobody has looked at in time."""
    with pytest.raises(TemplateUnknown):
        draft_from_template(incident=incident, template="invented", language="de", by=lead)
    with pytest.raises(TemplateUnknown):
        draft_from_template(incident=incident, template="hold", language="fr", by=lead)
    with pytest.raises(TemplateExpired):
        draft_from_template(incident=incident, template="old", language="de", by=lead)


@pytest.mark.parametrize("link", ["", "  ", "javascript:alert(1)", "data:text/html,x", "ftp://x.example/1"])
def test_where_it_stands_is_an_address_of_the_web_or_a_channel(cast, lead, work, link):
    incident = running(cast, by=lead, work=work, level=1)
    statement = waiting(incident, lead)
    with pytest.raises(LinkRequired):
        mark_published(statement=statement, seen=1, link=link, by=lead)


def test_what_was_published_is_corrected_never_changed(cast, lead, work):
    incident = running(cast, by=lead, work=work, level=1)
    statement = waiting(incident, lead)
    mark_published(statement=statement, seen=1, link="https://x.example/1", by=lead)
    with pytest.raises(NotInThisState):
        rewrite(statement=statement, seen=1, text="Never said.", by=lead)
    with pytest.raises(NotInThisState):
        withdraw(statement=statement, note="Oops", by=lead)
    correction = correct(statement=statement, text="It was 23:10, not 22:10.", by=lead)
    assert correction.corrects == statement
    assert statement.wordings.count() == 1


def test_whoever_has_left_is_not_waited_for_but_named(incident, lead, speaker, cast):
    """A role holder who has left: the next deputy answers; without one, the lead can go on."""
    deputy = EmployeeFactory(name="Deputy of the speaker")
    holder(incident.edition.work, deputy, role="speaker", rank=1)
    member = _let_in(incident, cast.ada, lead)
    statement = approve(statement=waiting(incident, member), seen=1, by=lead)
    leave(person=speaker, on=timezone.localdate(), by=None)
    with pytest.raises(NotYourRole):
        approve(statement=statement, seen=1, by=speaker)
    assert approve(statement=statement, seen=1, by=deputy).state == State.APPROVED


def test_nobody_outside_of_the_room_drafts_or_answers(incident, cast):
    with pytest.raises(NotPermitted):
        own(incident, cast.ada)
    with pytest.raises(NotPermitted):
        approve(statement=incident.statements.get(), seen=1, by=cast.ada)


def test_what_is_under_way_is_named_before_closing_and_nothing_is_said_after(cast, lead, work):
    """I3: closing names statements that lie about; after the end nothing is drafted any more."""
    incident = running(cast, by=lead, work=work, level=1)
    assert len(unfinished_of(incident)) == 1
    close_incident(incident=incident, reason="All quiet, nobody saw it", by=lead)
    with pytest.raises(IncidentOver):
        own(incident, lead)


def test_every_step_is_in_the_log_and_what_was_said_to_a_wording_stays(incident, lead, speaker, cast):
    member = _let_in(incident, cast.ada, lead)
    statement = waiting(incident, member)
    approve(statement=statement, seen=1, by=lead)
    approve(statement=statement, seen=1, by=speaker)
    mark_published(statement=statement, seen=1, link="https://x.example/1", by=member)
    kinds = [
        entry.kind for entry in incident.entries.all() if entry.facts.get("statement") == str(statement.ref)
    ]
    assert kinds == [
        "statements.drafted",
        "statements.submitted",
        "statements.approved",
        "statements.approved",
        "statements.published",
    ]
    said = statement.wordings.get().approvals
    assert list(said.values_list("role", "verdict")) == [
        ("lead", Verdict.APPROVED),
        ("speaker", Verdict.APPROVED),
    ]
