"""What guidelines are called, for lists: one query for a page."""

from collections.abc import Iterable

from guidelines.policies.models import Policy, Rendition


def titles_of(versions: Iterable[int], language: str) -> dict[int, str]:
    """The title of each version in `language`, else in its authoritative language."""
    found: dict[int, str] = {}
    rows = Rendition.objects.filter(version__in=set(versions))
    facts = rows.values_list("version_id", "language", "title", "version__authoritative_language")
    for version, spoken, title, authoritative in facts:
        if spoken == language or (spoken == authoritative and version not in found):
            found[version] = title
    return found


def policy_choices(language: str) -> list[tuple[int, str]]:
    """Every guideline that was ever released, by title; retired ones stay findable."""
    policies = list(Policy.objects.filter(current__isnull=False).values_list("pk", "current_id"))
    titles = titles_of((version for _, version in policies), language)
    return sorted(
        ((pk, titles[version]) for pk, version in policies), key=lambda choice: choice[1].casefold()
    )
