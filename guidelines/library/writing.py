"""Writing pages from outside the editor, the first language first and the others string by string.

Every other language becomes a translation that wagtail-localize tracks; nothing is published.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from wagtail.models import Locale
from wagtail_localize.models import StringSegment, Translation, TranslationSource
from wagtail_localize.segments import StringSegmentValue
from wagtail_localize.segments.extract import extract_segments

from accounts.people.models import Employee
from guidelines.library.content import Content
from guidelines.library.freezing import Draft, latest_draft
from guidelines.library.strings import store_strings, store_translations
from guidelines.library.translating import is_finished, newest_draft
from portal.audit.rules import RuleBroken


class NotParallel(RuleBroken):
    """The two languages do not have the same blocks, paragraphs and links."""

    message = _("The languages of this guideline are not built alike. Please give both the same parts.")


class UnknownGuideline(RuleBroken):
    message = pgettext_lazy("library", "This guideline does not exist in its first language yet.")


@dataclass(frozen=True)
class Kind:
    """What is written: its page, the shelf it stands on, how content fills it, and which fields are words."""

    page: Any
    shelf: Any
    fill: Callable[[Draft, Content], None]
    words: tuple[str, ...]

    def write(self, slug: str, language: str, content: Content, by: Employee | None) -> Draft:
        """Create or update the draft of one language and return it; German first unless `content` says
        otherwise. Raises `NotParallel`, `UnknownGuideline` without an original."""
        authoritative = content.get("authoritative_language", "de")
        if language == authoritative:
            return self._original(slug, language, content, by)
        return self._translation(slug, language, authoritative, content, by)

    def _stored(self, slug: str, language: str) -> tuple[Any, Draft | None]:
        shelf = self.shelf.objects.get(locale__language_code=language)
        return shelf, self.page.objects.child_of(shelf).filter(slug=slug).first()

    def _original(self, slug: str, language: str, content: Content, by: Employee | None) -> Draft:
        shelf, stored = self._stored(slug, language)
        if stored is None:
            page = self.page(slug=slug, locale=shelf.locale, live=False, owner=by)
            self.fill(page, content)
            page.authoritative_language = language
            shelf.add_child(instance=page)
        else:
            page = latest_draft(stored)
            self.fill(page, content)
        page.save_revision(user=by, log_action=True)
        return latest_draft(self.page.objects.get(pk=page.pk))

    def _translation(
        self, slug: str, language: str, authoritative: str, content: Content, by: Employee | None
    ) -> Draft:
        _shelf, stored = self._stored(slug, authoritative)
        if stored is None:
            raise UnknownGuideline
        original = latest_draft(stored)
        locale = Locale.objects.get(language_code=language)
        wording = self._wording(original, content)
        store_strings(original)
        source, _created = TranslationSource.update_or_create_from_instance(original)
        translation, _created = Translation.objects.update_or_create(
            source=source, target_locale=locale, defaults={"enabled": True}
        )
        store_translations(translation, _pairs(source, wording), by)
        translation.save_target(user=by, publish=False)
        return latest_draft(translation.get_target_instance())

    def _wording(self, original: Draft, content: Content) -> dict[str, list[str]]:
        """The strings of `content`, by the place where the original has its own."""
        twin = self.page(slug=original.slug, locale=original.locale)
        self.fill(twin, content)
        data = twin.serializable_data()
        twin = original.with_content_json(
            {**original.serializable_data(), **{name: data[name] for name in self.words}}
        )
        strings: dict[str, list[str]] = {}
        for segment in extract_segments(twin):
            if isinstance(segment, StringSegmentValue):
                strings.setdefault(segment.path, []).append(segment.string.data)
        return strings


def save_finished_translations(page: Draft, *, by: Employee | None) -> list[str]:
    """Put finished translations into the drafts of their languages and return the languages that are new.

    wagtail-localize keeps what is translated string by string and offers only "publish" to build the page
    from it; an editor cannot. Unfinished languages are left as they are.
    """
    languages = []
    for translation in Translation.objects.filter(source__object_id=page.translation_key, enabled=True):
        target = translation.get_target_instance()
        if is_finished(translation) and newest_draft(target).frozen() != latest_draft(target).frozen():
            translation.save_target(user=by, publish=False)
            languages.append(translation.target_locale.language_code)
    return languages


def _pairs(source: TranslationSource, wording: dict[str, list[str]]) -> list[tuple[StringSegment, str]]:
    """Every string of the source beside its translation. Raises `NotParallel` for one without a partner."""
    left = {path: list(strings) for path, strings in wording.items()}
    pairs = []
    for segment in (
        StringSegment.objects.filter(source=source).select_related("string", "context").order_by("order")
    ):
        path = segment.context.path
        if not left.get(path):
            raise NotParallel(
                _("“%(text)s” has no counterpart (%(path)s).") % _place(segment.string.data, path)
            )
        pairs.append((segment, left[path].pop(0)))
    spare = next(((strings[0], path) for path, strings in left.items() if strings), None)
    if spare:
        raise NotParallel(_("“%(text)s” has no counterpart (%(path)s).") % _place(*spare))
    return pairs


def _place(text: str, path: str) -> dict[str, str]:
    return {"text": text[:80], "path": path}
