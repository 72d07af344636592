"""From pages to what a proposal pins, and how drafts stand against what is released."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime

from django.conf import settings
from wagtail.models import Locale

from accounts.people.models import Employee
from guidelines.editions.freezing import FrozenWork
from guidelines.editions.models import Wording, Work
from guidelines.editions.pages import EditedPage
from guidelines.editions.registry import genre_named
from guidelines.library.authorship import authors_since
from guidelines.library.choices import TranslationState
from guidelines.library.translating import newest_draft, translation_state

EVER = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True)
class PinnedText:
    """The frozen text of one language, and whether its translation is fit to work from."""

    frozen: FrozenWork
    state: str

    @property
    def is_ready(self) -> bool:
        return self.state == TranslationState.READY


def page_of(work: Work) -> EditedPage | None:
    """The page in its authoritative language, else in any."""
    pages = list(
        genre_named(work.genre)
        .page.objects.filter(translation_key=work.translation_key)
        .select_related("locale", "latest_revision")
    )
    originals = [page for page in pages if page.locale.language_code == page.authoritative_language]
    return next(iter(originals or pages), None)


def pinned_texts(page: EditedPage, *, left_out: Collection[str] = ()) -> list[PinnedText]:
    """The newest draft of every language that exists and is not `left_out`, frozen now.

    Raises what the genre's freezing raises for a draft that cannot be frozen.
    """
    newest = newest_draft(page)
    return [_pinned(draft, newest) for draft in _drafts(page) if draft.language not in left_out]


def authors_of(work: Work, page: EditedPage) -> list[Employee]:
    """Everybody whose words are new since the edition in force was proposed."""
    since = work.current.proposal.proposed_at if work.current else EVER
    return list(authors_since([draft.pk for draft in _drafts(page)], page.translation_key, since))


def differs(work: Work, texts: Iterable[PinnedText]) -> bool:
    """Whether people would read something else than what is released."""
    if work.current is None:
        return True
    released = {text.language: reads(text) for text in work.current.texts.all()}
    return any(released.get(one.frozen.language) != one.frozen.reads for one in texts if one.is_ready)


def faults_of(work: Work, texts: Iterable[PinnedText]) -> list[str]:
    """What the genre says against a release of these texts, a sentence each."""
    return [str(fault) for fault in genre_named(work.genre).faults(by_language(texts))]


def by_language(texts: Iterable[PinnedText]) -> Mapping[str, FrozenWork]:
    return {one.frozen.language: one.frozen for one in texts}


def reads(text: Wording) -> tuple[str, ...]:
    return text.title, text.summary, text.content


def _pinned(draft: EditedPage, newest: EditedPage) -> PinnedText:
    return PinnedText(draft.frozen(), translation_state(newest, draft.language))


def _drafts(page: EditedPage) -> Iterable[EditedPage]:
    for code, _name in settings.LANGUAGES:
        locale = Locale.objects.filter(language_code=code).first()
        stored = page.get_translation_or_none(locale) if locale else None
        if stored is not None:
            yield newest_draft(stored)
