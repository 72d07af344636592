"""The starter guidelines and one consent of the company's own, in the shape pages are written from."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any

from django.utils import timezone

from accounts.people.models import Audience
from guidelines.library.starter.pack import StarterGuideline, Text, read_guideline, starter_guidelines
from guidelines.policies.choices import ChangeClass, StatementKind, Visibility, WorksCouncil
from guidelines.policies.operations import Terms

OWN = Path(__file__).parent / "content"
LANGUAGES = ("de", "en")


@dataclass(frozen=True)
class Release:
    """One version of one guideline, with the content of every language."""

    slug: str
    audience: str
    due_days: int
    statement_kind: str
    change_class: str
    change_summary: dict[str, str]
    contents: dict[str, dict[str, Any]]


def guidelines() -> Iterator[list[Release]]:
    """Every guideline as its releases, oldest first."""
    packs = {language: list(starter_guidelines(language)) for language in LANGUAGES}
    yield from (_releases(pair) for pair in _pairs(packs))
    yield _releases(
        {language: read_guideline(OWN / "07-photos" / f"{language}.yaml") for language in LANGUAGES}
    )


def latest_contents() -> Iterator[dict[str, dict[str, Any]]]:
    """The present text of every starter guideline, by language; for a portal without the demo company."""
    packs = {language: list(starter_guidelines(language)) for language in LANGUAGES}
    yield from (_releases(pair)[-1].contents for pair in _pairs(packs))


def terms_of(text: Release) -> Terms:
    """What Edda proposes it with; the works council has agreed to one of them."""
    agreed = text.slug == "social-media"
    today = timezone.now().date()
    return Terms(
        change_class=ChangeClass(text.change_class),
        change_summary=text.change_summary,
        audience=Audience.objects.get(slug=text.audience),
        visibility=Visibility.EVERYONE,
        statement_kind=StatementKind(text.statement_kind),
        effective_on=today,
        due_days=text.due_days,
        reconfirm_months=24 if agreed else None,
        works_council=WorksCouncil.AGREED if agreed else WorksCouncil.INFORMED,
        works_council_on=today - timedelta(days=10),
        works_council_document="BV 2025/04 Soziale Medien" if agreed else "",
    )


def _pairs(packs: dict[str, list[StarterGuideline]]) -> Iterator[dict[str, StarterGuideline]]:
    for index in range(len(packs["de"])):
        yield {language: packs[language][index] for language in LANGUAGES}


def _releases(pair: dict[str, StarterGuideline]) -> list[Release]:
    return [_release(pair, index) for index in range(len(pair["de"].versions))]


def _release(pair: dict[str, StarterGuideline], index: int) -> Release:
    german = pair["de"]
    texts = {language: pair[language].versions[index] for language in LANGUAGES}
    return Release(
        slug=german.slug,
        audience=german.audience,
        due_days=german.due_days,
        statement_kind=german.statement_kind,
        change_class=texts["de"].change_class,
        change_summary={language: texts[language].change_summary for language in LANGUAGES},
        contents={language: _content(pair[language], texts[language]) for language in LANGUAGES},
    )


def _content(guideline: StarterGuideline, text: Text) -> dict[str, Any]:
    return {
        "slug": guideline.slug,
        "title": guideline.title,
        "summary": text.summary,
        "statement_kind": guideline.statement_kind,
        "statement": guideline.statement,
        "question_contact": guideline.question_contact,
        "question_email": guideline.question_email,
        "sources": [{**source, "date": source.get("date") or ""} for source in guideline.sources],
        "body": list(text.body),
    }
