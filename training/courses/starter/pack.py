"""The starter course as it ships: plain data from YAML, nothing of the database (ADR 0001)."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from portal.upkeep.packs import read_pack

FOLDER = Path(__file__).parent
LANGUAGES = ("de", "en")


@dataclass(frozen=True)
class StarterCourse:
    """A course in every language, its questions with all languages bound, and how its quiz is set."""

    slug: str
    contents: dict[str, dict[str, Any]]
    questions: list[dict[str, Any]]
    quiz: dict[str, Any]


def starter_course(slug: str = "safe-on-social-media") -> StarterCourse:
    """Raises `FileNotFoundError` for a course that does not ship."""
    folder = FOLDER / slug
    bank = read_pack(folder / "questions.yaml")
    return StarterCourse(
        slug=slug,
        contents={language: read_pack(folder / f"{language}.yaml") for language in LANGUAGES},
        questions=bank["questions"],
        quiz=bank["quiz"],
    )
