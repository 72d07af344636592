"""From pages to what a proposal pins: every language frozen, with its state and its authors."""

from collections.abc import Iterable
from datetime import UTC, datetime

from django.conf import settings
from wagtail.models import Locale

from accounts.people.models import Employee
from guidelines.library.authorship import authors_since
from guidelines.library.freezing import freeze
from guidelines.library.models import GuidelinePage
from guidelines.library.translating import newest_draft, translation_state
from guidelines.policies.models import Policy
from guidelines.policies.operations.proposing import PinnedText

EVER = datetime(1970, 1, 1, tzinfo=UTC)


def pinned_texts(page: GuidelinePage) -> list[PinnedText]:
    """The newest draft of every language that exists, frozen now."""
    newest = newest_draft(page)
    return [_pinned(draft, newest) for draft in _drafts(page)]


def authors_of(page: GuidelinePage) -> list[Employee]:
    """Everybody whose words are new since the text in force was pinned: none of them may approve."""
    policy = Policy.objects.filter(translation_key=page.translation_key).select_related("current").first()
    since = policy.current.proposal.proposed_at if policy and policy.current else EVER
    drafts = [draft.pk for draft in _drafts(page)]
    return list(authors_since(drafts, page.translation_key, since))


def _pinned(draft: GuidelinePage, page: GuidelinePage) -> PinnedText:
    contact = {"name": draft.question_contact, "email": draft.question_email}
    state = translation_state(page, draft.locale.language_code)
    return PinnedText(frozen=freeze(draft), translation_state=state, contact=contact)


def _drafts(page: GuidelinePage) -> Iterable[GuidelinePage]:
    for code, _name in settings.LANGUAGES:
        locale = Locale.objects.filter(language_code=code).first()
        stored = page.get_translation_or_none(locale) if locale else None
        if stored is not None:
            yield newest_draft(stored)
