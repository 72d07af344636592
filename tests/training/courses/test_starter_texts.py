"""The starter course is product text: its shape, its two languages and its bank are checked like code."""

import re
from collections import Counter
from collections.abc import Iterator
from copy import deepcopy
from pathlib import Path
from typing import Any

import pytest
import yaml
from django.core.exceptions import ValidationError

import training.courses
from guidelines.library.starter.pack import starter_guidelines
from training.courses.blocks import LessonBody, Lessons
from training.courses.choices import ONE_ANSWER, QuestionKind

FOLDER = Path(training.courses.__file__).parent / "starter" / "safe-on-social-media"
LANGUAGES = ("de", "en")
LESSONS = [
    "private-and-professional",
    "what-may-i-say",
    "platforms-and-private-accounts",
    "customer-data",
    "messengers",
    "when-it-burns",
]
UNTRANSLATED = {"key", "minutes", "type", "tone", "verdict", "guideline", "goes_to", "slug", "kind", "lesson"}
MAY_BE_EMPTY = {"post", "goes_to"}
INFORMAL = re.compile(r"\b(du|dich|dir|dein(e|em|en|er|es)?|euch|euer|eure[mnrs]?)\b", re.IGNORECASE)
BOSSY = re.compile(r"\byou must\b|\bSie müssen\b", re.IGNORECASE)
GENDER_SIGN = re.compile(r"[a-zäöüß][*_:·][a-zäöüß]|\w/(in|innen)\b|(?<!Linked)(?<=[a-zäöüß])In(nen)?\b")
LAW = re.compile(r"§ \d|\bsection \d|\bArt\. \d|Hinweisgeberschutzgesetz|Whistleblower Protection Act")
HEDGE = re.compile(r"rechtlich bestätigen lassen|counsel to confirm", re.IGNORECASE)
TRUE_FALSE = {"true": {"de": "Stimmt", "en": "True"}, "false": {"de": "Stimmt nicht", "en": "False"}}


def read(name: str) -> dict[str, Any]:
    return yaml.safe_load((FOLDER / f"{name}.yaml").read_text(encoding="utf-8"))


COURSE = {language: read(language) for language in LANGUAGES}
BANK = read("questions")
QUESTIONS = BANK["questions"]
HEADINGS = {
    language: {
        guideline.slug: {b["value"]["heading"] for b in guideline.current.body if b["type"] == "heading_text"}
        for guideline in starter_guidelines(language)
    }
    for language in LANGUAGES
}
each_language = pytest.mark.parametrize("language", LANGUAGES)
each_lesson = pytest.mark.parametrize("number", range(len(LESSONS)), ids=LESSONS)
each_question = pytest.mark.parametrize("question", QUESTIONS, ids=lambda question: question["key"])


def blocks_of(language: str, kind: str) -> list[dict[str, Any]]:
    return [b["value"] for lesson in COURSE[language]["lessons"] for b in lesson["body"] if b["type"] == kind]


def strings(value: object, key: str = "") -> Iterator[tuple[str, str]]:
    """Every text a reader sees, with the name of its field."""
    if isinstance(value, dict):
        for name, inner in value.items():
            yield from strings(inner, name)
    elif isinstance(value, list):
        for inner in value:
            yield from strings(inner, key)
    elif isinstance(value, str) and key not in UNTRANSLATED:
        yield key, value


def in_language(value: Any, language: str) -> Any:
    """A question as one language shows it."""
    if isinstance(value, dict):
        return value[language] if value.keys() == set(LANGUAGES) else {
            key: in_language(inner, language) for key, inner in value.items()
        }  # fmt: skip
    return [in_language(inner, language) for inner in value] if isinstance(value, list) else value


def prose(language: str) -> list[str]:
    pairs = [*strings(COURSE[language]), *strings([in_language(q, language) for q in QUESTIONS])]
    return [re.sub(r"<[^>]+>", " ", text) for _name, text in pairs]


def outline(value: Any, key: str = "") -> Any:
    """What translation leaves alone: fields, choices, numbers of entries, paragraphs, items and links."""
    if isinstance(value, dict):
        return {name: outline(inner, name) for name, inner in value.items()}
    if isinstance(value, list):
        return [outline(inner, key) for inner in value]
    if isinstance(value, str) and key not in UNTRANSLATED:
        return bool(value), re.findall(r"</?\w+", value)
    return value


def faults_of(question: dict[str, Any]) -> list[str]:
    """What is wrong with the shape of a question."""
    options, kind = question["options"], question["kind"]
    keys = [option["key"] for option in options]
    said = {option["key"]: option["text"] for option in options}
    right = [option for option in options if option["correct"]]
    explained = "explanation" in question or all("feedback" in option for option in options)
    checks = {
        "a lesson that exists": question["lesson"] in LESSONS,
        "a kind that exists": kind in QuestionKind.values,
        "two to five options": (2 if kind == QuestionKind.TRUE_FALSE else 3) <= len(options) <= 5,
        "options with different keys": len(set(keys)) == len(keys),
        "one right answer": kind not in ONE_ANSWER or len(right) == 1,
        "several right and one wrong": kind != QuestionKind.MULTIPLE or 2 <= len(right) < len(options),
        "an order": kind != QuestionKind.ORDER or len(right) == len(options),
        "true and false": kind != QuestionKind.TRUE_FALSE or said == TRUE_FALSE,
        "a situation for a scenario alone": ("situation" in question) == (kind == QuestionKind.SCENARIO),
        "something to learn from": explained,
        "a guideline that ships": question["guideline"] in HEADINGS["de"],
    }  # fmt: skip
    return [name for name, holds in checks.items() if not holds]


@each_language
def test_the_course_has_its_six_lessons_in_order(language):
    assert COURSE[language].keys() == {
        "slug", "title", "summary", "question_contact", "question_email", "lessons",
    }  # fmt: skip
    assert COURSE[language]["slug"] == FOLDER.name
    assert COURSE[language]["question_email"].endswith("@example.com")
    assert [lesson["key"] for lesson in COURSE[language]["lessons"]] == LESSONS


@each_language
def test_the_editor_accepts_every_lesson(language):
    lessons = Lessons()
    raw = [{"type": "lesson", "value": lesson} for lesson in COURSE[language]["lessons"]]
    cleaned = lessons.clean(lessons.to_python(raw))
    assert [len(lesson.value["body"]) for lesson in cleaned] == [len(item["value"]["body"]) for item in raw]


def test_an_example_that_leads_nowhere_is_refused():
    body = deepcopy(COURSE["de"]["lessons"][0]["body"])
    example = next(block["value"] for block in body if block["type"] == "worked_example")
    example["steps"][0]["answers"][0]["goes_to"] = 9
    with pytest.raises(ValidationError):
        LessonBody().clean(LessonBody().to_python(body))


@each_lesson
@each_language
def test_blocks_name_no_field_the_cms_does_not_have(language, number):
    kinds = LessonBody().child_blocks
    for block in COURSE[language]["lessons"][number]["body"]:
        assert block.keys() == {"type", "value"}
        assert block["value"].keys() == kinds[block["type"]].child_blocks.keys()


def test_both_languages_are_built_alike():
    assert outline(COURSE["de"]) == outline(COURSE["en"])
    for question in QUESTIONS:
        assert outline(in_language(question, "de")) == outline(in_language(question, "en"))


def test_a_lost_paragraph_or_step_is_noticed():
    other = deepcopy(COURSE["en"])
    text = next(b["value"] for b in other["lessons"][0]["body"] if b["type"] == "heading_text")
    text["text"] = text["text"].replace("</p>", "", 1).replace("<p>", "", 1)
    assert outline(other) != outline(COURSE["de"])
    other = deepcopy(COURSE["en"])
    example = next(b["value"] for b in other["lessons"][1]["body"] if b["type"] == "worked_example")
    example["steps"].pop()
    assert outline(other) != outline(COURSE["de"])


@each_lesson
@each_language
def test_every_lesson_shows_a_guideline_and_lets_people_decide(language, number):
    lesson = COURSE[language]["lessons"][number]
    types = Counter(block["type"] for block in lesson["body"])
    assert types["guideline_section"] >= 1
    assert types["worked_example"] >= 1
    words = sum(len(re.sub(r"<[^>]+>", " ", text).split()) for _name, text in strings(lesson["body"]))
    assert 500 <= words <= 750
    assert 3 <= lesson["minutes"] <= 5


@each_language
def test_every_passage_shown_exists_in_its_guideline(language):
    for shown in blocks_of(language, "guideline_section"):
        assert shown["heading"] in HEADINGS[language][shown["guideline"]]


@each_language
def test_worked_examples_branch_and_end(language):
    examples = blocks_of(language, "worked_example")
    assert len(examples) >= 5
    assert sum(len(example["steps"]) >= 2 for example in examples) >= 3
    for example in examples:
        reached = {a["goes_to"] for step in example["steps"] for a in step["answers"]} | {1}
        assert set(range(1, len(example["steps"]) + 1)) | {None} == reached
        for step in example["steps"]:
            verdicts = [answer["verdict"] for answer in step["answers"]]
            assert "good" in verdicts
            assert len(set(verdicts)) > 1


@each_question
def test_a_question_has_its_shape_and_its_source(question):
    assert faults_of(question) == []
    for language in LANGUAGES:
        if "heading" in question:
            assert question["heading"][language] in HEADINGS[language][question["guideline"]]


@pytest.mark.parametrize(
    ("key", "change"),
    [
        ("private-1", {"lesson": "elsewhere"}),
        ("private-1", {"kind": "multiple"}),
        ("private-2", {"kind": "order"}),
        ("private-4", {"kind": "scenario"}),
        ("say-3", {"kind": "single"}),
        ("say-1", {"guideline": "unknown"}),
        ("say-3", {"explanation": None}),
    ],
)
def test_the_shape_check_catches_planted_faults(key, change):
    question = {**next(q for q in QUESTIONS if q["key"] == key), **change}
    assert faults_of({name: value for name, value in question.items() if value is not None})


def test_the_bank_is_wide_enough_to_draw_from():
    assert BANK["quiz"] == {
        "draw": 12, "pass_percent": 80, "attempts": 3, "cooldown_hours": 4, "shuffle": True,
        "ask_confidence": True,
    }  # fmt: skip
    assert len({question["key"] for question in QUESTIONS}) == len(QUESTIONS) >= 36
    assert {question["kind"] for question in QUESTIONS} == set(QuestionKind.values)
    per_lesson = Counter(question["lesson"] for question in QUESTIONS)
    assert all(per_lesson[lesson] >= 5 for lesson in LESSONS)
    assert 2 <= sum(question["critical"] for question in QUESTIONS) <= 4


@each_language
def test_the_right_answer_cannot_be_told_by_length_or_place(language):
    single = [q["options"] for q in QUESTIONS if q["kind"] in {QuestionKind.SINGLE, QuestionKind.SCENARIO}]
    longest = [max(options, key=lambda o: len(o["text"][language]))["correct"] for options in single]
    assert sum(longest) <= len(single) / 3
    places = Counter([option["correct"] for option in options].index(True) for options in single)
    assert len(places) == 4
    assert max(places.values()) <= len(single) / 2


def test_true_and_false_are_both_right_at_times():
    answers = [option["key"] for q in QUESTIONS if q["kind"] == QuestionKind.TRUE_FALSE
               for option in q["options"] if option["correct"]]  # fmt: skip
    assert min(answers.count("true"), answers.count("false")) >= 2


@each_language
def test_nothing_is_empty_and_nothing_orders_people_about(language):
    pairs = [*strings(COURSE[language]), *strings([in_language(q, language) for q in QUESTIONS])]
    assert [name for name, text in pairs if not text.strip() and name not in MAY_BE_EMPTY] == []
    assert [text for _name, text in pairs if text != text.strip() or BOSSY.search(text)] == []


def test_german_says_sie_and_puts_no_signs_inside_words():
    text = "\n".join(prose("de"))
    assert INFORMAL.search(text) is None
    assert GENDER_SIGN.search(text) is None


@each_language
def test_quotation_marks_belong_to_the_language(language):
    text = "\n".join(prose(language))
    assert not {'"', "'"} & set(text)
    opening, closing, foreign = {"de": ("„", "“", "”"), "en": ("“", "”", "„")}[language]
    assert text.count(opening) == text.count(closing)
    assert foreign not in text


@each_language
def test_what_names_a_law_asks_for_confirmation(language):
    legal = [c["text"] for c in blocks_of(language, "callout") if c["tone"] == "legal"]
    named = [text for text in prose(language) if LAW.search(text)]
    assert len(legal) >= 4
    assert len(named) >= 6
    assert [text for text in [*legal, *named] if not HEDGE.search(text)] == []
