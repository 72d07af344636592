"""The strings of a page as wagtail-localize keeps them, stored many at a time.

wagtail-localize asks and stores one string after the other, in a score of statements each, and a playbook has
hundreds of them. What it does not find here as it expects it stores itself.
"""

from collections.abc import Iterable

from wagtail_localize.models import (
    String,
    StringSegment,
    StringTranslation,
    TranslatableObject,
    Translation,
    TranslationContext,
)
from wagtail_localize.segments import StringSegmentValue
from wagtail_localize.segments.extract import extract_segments
from wagtail_localize.strings import StringValue, validate_translation_links

from accounts.people.models import Employee
from guidelines.library.freezing import Draft
from portal.audit.chain import storable


def store_strings(page: Draft) -> None:
    """Store the strings of `page` and their places before `TranslationSource` looks for each of them."""
    TranslatableObject.objects.get_or_create_from_instance(page)
    segments = [segment for segment in extract_segments(page) if isinstance(segment, StringSegmentValue)]
    locale = page.locale_id
    texts = dict.fromkeys(segment.string.data for segment in segments)
    strings = [String(locale_id=locale, data=text, data_hash=String._get_data_hash(text)) for text in texts]
    String.objects.bulk_create(strings, ignore_conflicts=True)
    paths = {path: TranslationContext._get_path_id(path) for path in (segment.path for segment in segments)}
    places = [
        TranslationContext(object_id=page.translation_key, path=path, path_id=ref)
        for path, ref in paths.items()
    ]
    TranslationContext.objects.bulk_create(places, ignore_conflicts=True)


def store_translations(
    translation: Translation, pairs: Iterable[tuple[StringSegment, str]], by: Employee | None
) -> None:
    """Let `pairs`, and nothing else, be what the strings of the source are in the language of `translation`.

    An empty text translates nothing.
    """
    wanted = {
        (segment.string_id, segment.context_id): (segment, storable(text)) for segment, text in pairs if text
    }
    stored = StringTranslation.objects.filter(
        locale_id=translation.target_locale_id, context__object_id=translation.source.object_id
    )
    gone = []
    for one in stored:
        _segment, text = wanted.pop((one.translation_of_id, one.context_id), (None, None))
        if text is None:
            gone.append(one.pk)
        elif one.data != text or one.has_error:
            one.data, one.last_translated_by, one.has_error, one.field_error = text, by, False, ""
            one.translation_type, one.tool_name = StringTranslation.TRANSLATION_TYPE_MANUAL, ""
            one.save()
    StringTranslation.objects.filter(pk__in=gone).delete()
    StringTranslation.objects.bulk_create(
        [_translated(segment, text, translation, by) for segment, text in wanted.values()]
    )


def _translated(
    segment: StringSegment, text: str, translation: Translation, by: Employee | None
) -> StringTranslation:
    return StringTranslation(
        translation_of_id=segment.string_id,
        context_id=segment.context_id,
        locale_id=translation.target_locale_id,
        data=text,
        translation_type=StringTranslation.TRANSLATION_TYPE_MANUAL,
        last_translated_by=by,
        has_error=not _is_sound(segment.string.data, text),
    )


def _is_sound(original: str, text: str) -> bool:
    """What `StringTranslation.save` looks at, which nobody calls for many at a time."""
    try:
        StringValue.from_translated_html(text)
        validate_translation_links(original, text)
    except ValueError:
        return False
    return True
