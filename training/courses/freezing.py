"""A course page becomes lessons that never change again. Pure: the same page gives the same lessons."""

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from django.template.loader import render_to_string
from django.utils import translation

from guidelines.library.assets import FrozenAsset
from guidelines.library.reading import plain
from guidelines.library.rendering import Renderer
from guidelines.library.sanitising import clean
from portal.audit.chain import canonical_text, storable
from training.courses.choices import Verdict

if TYPE_CHECKING:
    from training.courses.models import CoursePage

GUIDELINE = "guideline_section"


@dataclass(frozen=True)
class FrozenCourse:
    """One language of a course. `lessons` is plain data: key, title, minutes and parts, each HTML or the
    name of a guideline's passage, which is looked up when it is shown."""

    title: str
    summary: str
    language: str
    lessons: list[dict[str, Any]]
    assets: list[FrozenAsset] = field(default_factory=list)

    @property
    def reads(self) -> tuple[str, ...]:
        return self.title, self.summary, canonical_text({"lessons": self.lessons})


class LessonRenderer(Renderer):
    """Knows the parts that only lessons have."""

    def __init__(self) -> None:
        super().__init__()
        self._contexts["worked_example"] = worked_example

    def block(self, kind: str, value: Any) -> str:
        if kind != "worked_example":
            return super().block(kind, value)
        html = render_to_string("courses/blocks/worked_example.html", self._contexts[kind](value))
        return storable(html).strip()


def freeze_course(page: "CoursePage") -> FrozenCourse:
    """Freeze `page` as it stands. Raises `AssetMissing` when a picture or file cannot be read."""
    assets: dict[str, FrozenAsset] = {}
    with translation.override(page.locale.language_code):
        lessons = [_lesson(block.value, assets) for block in page.lessons]
    return FrozenCourse(
        title=plain(page.title),
        summary=plain(page.summary),
        language=page.locale.language_code,
        lessons=lessons,
        assets=list(assets.values()),
    )


def worked_example(value: Any) -> dict[str, Any]:
    """The example as a tree: every answer carries the step it leads to."""
    steps = list(value["steps"])
    return {"value": value, "step": _step(steps, 0)}


def _step(steps: list[Any], index: int) -> dict[str, Any]:
    """Steps only lead onwards, so this ends."""
    step = steps[index]
    return {
        "question": step["question"],
        "answers": [
            {
                "text": answer["text"],
                "verdict": answer["verdict"],
                "label": Verdict(answer["verdict"]).label,
                "feedback": answer["feedback"],
                "next": _next(steps, index, answer["goes_to"]),
            }
            for answer in step["answers"]
        ],
    }


def _next(steps: list[Any], index: int, goes_to: int | None) -> dict[str, Any] | None:
    if goes_to is None or not index + 1 < goes_to <= len(steps):
        return None
    return _step(steps, goes_to - 1)


def _lesson(value: Any, assets: dict[str, FrozenAsset]) -> dict[str, Any]:
    renderer = LessonRenderer()
    parts: list[dict[str, Any]] = []
    for block in value["body"]:
        if block.block_type == GUIDELINE:
            parts.append(_passage(block.value))
        elif html := clean(renderer.block(block.block_type, block.value)):
            _add_html(parts, html)
    assets.update(renderer.assets)
    return {
        "key": value["key"],
        "title": plain(value["title"]),
        "minutes": value["minutes"] or 1,
        "parts": parts,
    }


def _passage(value: Any) -> dict[str, Any]:
    return {
        "guideline": value["guideline"],
        "heading": plain(value["heading"] or ""),
        "lead": plain(value["lead"] or ""),
    }


def _add_html(parts: list[dict[str, Any]], html: str) -> None:
    """One part for what stands together."""
    if parts and "html" in parts[-1]:
        parts[-1]["html"] += "\n" + html
    else:
        parts.append({"html": html})
