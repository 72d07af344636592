"""A translation saved in wagtail-localize's own editor, string by string, is what the next release says."""

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from wagtail_localize.models import StringSegment, StringTranslation, Translation, TranslationSource

from guidelines.library.models import GuidelinePage
from guidelines.policies.models import ReleaseProposal
from tests.factories.drafts import SENTENCES, chosen, released, written
from tests.factories.people import Cast, signed_in
from tests.guidelines.policies.place import editor_form

pytestmark = pytest.mark.django_db

GERMAN, ENGLISH = "Fragen Sie lieber einmal zu viel.", "Better ask once too often."


class Desk:
    """Edda in the CMS, with a guideline in force in both languages."""

    def __init__(self, cast: Cast) -> None:
        self.cast = cast
        self.version = released(cast, written(cast))
        self.editor = signed_in(Client(), cast.edda)
        self.german = GuidelinePage.objects.get(locale__language_code="de")
        self.english = GuidelinePage.objects.get(locale__language_code="en")
        self.propose = reverse("policies:release-propose", args=[self.german.pk])

    def write_german(self, text: str) -> None:
        """The page editor's own form, then "update translations"."""
        block = {"body-0-type": "key_point", "body-0-order": "0", "body-0-deleted": "", "body-0-id": ""}
        form = editor_form(self.german, title=SENTENCES["de"][0], statement=SENTENCES["de"][2])
        form |= {**block, "body-count": "1", "body-0-value-text": text}
        assert self.editor.post(self.edit(self.german), form).status_code == 302
        source = TranslationSource.objects.get()
        taken = self.editor.post(reverse("wagtail_localize:update_translations", args=[source.pk]), {})
        assert taken.status_code == 302

    def translate(self, german: str, english: str) -> None:
        """One field of wagtail-localize's editor."""
        translation = Translation.objects.get()
        segment = StringSegment.objects.get(source=translation.source, string__data=german)
        saved = self.editor.put(
            reverse("wagtail_localize:edit_string_translation", args=[translation.pk, segment.pk]),
            f"value={english.replace(' ', '+')}",
            content_type="application/x-www-form-urlencoded",
        )
        assert saved.status_code in (200, 201)

    def bring(self, **files: SimpleUploadedFile) -> list[str]:
        """The form for a PO file; what the CMS says then."""
        address = reverse("wagtail_localize:upload_pofile", args=[Translation.objects.get().pk])
        answer = self.editor.post(address, files, follow=True)
        assert answer.status_code == 200
        return [str(message) for message in answer.context["messages"]]

    def edit(self, page: GuidelinePage) -> str:
        return reverse("wagtailadmin_pages:edit", args=[page.pk])

    def proposed_states(self) -> dict[str, str]:
        texts = ReleaseProposal.objects.latest("pk").renditions.all()
        return {text.language: text.translation_state for text in texts}


@pytest.fixture
def desk(cast: Cast) -> Desk:
    return Desk(cast)


def release(desk: Desk) -> None:
    approver = signed_in(Client(), desk.cast.falk)
    decide = reverse("policies:release-decide", args=[ReleaseProposal.objects.latest("pk").ref])
    assert approver.post(decide, {"decision": "release", "confirmed": "1"}).status_code == 302


def reads(desk: Desk, language: str) -> str:
    address = reverse("policies:guideline-read", args=[desk.version.policy.slug])
    reader = signed_in(Client(), desk.cast.ben)
    return reader.get(address, {"lang": language}).content.decode()


def test_what_was_translated_is_what_people_read(desk: Desk) -> None:
    desk.write_german(GERMAN)
    assert [row["is_ready"] for row in desk.editor.get(desk.propose).context["rows"]] == [True, False]
    desk.translate(GERMAN, ENGLISH)
    rows = desk.editor.get(desk.propose).context["rows"]
    assert [row["is_ready"] for row in rows] == [True, True]
    assert desk.editor.post(desk.propose, chosen()).status_code == 302
    assert desk.proposed_states() == {"de": "ready", "en": "ready"}
    release(desk)
    assert GERMAN in reads(desk, "de")
    assert ENGLISH in reads(desk, "en")
    assert ENGLISH in str(GuidelinePage.objects.get(pk=desk.english.pk).get_latest_revision().content)


def test_an_unfinished_translation_is_proposed_as_what_it_is(desk: Desk) -> None:
    desk.write_german(GERMAN)
    assert desk.editor.post(desk.propose, chosen()).status_code == 302
    assert desk.proposed_states()["en"] != "ready"


def test_a_correction_in_one_language_is_seen_at_the_desk(desk: Desk) -> None:
    """Nothing of the page itself was saved; the desk and the approvers' view know it all the same."""
    desk.translate(SENTENCES["de"][1], ENGLISH)
    differing = desk.editor.get(reverse("policies:release-list")).context["differing"]
    assert [line["languages"] for line in differing] == [["en"]]
    assert desk.editor.post(desk.propose, chosen()).status_code == 302
    show = reverse("policies:release-show", args=[ReleaseProposal.objects.latest("pk").ref])
    assert not desk.editor.get(show).context["moved_on"]
    desk.translate(SENTENCES["de"][1], "Something later.")
    assert desk.editor.get(show).context["moved_on"]


def test_looking_at_the_terms_writes_nothing(desk: Desk) -> None:
    desk.translate(SENTENCES["de"][1], ENGLISH)
    before: Any = list(GuidelinePage.objects.values_list("pk", "latest_revision"))
    desk.editor.get(desk.propose)
    desk.editor.post(desk.propose, {**chosen(), "preview": "1"})
    assert list(GuidelinePage.objects.values_list("pk", "latest_revision")) == before


def test_a_character_that_no_database_keeps_is_dropped(desk: Desk) -> None:
    """The rest of the sentence is saved; on PostgreSQL the editor answered with an error."""
    desk.write_german(GERMAN)
    desk.translate(GERMAN, "Better%00 ask once too often.")
    saved = StringTranslation.objects.get(translation_of__data=GERMAN)
    assert saved.data == ENGLISH


@pytest.mark.parametrize(
    "content", [None, b"", b"\xff\xfe\x00", b'msgid ""\nmsgstr ""\n"Language: en\\n"\n', b"<html>"]
)
def test_a_file_that_is_no_translation_of_this_page_is_refused_in_words(desk: Desk, content: bytes) -> None:
    files = {} if content is None else {"file": SimpleUploadedFile("en.po", content)}
    (said,) = desk.bring(**files)
    assert "PO-Datei" in said
