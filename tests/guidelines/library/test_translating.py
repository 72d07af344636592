"""Every text is translatable, and a language that lags behind says so."""

from typing import Any

import pytest
from wagtail.models import Locale, Page
from wagtail_localize.models import StringTranslation, Translation, TranslationSource
from wagtail_localize.segments import StringSegmentValue
from wagtail_localize.segments.extract import extract_segments

from guidelines.library.blocks import GuidelineBody
from guidelines.library.choices import TranslationState
from guidelines.library.freezing import freeze, latest_draft
from guidelines.library.models import GuidelinePage
from guidelines.library.operations import earlier_content, write_page
from guidelines.library.translating import (
    newest_draft,
    stale_languages,
    translation_state,
    translation_states,
)
from guidelines.library.writing import NotParallel
from tests.factories.people import Cast
from tests.guidelines.library.conftest import png
from tests.guidelines.library.material import BODY_DE, EN, content

State = TranslationState


def changed(bodies: dict[str, Any], language: str, kind: str, **texts: Any) -> list[dict[str, Any]]:
    return [
        {"type": b["type"], "value": {**b["value"], **texts} if b["type"] == kind else b["value"]}
        for b in bodies[language]
    ]


def strings_of(value: Any) -> list[str]:
    """The texts in a piece of content, without what is the same in every language."""
    if isinstance(value, dict):
        same = {"email", "url", "provider", "kind", "verdict", "tone", "image", "document"}
        return [text for key, item in value.items() if key not in same for text in strings_of(item)]
    return [text for item in value for text in strings_of(item)] if isinstance(value, list) else [str(value)]


def test_the_material_has_every_block() -> None:
    assert {block["type"] for block in BODY_DE} == set(GuidelineBody().child_blocks)


@pytest.mark.parametrize("kind", [block["type"] for block in BODY_DE])
def test_every_text_of_a_block_is_a_segment(german: GuidelinePage, kind: str) -> None:
    segments = {s.string.data for s in extract_segments(german) if isinstance(s, StringSegmentValue)}
    block = next(block["value"] for block in BODY_DE if block["type"] == kind)
    joined = "\n".join(segments)
    for text in strings_of(block):
        for words in [w for part in text.split("<") if (w := part.rsplit(">", 1)[-1].strip())]:
            assert words in joined, f"{words!r} of {kind} would never be translated"


def test_the_translation_is_tracked_and_complete(german: GuidelinePage, english: GuidelinePage) -> None:
    text = freeze(english).text
    assert [words for words in EN.values() if words not in text] == []
    assert english.translation_key == german.translation_key
    assert (english.slug, english.question_email) == ("social-media", "fragen@example.com")
    assert english.title == "Social media guideline"
    assert not english.live
    assert Translation.objects.get().get_progress()[0] == Translation.objects.get().get_progress()[1]
    assert translation_states(german) == {"de": State.READY, "en": State.READY}
    assert translation_states(english) == {"de": State.READY, "en": State.READY}


def test_writing_twice_changes_nothing(
    german: GuidelinePage, english: GuidelinePage, bodies: dict[str, Any], cast: Cast
) -> None:
    before = freeze(german), freeze(english), StringTranslation.objects.count()
    again = [
        write_page("social-media", code, content(code, bodies[code]), by=cast.edda) for code in ("de", "en")
    ]
    assert (freeze(again[0]), freeze(again[1]), StringTranslation.objects.count()) == before
    assert GuidelinePage.objects.count() == 2


def test_missing(german: GuidelinePage) -> None:
    assert translation_state(german, "en") == State.MISSING


def test_alias(german: GuidelinePage) -> None:
    german.copy_for_translation(Locale.objects.get(language_code="en"), alias=True)
    assert translation_state(german, "en") == State.ALIAS


def test_a_changed_word_makes_the_other_language_stale(
    english: GuidelinePage, bodies: dict[str, Any], cast: Cast
) -> None:
    body = changed(bodies, "de", "key_point", text="Privat sprechen Sie nur für sich selbst.")
    german = write_page("social-media", "de", content("de", body), by=cast.edda)
    assert stale_languages(german) == ["en"]
    assert translation_state(english, "en") == State.STALE
    TranslationSource.objects.get().update_from_db()
    assert translation_state(german, "en") == State.STALE, "taking over the source translates nothing"


def test_what_is_not_text_counts_too(english: GuidelinePage, bodies: dict[str, Any], cast: Cast) -> None:
    from django.core.files.base import ContentFile
    from wagtail.images import get_image_model

    other = get_image_model().objects.create(title="Red", file=ContentFile(png("#900"), name="red.png"))
    german = write_page(
        "social-media", "de", content("de", changed(bodies, "de", "picture", image=other)), by=cast.edda
    )
    assert stale_languages(german) == ["en"]


def test_a_translation_never_made_is_incomplete(german: GuidelinePage) -> None:
    source, _ = TranslationSource.update_or_create_from_instance(german)
    started = Translation.objects.create(source=source, target_locale=Locale.objects.get(language_code="en"))
    started.save_target(publish=False)
    assert translation_state(german, "en") == State.INCOMPLETE


def test_what_was_translated_since_is_the_newest_draft(german: GuidelinePage, english: GuidelinePage) -> None:
    StringTranslation.objects.filter(data=EN["key"]).update(data="For yourself only.")
    assert "For yourself only." in freeze(newest_draft(english)).text
    assert translation_state(german, "en") == State.READY
    assert translation_state(latest_draft(english), "en") == State.STALE, "the page itself lags behind"


def test_an_unfinished_translation_leaves_the_draft_as_it_is(
    german: GuidelinePage, english: GuidelinePage
) -> None:
    StringTranslation.objects.filter(data=EN["key"]).delete()
    assert EN["key"] in freeze(newest_draft(english)).text
    assert translation_state(german, "en") == State.INCOMPLETE


def test_stopping_the_tracking_does_not_hide_untranslated_text(german: GuidelinePage) -> None:
    """A planted hole: a copy of the German text is no English, whatever wagtail-localize tracks."""
    body = [{"type": "key_point", "value": {"text": "Ein langer deutscher Satz, den niemand übersetzt hat."}}]
    german = write_page("other", "de", content("de", body), by=None)
    source, _ = TranslationSource.update_or_create_from_instance(german)
    started = Translation.objects.create(source=source, target_locale=Locale.objects.get(language_code="en"))
    started.save_target(publish=False)
    Translation.objects.update(enabled=False)
    assert translation_state(german, "en") == State.INCOMPLETE


def test_a_text_kept_by_hand_is_stale_once_its_source_was_saved_later(
    german: GuidelinePage, english: GuidelinePage
) -> None:
    Translation.objects.update(enabled=False)
    assert translation_state(german, "en") == State.READY
    german.title = "Anders"
    german.save_revision()
    assert translation_state(latest_draft(Page.objects.get(pk=german.pk).specific), "en") == State.STALE


@pytest.mark.parametrize("other", ["", "<p>One</p><p>Two</p>"])
def test_languages_must_be_built_alike(
    german: GuidelinePage, bodies: dict[str, Any], cast: Cast, other: str
) -> None:
    body = changed(bodies, "en", "callout", text=other)
    with pytest.raises(NotParallel):
        write_page("social-media", "en", content("en", body), by=cast.edda)
    assert translation_state(german, "en") == State.MISSING


def test_earlier_content_is_the_current_one_with_its_changes_undone() -> None:
    def point(text: str) -> dict[str, Any]:
        return {"type": "key_point", "value": {"text": text}}

    change = {
        "major": 1, "minor": 0, "summary": "Old", "absent": [2],
        "replace": [{"index": 0, "block": point("a0")}],
        "extra": [{"before": 1, "block": point("x")}, {"before": 9, "block": point("y")}],
    }  # fmt: skip
    current = content("de", [point("a"), point("b"), point("c")], previous=[change])
    old = earlier_content(current)
    assert [block["value"]["text"] for block in old["body"]] == ["a0", "x", "b", "y"]
    assert (old["summary"], old["version"], old["previous"]) == ("Old", {"major": 1, "minor": 0}, [])
    assert current["body"][0]["value"]["text"] == "a"
