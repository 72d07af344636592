"""The desk: from the draft in the CMS to what people work from, and back for a review."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from guidelines.editions.drafts import authors_of, differs, page_of, pinned_texts
from guidelines.editions.models import EditionProposal, Work
from guidelines.editions.operations.works import keep_work
from guidelines.editions.reviewing import reviews
from guidelines.editions.rules import WorkIncomplete
from guidelines.library.choices import TranslationState
from guidelines.playbooks.models import PlaybookPage
from portal.mail.models import Message
from tests.factories.people import signed_in
from tests.guidelines.editions.place import NEW, change_draft, written

pytestmark = pytest.mark.django_db


@pytest.fixture
def work(cast) -> Work:
    return written(cast.edda)


@pytest.fixture
def edda(cast, client):
    return signed_in(client, cast.edda)


@pytest.fixture
def falk(cast):
    return signed_in(Client(), cast.falk)


@pytest.fixture
def released(work, edda, falk) -> Work:
    """Through the pages, as people do it."""
    sent = edda.post(reverse("editions:work-propose", args=[work.genre, work.slug]), {})
    proposal = EditionProposal.objects.get()
    assert sent.url == reverse("editions:proposal-show", args=[proposal.ref])
    falk.post(reverse("editions:proposal-decide", args=[proposal.ref]), {"decision": "release", "note": ""})
    return Work.objects.with_texts().get()


def german() -> PlaybookPage:
    return PlaybookPage.objects.get(locale__language_code="de")


def test_both_languages_of_what_ships_are_fit_for_release(work):
    texts = pinned_texts(page_of(work))
    assert [(one.frozen.language, one.is_ready) for one in texts] == [("de", True), ("en", True)]


def test_from_the_draft_to_what_people_work_from(released, edda):
    assert released.current.number == 1
    assert {text.language for text in released.current.texts.all()} == {"de", "en"}
    shown = edda.get(reverse("editions:desk-work", args=[released.genre, released.slug])).content.decode()
    assert "Gearbeitet wird mit Ausgabe 1" in shown
    assert "Die Entwürfe entsprechen" in shown
    assert (
        edda.get(reverse("editions:edition-show", args=[released.genre, released.slug, 1])).status_code == 200
    )
    assert not differs(released, pinned_texts(page_of(released)))


def test_a_change_makes_the_translation_wait_until_it_is_left_out(released, edda, cast):
    change_draft(german(), cast.edda)
    states = {one.frozen.language: one.state for one in pinned_texts(page_of(released))}
    assert states == {"de": TranslationState.READY, "en": TranslationState.STALE}
    address = reverse("editions:work-propose", args=[released.genre, released.slug])
    assert "nicht fertig" in edda.post(address, {"change_summary_de": "Neu."}).content.decode()
    assert edda.post(address, {"left_out": ["en"]}).status_code == 422
    edda.post(address, {"left_out": ["en"], "change_summary_de": "Neu."})
    waiting = EditionProposal.objects.get(state="submitted")
    assert list(waiting.texts.values_list("language", flat=True)) == ["de"]


def test_what_changes_while_a_proposal_waits_is_not_part_of_it(released, edda, falk, cast):
    change_draft(german(), cast.edda, summary="So war es vorgeschlagen.")
    address = reverse("editions:work-propose", args=[released.genre, released.slug])
    edda.post(address, {"left_out": ["en"], "change_summary_de": "Neu."})
    change_draft(german(), cast.edda)
    waiting = EditionProposal.objects.get(state="submitted")
    shown = falk.get(reverse("editions:proposal-show", args=[waiting.ref])).content.decode()
    assert "So war es vorgeschlagen." in shown
    assert "Was gegenüber der gültigen Ausgabe neu ist" in shown
    assert NEW not in shown
    falk.post(reverse("editions:proposal-decide", args=[waiting.ref]), {"decision": "release"})
    assert Work.objects.get().current.texts.get().summary == "So war es vorgeschlagen."
    late = falk.post(reverse("editions:proposal-decide", args=[waiting.ref]), {"decision": "send-back"})
    assert late.status_code == 409


def test_whoever_changed_a_word_in_the_cms_does_not_decide(released, edda, falk, cast):
    """K1: authors are found in revisions and in the log, not in what anybody says."""
    change_draft(german(), cast.falk)
    assert authors_of(released, page_of(released)) == [cast.falk]
    address = reverse("editions:work-propose", args=[released.genre, released.slug])
    edda.post(address, {"left_out": ["en"], "change_summary_de": "Neu."})
    waiting = EditionProposal.objects.get(state="submitted")
    refused = falk.post(reverse("editions:proposal-decide", args=[waiting.ref]), {"decision": "release"})
    assert refused.status_code == 409
    assert Work.objects.get().current.number == 1


def test_the_editor_offers_a_release_instead_of_publishing(work, edda):
    page = german()
    for address in (
        reverse("wagtailadmin_pages:edit", args=[page.pk]),
        reverse("wagtailadmin_pages:add", args=["playbooks", "playbookpage", page.get_parent().pk]),
    ):
        shown = edda.get(address).content.decode()
        assert 'name="action-publish"' not in shown
        assert 'name="action-submit"' not in shown
        assert 'name="action-propose-edition"' in shown
    assert (
        "Zu Plänen und Hilfen"
        in edda.get(reverse("wagtailadmin_pages:edit", args=[page.pk])).content.decode()
    )


def test_the_preview_shows_the_draft(work, edda):
    shown = edda.get(reverse("wagtailadmin_pages:view_draft", args=[german().pk])).content.decode()
    assert "Das ist ein Entwurf" in shown


def test_a_page_leads_to_what_was_released_and_to_nothing_before(released):
    page = german()
    assert page.serve(None).url == reverse("playbooks:playbook-show", args=[released.slug])


def test_reviewed_unchanged_moves_the_day_and_makes_nobody_an_author(released, falk, cast):
    day = timezone.localdate() + timedelta(days=90)
    address = reverse("editions:desk-review", args=[released.genre, released.slug])
    falk.post(address, {"next_on": day.isoformat()})
    assert reviews()[0].due_on == day
    assert authors_of(released, page_of(released)) == []
    assert falk.post(address, {"next_on": "nie"}).status_code == 302
    with pytest.raises(WorkIncomplete):
        keep_work(work=released, next_on=timezone.localdate(), by=cast.falk)


def test_the_owner_is_reminded_once_a_stage(released, cast):
    from guidelines.editions.emails import mail_review

    keep_work(work=released, next_on=timezone.localdate() + timedelta(days=20), by=cast.falk)
    draft = german().get_latest_revision_as_object()
    draft.content_owner = cast.edda
    draft.save_revision()
    friday = timezone.localdate()
    while friday.weekday() != 2:
        friday += timedelta(days=1)
    for _ in range(2):
        mail_review(reviews()[0], today=friday)
    mails = Message.objects.filter(kind="editions.review")
    assert (
        [mail.to for mail in mails] == [cast.edda.email]
        if hasattr(mails.first(), "to")
        else mails.count() == 1
    )


def test_the_approver_withdraws_it(released, falk):
    falk.post(reverse("editions:desk-retire", args=[released.genre, released.slug]))
    assert Work.objects.get().retired_at is not None
    shown = falk.get(reverse("editions:desk")).content.decode()
    assert "zurückgezogen" in shown
