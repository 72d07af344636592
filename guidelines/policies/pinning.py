"""From pages to what a proposal pins: every language frozen, with its state and its authors."""

from collections.abc import Iterable
from datetime import UTC, datetime

from django.conf import settings
from django.db.models import Q
from wagtail.models import Locale, PageLogEntry, Revision
from wagtail_localize.models import StringTranslation

from accounts.people.models import Employee
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
    """Everybody whose words are new since the text in force was pinned: none of them may approve.

    Revisions can be purged, so the log of the CMS counts too; translators need not have saved a draft at all.
    """
    policy = Policy.objects.filter(translation_key=page.translation_key).select_related("current").first()
    since = policy.current.proposal.proposed_at if policy and policy.current else EVER
    drafts = [draft.pk for draft in _drafts(page)]
    revisions = Revision.objects.filter(
        object_id__in=[str(pk) for pk in drafts], base_content_type__model="page", created_at__gt=since
    )
    edits = PageLogEntry.objects.filter(page__in=drafts, content_changed=True, timestamp__gt=since)
    words = StringTranslation.objects.filter(context__object=page.translation_key, updated_at__gt=since)
    return list(
        Employee.objects.filter(
            Q(pk__in=revisions.values("user"))
            | Q(pk__in=edits.values("user"))
            | Q(pk__in=words.values("last_translated_by"))
        )
    )


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
