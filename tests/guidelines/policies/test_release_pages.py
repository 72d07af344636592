"""Proposing a release in the portal: terms, what they mean for people, and the pin."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from guidelines.policies.choices import ChangeClass, ProposalState
from guidelines.policies.models import Policy, ReleaseProposal
from guidelines.policies.operations import release_version, retire_policy, send_back, withdraw_proposal
from guidelines.policies.pinning import authors_of
from portal.mail.models import Message
from tests.factories.drafts import chosen, proposed, released, said, write, written
from tests.factories.people import signed_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def editor(cast):
    return signed_in(Client(), cast.edda)


@pytest.fixture
def approver(cast):
    return signed_in(Client(), cast.falk)


def address(page) -> str:
    return reverse("policies:release-propose", args=[page.pk])


def test_a_proposal_is_pinned_and_the_approvers_are_told(cast, editor):
    _ = cast.falk
    page = written(cast)
    response = editor.post(address(page), chosen())
    proposal = ReleaseProposal.objects.get()
    assert response["Location"] == reverse("policies:release-show", args=[proposal.ref])
    assert {text.language: text.translation_state for text in proposal.renditions.all()} == {
        "de": "ready",
        "en": "ready",
    }
    assert list(proposal.authors.all()) == [cast.edda]
    assert [mail.recipient_ref for mail in Message.objects.filter(kind="policies.proposal_waiting")] == [
        cast.falk.ref
    ]


def test_the_editor_sees_how_many_will_be_asked(cast, editor):
    """K4: a material change asks the audience, an editorial one nobody; without JavaScript by a button."""
    _ = cast.ben, cast.ada
    page = written(cast)
    released(cast, page)
    material = editor.post(address(page), {**chosen(), "preview": "1"})
    assert material.status_code == 200
    assert "Damit werden 5 Personen gefragt." in material.content.decode()
    editorial = editor.post(
        address(page), chosen(change_class=ChangeClass.EDITORIAL), headers={"HX-Request": "true"}
    )
    assert "Damit wird niemand neu gefragt." in editorial.content.decode()
    assert "<html" not in editorial.content.decode()
    assert ReleaseProposal.objects.filter(state=ProposalState.SUBMITTED).count() == 0


def test_what_is_wrong_is_said_and_nothing_is_lost(cast, editor):
    page = written(cast)
    wrong = chosen(
        change_summary_de="",
        change_summary_en="",
        due_days=0,
        works_council="agreed",
        effective_on="2000-01-01",
        works_council_document="=cmd()",
    )
    response = editor.post(address(page), wrong)
    shown = response.content.decode()
    assert response.status_code == 422
    assert "Bitte sagen Sie, was sich ändert." in shown
    assert "wann der Betriebsrat beteiligt war" in shown
    assert "Dieser Tag ist vorbei" in shown
    assert "=cmd()" in shown
    assert not ReleaseProposal.objects.exists()


def test_a_missing_statement_is_refused_in_plain_words(cast, editor):
    page = write(cast, statement="")
    response = editor.post(address(page), chosen())
    assert response.status_code == 422
    assert "Es fehlt die Erklärung" in response.content.decode()
    assert "Neu gefasst." in response.content.decode()


def test_only_one_proposal_at_a_time(cast, editor):
    page = written(cast)
    proposal = proposed(cast, page)
    for response in (editor.get(address(page)), editor.post(address(page), chosen())):
        assert reverse("policies:release-show", args=[proposal.ref]) in response.content.decode()
    assert ReleaseProposal.objects.count() == 1


def test_a_returned_proposal_is_where_the_editor_goes_on(cast, editor):
    page = written(cast)
    proposal = proposed(cast, page, due_days=21, change_summary={"de": "Erster Versuch."})
    send_back(proposal=proposal, note="Bitte kürzer.", by=cast.falk)
    shown = said(editor, address(page))
    assert "Erster Versuch." in shown
    assert 'value="21"' in shown
    assert "Bitte kürzer." in shown


def test_a_retired_guideline_cannot_be_proposed(cast, editor):
    page = written(cast)
    retire_policy(policy=released(cast, page).policy, by=cast.falk)
    response = editor.post(address(page), chosen())
    assert response.status_code == 409
    assert ReleaseProposal.objects.filter(state=ProposalState.SUBMITTED).count() == 0


def test_languages_show_their_state(cast, editor):
    page = write(cast)
    shown = said(editor, address(page))
    assert "bereit" in shown
    assert "fehlt" in shown


def test_terms_come_from_the_version_in_force(cast, editor):
    page = written(cast)
    released(cast, page, due_days=10, reconfirm_months=12)
    shown = said(editor, address(page))
    assert 'name="due_days" value="10"' in shown
    assert 'name="reconfirm_months" value="12"' in shown


def test_who_has_no_part_in_it_stays_outside(cast):
    page = written(cast)
    stranger = signed_in(Client(), cast.hanna)
    for response in (stranger.get(address(page)), stranger.post(address(page), chosen())):
        assert response.status_code == 403
    assert stranger.get(reverse("policies:release-list")).status_code == 403


def test_what_is_written_while_a_proposal_waits_has_authors_too(cast):
    """Four eyes: words saved after the pin and before the release belong to the next proposal."""
    page = written(cast)
    first = proposed(cast, page)
    write(cast, by=cast.falk, text="Von Falk nach der Vorlage geschrieben, vor der Freigabe.")
    release_version(proposal=first, by=cast.falk)
    assert cast.falk in authors_of(page)


def test_a_purged_revision_leaves_its_author(cast):
    page = write(cast, by=cast.falk, text="Diese Worte stammen von Falk und bleiben es.")
    write(cast)
    page.revisions.filter(user=cast.falk).delete()
    assert set(authors_of(page)) == {cast.edda, cast.falk}


@pytest.mark.parametrize("slug", ["search", "äöü", "x" * 200])
def test_every_page_gets_an_address(cast, editor, slug):
    page = written(cast)
    type(page).objects.filter(pk=page.pk).update(slug=slug)
    editor.post(address(page), chosen())
    policy = Policy.objects.get()
    assert policy.slug != "search"
    assert reverse("policies:guideline-read", args=[policy.slug])


def test_the_desk_shows_what_waits_and_what_differs(cast, editor, approver):
    page = written(cast)
    empty = said(editor, reverse("policies:release-list"))
    assert "Nichts wartet" in empty
    version = released(cast, page)
    write(cast, text="Ein neuer Satz, den noch niemand freigegeben hat.")
    desk = said(editor, reverse("policies:release-list"))
    assert "weicht von der freigegebenen Fassung ab" in desk
    proposal = proposed(cast, page)
    desk = said(approver, reverse("policies:release-list"))
    assert reverse("policies:release-show", args=[proposal.ref]) in desk
    assert "is-mine" in desk
    withdraw_proposal(proposal=proposal, by=cast.edda)
    write(cast)
    assert "weicht von der freigegebenen" not in said(editor, reverse("policies:release-list"))
    assert version.number == "1.0"


def test_what_is_on_its_way_is_not_offered_again(cast, editor):
    """Desk, review and an older proposal lead to the one that waits."""
    page = written(cast)
    desk, offer = reverse("policies:release-list"), address(page)
    assert offer in said(editor, desk)
    first = proposed(cast, page)
    shown = reverse("policies:release-show", args=[first.ref])
    assert offer not in said(editor, desk)
    assert said(editor, desk).count(shown) == 2  # under "waiting", and at the draft
    withdraw_proposal(proposal=first, by=cast.edda)
    assert offer in said(editor, desk)
    assert offer in said(editor, shown)

    second = proposed(cast, page)
    later = reverse("policies:release-show", args=[second.ref])
    assert offer not in said(editor, shown)
    assert later in said(editor, shown)
    release_version(proposal=second, by=cast.falk)

    write(cast, text="Ein neuer Satz, den noch niemand freigegeben hat.")
    review = reverse("policies:guideline-review", args=[second.policy.slug])
    for where in (desk, review):
        assert offer in said(editor, where)
    third = reverse("policies:release-show", args=[proposed(cast, page).ref])
    for where in (desk, review):
        assert offer not in said(editor, where)
        assert third in said(editor, where)


def test_the_desk_costs_the_same_for_many(cast, editor, django_assert_max_num_queries):
    """Session, person, groups and lists: no query per line."""
    page = written(cast)
    released(cast, page)
    editor.get(reverse("policies:release-list"))
    with django_assert_max_num_queries(28):
        editor.get(reverse("policies:release-list"))


def test_reviewed_unchanged_asks_nobody(cast, approver, editor):
    """K3: "Reviewed, unchanged" asks nobody; an editor cannot note it."""
    version = released(cast)
    where = reverse("policies:guideline-review", args=[version.policy.slug])
    before = version.policy.requests.count()
    day = timezone.localdate() + timedelta(days=200)
    assert editor.post(where, {"next_review_on": day.isoformat()}).status_code == 403
    assert approver.post(where, {"next_review_on": "2001-01-01"}).status_code == 422
    assert approver.post(where, {"next_review_on": day.isoformat()}).status_code == 302
    assert version.reviews.get().next_review_on == day
    assert version.policy.requests.count() == before


def test_retiring_asks_first(cast, approver, editor):
    version = released(cast)
    where = reverse("policies:guideline-retire", args=[version.policy.slug])
    assert "2 offene Anfragen werden zurückgezogen" in said(approver, where)
    assert editor.post(where).status_code == 403
    assert approver.post(where).status_code == 302
    assert Policy.objects.get().retired_by == cast.falk
    assert approver.get(where).status_code == 404
