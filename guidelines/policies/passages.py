"""A guideline's passage as it is in force, for whatever shows one: a lesson, an outcome of a guide."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from bs4 import BeautifulSoup
from django.utils.safestring import SafeString, mark_safe

from accounts.people.models import Employee
from guidelines.library.reading import plain
from guidelines.policies.models import Policy, Rendition
from guidelines.policies.reading import choose


@dataclass(frozen=True)
class Passage:
    """What is shown of a guideline: `html` is empty when the passage is not there (any more)."""

    slug: str
    lead: str
    title: str = ""
    language: str = ""
    number: str = ""
    sha256: str = field(default="", repr=False)
    html: SafeString = field(default=mark_safe(""), repr=False)


def passages_of(parts: Iterable[dict[str, Any]], person: Employee, language: str) -> dict[str, Passage]:
    """The passages that `parts` (of a lesson, say) name, by `key_of`: of guidelines `person` may read."""
    wanted = [part for part in parts if "guideline" in part]
    slugs = {part["guideline"] for part in wanted}
    readable = Policy.objects.readable_by(person).filter(slug__in=slugs).select_related("current")
    policies = {policy.slug: policy for policy in readable.prefetch_related("current__renditions")}
    return {key_of(part): _passage(part, policies.get(part["guideline"]), language) for part in wanted}


def key_of(part: dict[str, Any]) -> str:
    return f"{part['guideline']}#{part['heading']}"


def shown(passages: Iterable[Passage]) -> dict[str, list[str]]:
    """What proof remembers of them: slug → [version, SHA-256 of the text]."""
    return {one.slug: [one.number, one.sha256] for one in passages if one.number}


def _passage(part: dict[str, Any], policy: Policy | None, language: str) -> Passage:
    slug, lead = part["guideline"], part["lead"]
    if policy is None or policy.current is None:
        return Passage(slug, lead)
    text: Rendition = choose(policy.current.renditions.all(), policy.current, wanted=language).rendition
    return Passage(
        slug,
        lead,
        title=text.title,
        language=text.language,
        number=policy.current.number,
        sha256=text.sha256,
        html=mark_safe(section(text.html, part["heading"])),
    )


def section(html: str, heading: str) -> str:
    """The part of a frozen text that stands under `heading`; all of it without one, "" if it is not there."""
    if not heading:
        return html
    soup = BeautifulSoup(html, "html.parser")
    found = next((one for one in soup.find_all("h2") if plain(one.get_text()) == heading), None)
    if found is None:
        return ""
    if found.parent is not None and found.parent.name == "section":
        return str(found.parent)
    following = [found, *_until_next(found)]
    return "".join(str(one) for one in following)


def _until_next(heading: Any) -> Iterable[Any]:
    for sibling in heading.next_siblings:
        if getattr(sibling, "name", None) == "h2":
            return
        yield sibling
