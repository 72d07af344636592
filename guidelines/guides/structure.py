"""What decision guides and checklists hold, read from the content of an edition. Pure.

Keys, order, where an answer leads, verdicts, addresses and dates are the same in every language; the rest
are words of one language.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from guidelines.editions.structure import SourceOf
from guidelines.guides.choices import Verdict


@dataclass(frozen=True)
class Answer:
    """`goes_to` is the key of a question or of an outcome; the two share one set of keys."""

    text: str
    goes_to: str


@dataclass(frozen=True)
class Question:
    key: str
    question: str
    help: str
    answers: tuple[Answer, ...]


@dataclass(frozen=True)
class AnswerTemplate:
    """Words to copy. Placeholders are written {like_this}."""

    title: str
    text: str


@dataclass(frozen=True)
class Outcome:
    """What one may do, and why. `verdict` is one of `choices.Verdict`.

    `guideline` is the slug of a guideline and `heading` a heading in it, in the language of this text: the
    passage that is shown as it is in force. `ask` names roles (`accounts.people.choices.Role`), `ask_for`
    says what to ask them.
    """

    key: str
    verdict: str
    title: str
    reason: str
    conditions: tuple[str, ...]
    sources: tuple[SourceOf, ...]
    guideline: str
    heading: str
    templates: tuple[AnswerTemplate, ...]
    ask: tuple[str, ...]
    ask_for: str

    @property
    def said(self) -> Verdict | None:
        """The verdict as a choice; a draft may have none."""
        return Verdict(self.verdict) if self.verdict in Verdict.values else None


@dataclass(frozen=True)
class Guide:
    """A decision guide in one language. `start` is the key of the first question; in lists, small `order`s
    come first."""

    order: int
    track: str
    intro: str
    start: str
    questions: tuple[Question, ...]
    outcomes: tuple[Outcome, ...]

    def question(self, key: str) -> Question | None:
        return next((one for one in self.questions if one.key == key), None)

    def outcome(self, key: str) -> Outcome | None:
        return next((one for one in self.outcomes if one.key == key), None)


@dataclass(frozen=True)
class Item:
    """One thing to check. `guide` is the slug of the decision guide that helps with it, or ""."""

    key: str
    title: str
    text: str
    guide: str


@dataclass(frozen=True)
class Checklist:
    order: int
    intro: str
    items: tuple[Item, ...]
    sources: tuple[SourceOf, ...]


def guide_of(content: Mapping[str, Any]) -> Guide:
    """The guide that the content of an edition holds. Raises `KeyError` and `TypeError` for a content that
    is none."""
    return Guide(
        order=content["order"],
        track=content["track"],
        intro=content["intro"],
        start=content["start"],
        questions=tuple(
            Question(**{**one, "answers": tuple(Answer(**answer) for answer in one["answers"])})
            for one in content["questions"]
        ),
        outcomes=tuple(_outcome(one) for one in content["outcomes"]),
    )


def checklist_of(content: Mapping[str, Any]) -> Checklist:
    """The checklist that the content of an edition holds. Raises as `guide_of` does."""
    return Checklist(
        order=content["order"],
        intro=content["intro"],
        items=tuple(Item(**one) for one in content["items"]),
        sources=tuple(SourceOf(**one) for one in content["sources"]),
    )


def _outcome(one: Mapping[str, Any]) -> Outcome:
    return Outcome(
        **{
            **one,
            "conditions": tuple(one["conditions"]),
            "sources": tuple(SourceOf(**source) for source in one["sources"]),
            "templates": tuple(AnswerTemplate(**template) for template in one["templates"]),
            "ask": tuple(one["ask"]),
        }
    )
