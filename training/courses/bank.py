"""What a question says, checked and turned into one canonical text. Pure."""

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from portal.audit.chain import canonical_text, storable
from training.courses.choices import ONE_ANSWER, QuestionKind

FEWEST_OPTIONS, MOST_OPTIONS = 2, 8


@dataclass(frozen=True)
class Option:
    """One possible answer; `text` and `feedback` by language."""

    key: str
    is_right: bool
    text: Mapping[str, str]
    feedback: Mapping[str, str]


@dataclass(frozen=True)
class Draft:
    """A question as an author writes it, all languages at once. Of an ordering question the options stand in
    the right order. `situation`, `text`, `heading` and `explanation` are by language."""

    key: str
    kind: QuestionKind
    lesson: str
    text: Mapping[str, str]
    options: tuple[Option, ...]
    explanation: Mapping[str, str]
    situation: Mapping[str, str]
    critical: bool = False
    guideline: str = ""
    heading: Mapping[str, str] | None = None

    def canonical(self, languages: Iterable[str]) -> str:
        right = [one.key for one in self.options if one.is_right or self.kind == QuestionKind.ORDER]
        return canonical_text(
            {
                "options": [one.key for one in self.options],
                "right": right,
                "texts": {code: self._in(code) for code in languages if self.text.get(code, "").strip()},
            }
        )

    def _in(self, language: str) -> dict[str, Any]:
        return {
            "text": _plain(self.text, language),
            "situation": _plain(self.situation, language),
            "heading": _plain(self.heading or {}, language),
            "explanation": _plain(self.explanation, language),
            "options": {
                one.key: {"text": _plain(one.text, language), "feedback": _plain(one.feedback, language)}
                for one in self.options
            },
        }


def digest(canonical: str, *, kind: str, critical: bool, lesson: str, guideline: str) -> str:
    """SHA-256 over everything a version of a question says."""
    facts = {"kind": kind, "critical": critical, "lesson": lesson, "guideline": guideline}
    return hashlib.sha256(canonical_text({**facts, "content": canonical}).encode()).hexdigest()


def problems(draft: Draft, languages: Iterable[str]) -> list[str | Promise]:
    """Why this question cannot be asked yet; nothing, if it can."""
    found: list[str | Promise] = []
    right = sum(one.is_right for one in draft.options)
    if not FEWEST_OPTIONS <= len(draft.options) <= MOST_OPTIONS:
        found.append(_("A question needs two to eight answers."))
    if draft.kind in ONE_ANSWER and right != 1:
        found.append(_("Exactly one answer has to be right."))
    if draft.kind == QuestionKind.MULTIPLE and right == 0:
        found.append(_("At least one answer has to be right."))
    if draft.kind == QuestionKind.TRUE_FALSE and len(draft.options) != 2:
        found.append(_("True or false takes exactly two answers."))
    if not any(_is_complete(draft, code) for code in languages):
        found.append(
            _("Please write the question, all answers and the explanation in at least one language.")
        )
    found += [
        _("The text in this language is unfinished: %(language)s.") % {"language": code}
        for code in languages
        if _is_begun(draft, code) and not _is_complete(draft, code)
    ]
    return found


def _texts(draft: Draft, language: str) -> list[str]:
    own = [_plain(draft.text, language), _plain(draft.explanation, language)]
    if draft.kind == QuestionKind.SCENARIO:
        own.append(_plain(draft.situation, language))
    return own + [_plain(one.text, language) for one in draft.options]


def _is_begun(draft: Draft, language: str) -> bool:
    return any(_texts(draft, language))


def _is_complete(draft: Draft, language: str) -> bool:
    return all(_texts(draft, language))


def _plain(texts: Mapping[str, str], language: str) -> str:
    return storable(texts.get(language) or "").strip()
