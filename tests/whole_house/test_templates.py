"""Every template parses; sign-in's own included, which no view of ours renders."""

from pathlib import Path

import pytest
from django.template import Engine, TemplateSyntaxError, engines

from tests.whole_house.source import ROOT, files

SUFFIXES = ("*.html", "*.txt", "*.svg")


def templates() -> list[Path]:
    return [path for suffix in SUFFIXES for path in files(ROOT, suffix) if "templates" in path.parts]


def test_there_are_templates() -> None:
    assert templates()


@pytest.mark.parametrize("path", templates(), ids=lambda path: str(path.relative_to(ROOT)))
def test_it_parses(path: Path) -> None:
    name = str(path).rsplit("/templates/", 1)[1]
    engines["django"].get_template(name)


def test_a_planted_mistake_is_found(settings) -> None:
    with pytest.raises(TemplateSyntaxError):
        Engine(libraries={}).from_string("{% if due %}{{ due }}")
