"""Strings stored many at a time are those that wagtail-localize would have stored one by one."""

import polib
import pytest
from wagtail.models import Locale
from wagtail_localize.models import (
    String,
    StringSegment,
    StringTranslation,
    Translation,
    TranslationContext,
    TranslationSource,
)

from guidelines.library.freezing import latest_draft
from guidelines.library.models import GuidelinePage
from guidelines.library.strings import store_strings, store_translations
from tests.factories.people import Cast

FIELDS = (
    "translation_of_id",
    "context_id",
    "data",
    "translation_type",
    "tool_name",
    "has_error",
    "field_error",
)


@pytest.fixture
def translation(german: GuidelinePage) -> Translation:
    """Into English, with nothing translated yet."""
    page = latest_draft(german)
    store_strings(page)
    source, _ = TranslationSource.update_or_create_from_instance(page)
    return Translation.objects.create(source=source, target_locale=Locale.objects.get(language_code="en"))


def segments(translation: Translation) -> list[StringSegment]:
    return list(translation.source.stringsegment_set.select_related("string", "context").order_by("order"))


def stored() -> list[tuple]:
    return sorted(StringTranslation.objects.values_list(*FIELDS))


def test_wagtail_localize_finds_every_string_and_place(german: GuidelinePage) -> None:
    page = latest_draft(german)
    store_strings(page)
    before = String.objects.count(), TranslationContext.objects.count()
    source, _ = TranslationSource.update_or_create_from_instance(page)
    used = source.stringsegment_set
    assert String.objects.count() == before[0] == used.values("string").distinct().count()
    assert before[1] == used.values("context").distinct().count()


def test_they_are_what_its_own_import_stores(translation: Translation, cast: Cast) -> None:
    texts = [(segment, f"English {segment.order}") for segment in segments(translation)]
    texts[0] = (texts[0][0], '<a id="a9">A link that the original does not have</a>')
    catalogue = polib.POFile()
    for segment, text in texts:
        catalogue.append(polib.POEntry(msgid=segment.string.data, msgctxt=segment.context.path, msgstr=text))
    translation.import_po(catalogue, delete=True, user=cast.edda)
    theirs = stored()
    StringTranslation.objects.all().delete()
    store_translations(translation, texts, cast.edda)
    assert stored() == theirs
    assert [one.data for one in StringTranslation.objects.filter(has_error=True)] == [texts[0][1]]
    assert set(StringTranslation.objects.values_list("last_translated_by", flat=True)) == {cast.edda.pk}


def test_what_changed_is_written_and_what_is_gone_goes(translation: Translation, cast: Cast) -> None:
    first, second, third, *_ = segments(translation)
    store_translations(translation, [(first, "one"), (second, "two"), (third, "three")], cast.edda)
    kept = StringTranslation.objects.get(data="one")
    store_translations(translation, [(first, "one"), (second, "zwo\0"), (third, "")], cast.falk)
    assert [(one.data, one.last_translated_by) for one in StringTranslation.objects.order_by("pk")] == [
        ("one", cast.edda),
        ("zwo", cast.falk),
    ]
    assert StringTranslation.objects.get(data="one").updated_at == kept.updated_at
