"""Writing guidelines from outside the editor: the starter content and whatever is imported in its shape."""

import copy
from collections.abc import Mapping
from typing import Any

import polib
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from wagtail.models import Locale
from wagtail_localize.models import StringSegment, Translation, TranslationSource
from wagtail_localize.segments import StringSegmentValue
from wagtail_localize.segments.extract import extract_segments

from accounts.people.models import Employee
from guidelines.library.content import Content, body_data, sources_data
from guidelines.library.freezing import freeze, latest_draft
from guidelines.library.models import GuidelineIndexPage, GuidelinePage
from guidelines.library.translating import is_finished, newest_draft
from portal.audit.rules import RuleBroken
from portal.audit.trail import operation, record


class NotParallel(RuleBroken):
    """The two languages do not have the same blocks, paragraphs and links."""

    message = _("The languages of this guideline are not built alike. Please give both the same parts.")


class UnknownGuideline(RuleBroken):
    message = pgettext_lazy("library", "This guideline does not exist in its first language yet.")


@operation
def write_page(slug: str, language: str, content: Content, by: Employee | None) -> GuidelinePage:
    """Create or update the draft of a guideline in one language and return that draft.

    The authoritative language (German unless the content says otherwise) is written first. Every other
    language becomes a translation that wagtail-localize tracks string by string. Nothing is published.
    Raises `NotParallel` when the languages are not built alike, `UnknownGuideline` without an original.
    """
    authoritative = content.get("authoritative_language", "de")
    if language == authoritative:
        page = _write_original(slug, language, content, by)
    else:
        page = _write_translation(slug, language, authoritative, content, by)
    record(
        "guideline.written",
        by=by,
        object_type="library.guidelinepage",
        object_id=str(page.translation_key),
        details={"language": language},
    )
    return page


def earlier_content(content: Content, number: int = 0) -> dict[str, Any]:
    """The content as it was in `content["previous"][number]`: replaced, absent and extra blocks applied.

    Positions (`index`, `absent`, `before`) count the blocks of the current body.
    """
    change = content["previous"][number]
    replaced = {entry["index"]: entry["block"] for entry in change.get("replace", ())}
    absent = set(change.get("absent", ()))
    body = []
    for index, block in enumerate(content["body"]):
        body += [entry["block"] for entry in change.get("extra", ()) if entry["before"] == index]
        if index not in absent:
            body.append(replaced.get(index, block))
    body += [entry["block"] for entry in change.get("extra", ()) if entry["before"] >= len(content["body"])]
    own = {
        name: change[name] for name in ("title", "summary", "statement", "statement_kind") if name in change
    }
    version = {
        name: change[name] for name in change.keys() & {"major", "minor", "change_class", "change_summary"}
    }
    return copy.deepcopy({**content, **own, "body": body, "version": version, "previous": []})


def _write_original(slug: str, language: str, content: Content, by: Employee | None) -> GuidelinePage:
    shelf = GuidelineIndexPage.objects.get(locale__language_code=language)
    stored = GuidelinePage.objects.child_of(shelf).filter(slug=slug).first()
    if stored is None:
        page = GuidelinePage(slug=slug, locale=shelf.locale, live=False, owner=by)
        _fill(page, content)
        page.authoritative_language = language
        shelf.add_child(instance=page)
    else:
        page = latest_draft(stored)
        _fill(page, content)
    page.save_revision(user=by, log_action=True)
    return latest_draft(GuidelinePage.objects.get(pk=page.pk))


def _write_translation(
    slug: str, language: str, authoritative: str, content: Content, by: Employee | None
) -> GuidelinePage:
    shelf = GuidelineIndexPage.objects.get(locale__language_code=authoritative)
    stored = GuidelinePage.objects.child_of(shelf).filter(slug=slug).first()
    if stored is None:
        raise UnknownGuideline
    original = latest_draft(stored)
    locale = Locale.objects.get(language_code=language)
    wording = _wording(original, content)
    source, _created = TranslationSource.update_or_create_from_instance(original)
    translation, _created = Translation.objects.update_or_create(
        source=source, target_locale=locale, defaults={"enabled": True}
    )
    translation.import_po(_pairs(source, wording), delete=True, user=by)
    translation.save_target(user=by, publish=False)
    return latest_draft(translation.get_target_instance())


def _fill(page: GuidelinePage, content: Content) -> None:
    page.question_contact, page.question_email = _question(content)
    page.title = content["title"]
    page.summary = content.get("summary", "").strip()
    page.statement_kind = content.get("statement_kind", page.statement_kind)
    page.statement = content.get("statement", "").strip()
    page.body = body_data(page.slug, content.get("body", ()))
    page.sources = sources_data(page.slug, content.get("sources", ()))
    page.review_by = content.get("review_by", page.review_by)
    page.content_owner = content.get("content_owner", page.content_owner)


def _question(content: Content) -> tuple[str, str]:
    """Whom to ask and their address, given apart or together."""
    contact = content.get("question_contact") or ""
    if not isinstance(contact, Mapping):
        return contact, content.get("question_email", "")
    named = ", ".join(contact[key] for key in ("name", "role") if contact.get(key))
    return named, contact.get("email", "")


def _wording(original: GuidelinePage, content: Content) -> dict[str, list[str]]:
    """The strings of `content`, by the place where the original has its own."""
    twin = GuidelinePage(slug=original.slug, locale=original.locale)
    _fill(twin, content)
    twin = original.with_content_json({**original.serializable_data(), **_texts(twin)})
    strings: dict[str, list[str]] = {}
    for segment in extract_segments(twin):
        if isinstance(segment, StringSegmentValue):
            strings.setdefault(segment.path, []).append(segment.string.data)
    return strings


def _texts(page: GuidelinePage) -> dict[str, Any]:
    data = page.serializable_data()
    return {
        name: data[name] for name in ("title", "summary", "statement", "question_contact", "body", "sources")
    }


def _pairs(source: TranslationSource, wording: dict[str, list[str]]) -> polib.POFile:
    """Every string of the source beside its translation. Raises `NotParallel` for one without a partner."""
    left = {path: list(strings) for path, strings in wording.items()}
    catalogue = polib.POFile()
    for segment in (
        StringSegment.objects.filter(source=source).select_related("string", "context").order_by("order")
    ):
        path = segment.context.path
        if not left.get(path):
            raise NotParallel(
                _("“%(text)s” has no counterpart (%(path)s).") % _place(segment.string.data, path)
            )
        catalogue.append(polib.POEntry(msgid=segment.string.data, msgstr=left[path].pop(0), msgctxt=path))
    spare = next(((strings[0], path) for path, strings in left.items() if strings), None)
    if spare:
        raise NotParallel(_("“%(text)s” has no counterpart (%(path)s).") % _place(*spare))
    return catalogue


def _place(text: str, path: str) -> dict[str, str]:
    return {"text": text[:80], "path": path}


@operation
def save_translations(page: GuidelinePage, *, by: Employee | None) -> list[str]:
    """Put finished translations into the drafts of their languages and return the languages that are new.

    wagtail-localize keeps what is translated string by string and offers only "publish" to build the page
    from it; an editor cannot. Called before a release is proposed. Unfinished languages are left as they are.
    """
    languages = []
    for translation in Translation.objects.filter(source__object_id=page.translation_key, enabled=True):
        target = translation.get_target_instance()
        if is_finished(translation) and freeze(newest_draft(target)) != freeze(latest_draft(target)):
            translation.save_target(user=by, publish=False)
            languages.append(translation.target_locale.language_code)
    for language in languages:
        record(
            "guideline.written",
            by=by,
            object_type="library.guidelinepage",
            object_id=str(page.translation_key),
            details={"language": language},
        )
    return languages
