"""How the drafts in the CMS stand against what was released, and which pages carry a guideline in force."""

from collections.abc import Iterable
from typing import Any, cast

from django.db.models import Exists, OuterRef, Q, QuerySet
from wagtail.models import Page
from wagtail_localize.models import StringTranslation

from guidelines.library.assets import plain_slug
from guidelines.library.freezing import freeze
from guidelines.library.models import GuidelinePage
from guidelines.library.translating import newest_draft
from guidelines.policies.choices import PENDING_PROPOSALS
from guidelines.policies.models import Policy, ProposedRendition, ReleaseProposal, Rendition
from guidelines.policies.operations import mark_differing
from portal.audit.rules import RuleBroken

SLUG_MAX = 64
# Words that stand at the same place in the addresses of the shelf.
TAKEN_SLUGS = frozenset({"search", "assets"})


def drafts_of(policy: Policy) -> list[GuidelinePage]:
    """The newest draft of every language of `policy`, as far as its pages still exist."""
    pages = GuidelinePage.objects.filter(translation_key=policy.translation_key).select_related("locale")
    return [newest_draft(page) for page in pages]


def differing_languages(policy: Policy) -> list[str]:
    """The languages in which people would read something else if the drafts were released now."""
    if policy.current is None:
        return []
    released = {text.language: text for text in policy.current.renditions.all()}
    return _differing(drafts_of(policy), released)


def moved_on(texts: Iterable[ProposedRendition], drafts: Iterable[GuidelinePage]) -> list[str]:
    """The languages that were written on after these texts were pinned."""
    return _differing(drafts, {text.language: text for text in texts})


def policies_that_differ() -> list[tuple[Policy, list[str]]]:
    """Guidelines in force whose drafts say something else than the released text, with the languages.

    Only what was saved, translated or published since the text in force was pinned is compared word for word.
    """
    saved_later = GuidelinePage.objects.filter(
        translation_key=OuterRef("translation_key"),
        latest_revision_created_at__gt=OuterRef("current__proposal__proposed_at"),
    )
    translated_later = StringTranslation.objects.filter(
        context__object=OuterRef("translation_key"), updated_at__gt=OuterRef("current__proposal__proposed_at")
    )
    candidates = (
        Policy.objects.in_force()
        .filter(Q(differs_since__isnull=False) | Exists(saved_later) | Exists(translated_later))
        .select_related("current")
        .prefetch_related("current__renditions")
    )
    found = [(policy, differing_languages(policy)) for policy in candidates]
    return [(policy, languages) for policy, languages in found if languages]


def never_released() -> QuerySet[GuidelinePage]:
    """One page per guideline that has been written and never released."""
    known = Policy.objects.filter(Q(current__isnull=False) | Q(retired_at__isnull=False))
    return (
        GuidelinePage.objects.originals()
        .filter(alias_of=None)
        .exclude(translation_key__in=known.values("translation_key"))
        .order_by("-latest_revision_created_at")
    )


def binding_policies(page: Page) -> QuerySet[Policy]:
    """Guidelines in force, or about to be, whose pages are `page` or lie below it."""
    pages = GuidelinePage.objects.descendant_of(page, inclusive=True)
    pending = ReleaseProposal.objects.filter(policy=OuterRef("pk"), state__in=PENDING_PROPOSALS)
    return Policy.objects.filter(
        Q(current__isnull=False) | Exists(pending),
        translation_key__in=pages.values("translation_key"),
        retired_at=None,
    )


def slug_for(page: GuidelinePage) -> str:
    """The address of the guideline: the one it has, else a free one like the page's."""
    known = Policy.objects.filter(translation_key=page.translation_key).values_list("slug", flat=True).first()
    if known:
        return known
    wanted = (plain_slug(page.slug) or "guideline")[:SLUG_MAX]
    taken = {*TAKEN_SLUGS, *Policy.objects.values_list("slug", flat=True)}
    return next(slug for slug in _numbered(wanted) if slug not in taken)


def _numbered(slug: str) -> Iterable[str]:
    yield slug
    for number in range(2, 10_000):
        end = f"-{number}"
        yield slug[: SLUG_MAX - len(end)] + end


def _differing(
    drafts: Iterable[GuidelinePage], frozen: dict[str, Rendition] | dict[str, ProposedRendition]
) -> list[str]:
    texts = cast(dict[str, Rendition | ProposedRendition], frozen)
    return sorted(
        draft.locale.language_code
        for draft in drafts
        if draft.locale.language_code in texts and _differs(draft, texts[draft.locale.language_code])
    )


def _differs(draft: GuidelinePage, text: Rendition | ProposedRendition) -> bool:
    try:
        now = freeze(draft)
    except RuleBroken:
        return True
    return (now.title, now.summary, now.statement, now.html) != (
        text.title,
        text.summary,
        text.statement,
        text.html,
    )


def only_mark(sender: type[Page], instance: Page, **_kwargs: Any) -> None:
    """All that publishing a page does, by whatever way (K1)."""
    if isinstance(instance, GuidelinePage):
        mark_differing(translation_key=instance.translation_key)
