"""How each language of a page stands against the text it was translated from.

Two texts differ when what people would read differs: the comparison is made on frozen texts, so a new picture
or another kind of callout counts as much as a changed word.
"""

from django.conf import settings
from django.core.exceptions import ObjectDoesNotExist
from django.db.models import Exists, OuterRef
from wagtail.models import Locale
from wagtail_localize.models import StringSegment, StringTranslation, Translation, TranslationSource
from wagtail_localize.segments import StringSegmentValue
from wagtail_localize.segments.extract import extract_segments

from guidelines.library.choices import TranslationState
from guidelines.library.freezing import Draft, latest_draft
from portal.audit.chain import storable

SENTENCE_WORDS = 5


def translation_state(page: Draft, language: str) -> TranslationState:
    """How `language` stands against `page` (pass the newest draft of any language)."""
    if page.locale.language_code == language:
        return _state_of(page)
    locale = Locale.objects.filter(language_code=language).first()
    target = _in_locale(page, locale)
    if locale is None or target is None:
        return TranslationState.MISSING
    source = page if _translation_into(page, page.locale) is None else None
    return _state_of(newest_draft(target), source)


def newest_draft(page: Draft) -> Draft:
    """The latest draft of `page`, or what a finished translation makes of it since.

    wagtail-localize keeps every saved string apart from the page until somebody publishes, and nobody does.
    """
    translation = _translation_into(page, page.locale)
    if translation is None or not is_finished(translation):
        return latest_draft(page)
    return translation.source.get_ephemeral_translated_instance(page.locale, fallback=True)


def drop_unstorable(instance: StringTranslation, **_signal: object) -> None:
    """wagtail-localize's editor checks nothing that is typed, and PostgreSQL keeps no NUL."""
    instance.data = storable(instance.data)


def is_finished(translation: Translation) -> bool:
    """Whether every text of the source it was made from has been translated."""
    return translation.enabled and _source_draft(translation) is not None and not _untranslated(translation)


def translation_states(page: Draft) -> dict[str, TranslationState]:
    """The state of every language of the portal."""
    return {code: translation_state(page, code) for code, _name in settings.LANGUAGES}


def stale_languages(page: Draft) -> list[str]:
    """The languages in which people would read something else than the source says now."""
    return [code for code, state in translation_states(page).items() if state == TranslationState.STALE]


def _state_of(target: Draft, source: Draft | None = None) -> TranslationState:
    """The state of `target` against its source; a text that is nobody's translation is ready."""
    if target.alias_of_id:
        return TranslationState.ALIAS
    translation = _translation_into(target, target.locale)
    source = source or (_source_draft(translation) if translation else _original_of(target))
    if source is None:
        return TranslationState.READY
    if translation is None or not translation.enabled:
        return _kept_by_hand(target, source)
    return _by_text(target, source, translation)


def _by_text(target: Draft, source: Draft, translation: Translation) -> TranslationState:
    if translation.source.as_instance().frozen().reads != source.frozen().reads:
        return TranslationState.STALE
    open_segments = _untranslated(translation)
    if open_segments:
        return (
            TranslationState.STALE
            if _was_translated(open_segments, translation)
            else TranslationState.INCOMPLETE
        )
    expected = translation.source.get_ephemeral_translated_instance(translation.target_locale, fallback=True)
    if expected.frozen().reads != target.frozen().reads:
        return TranslationState.STALE
    return TranslationState.READY


def _kept_by_hand(target: Draft, source: Draft) -> TranslationState:
    """Without tracking: sentences left in the source's words are incomplete, an older text is out of date."""
    if _sentences(target) & _sentences(source):
        return TranslationState.INCOMPLETE
    written, changed = target.latest_revision_created_at, source.latest_revision_created_at
    if written and changed and changed > written:
        return TranslationState.STALE
    return TranslationState.READY


def _sentences(page: Draft) -> set[str]:
    segments = (segment for segment in extract_segments(page) if isinstance(segment, StringSegmentValue))
    return {segment.string.data for segment in segments if len(segment.string.data.split()) >= SENTENCE_WORDS}


def _translation_into(page: Draft, locale: Locale) -> Translation | None:
    return (
        Translation.objects.filter(source__object_id=page.translation_key, target_locale=locale)
        .select_related("source", "target_locale")
        .order_by("-enabled", "pk")
        .first()
    )


def _source_draft(translation: Translation) -> Draft | None:
    try:
        return latest_draft(translation.source.get_source_instance())
    except ObjectDoesNotExist:
        return None


def _original_of(page: Draft) -> Draft | None:
    """The page in the authoritative language, unless `page` is it or others are translated from `page`."""
    if TranslationSource.objects.filter(object_id=page.translation_key, locale=page.locale).exists():
        return None
    if page.locale.language_code == page.authoritative_language:
        return None
    original = _in_locale(page, Locale.objects.filter(language_code=page.authoritative_language).first())
    return latest_draft(original) if original else None


def _in_locale(page: Draft, locale: Locale | None) -> Draft | None:
    return type(page).objects.filter(translation_key=page.translation_key, locale=locale).first()


def _untranslated(translation: Translation) -> list[StringSegment]:
    done = StringTranslation.objects.filter(
        translation_of_id=OuterRef("string_id"),
        context_id=OuterRef("context_id"),
        locale_id=translation.target_locale_id,
        has_error=False,
    )
    return list(StringSegment.objects.filter(source=translation.source).filter(~Exists(done)))


def _was_translated(segments: list[StringSegment], translation: Translation) -> bool:
    """Whether one of these places had a translation of an earlier wording."""
    places = {segment.context_id for segment in segments}
    return StringTranslation.objects.filter(
        context_id__in=places, locale_id=translation.target_locale_id, has_error=False
    ).exists()
