"""The starter pack is product text: its shape, its two languages and its history are checked like code."""

import re
from collections.abc import Iterator
from html.parser import HTMLParser
from itertools import pairwise
from xml.etree import ElementTree

import pytest
import yaml

from guidelines.library.blocks import GuidelineBody, Sources
from guidelines.library.starter.pack import FOLDER, LANGUAGES, PICTURES, earlier_body, starter_guidelines

SLUGS = [
    "social-media",
    "corporate-accounts",
    "customer-dialogue",
    "house-rules",
    "monitoring-customer-data",
    "plug-ins-embeds",
]
FIELDS = {
    "slug", "title", "summary", "statement_kind", "statement", "audience", "due_days",
    "question_contact", "question_email", "version", "sources", "body",
}  # fmt: skip
NUMBERS = ("major", "minor", "change_class")
CHANGE = {"major", "minor", "change_class", "change_summary"}
UNTRANSLATED = {"tone", "verdict", "kind", "provider", "url", "svg", "phone"}
RICH, TEXT = "rich", "text"
SHAPES = {
    "heading_text": {"heading": TEXT, "text": RICH},
    "key_point": {"text": TEXT},
    "do_dont": {"pairs": [{"do": TEXT, "dont": TEXT, "why": TEXT}]},
    "example_post": {
        "verdict": {"good", "bad"}, "author": TEXT, "channel": TEXT, "text": TEXT, "comment": TEXT,
    },
    "callout": {"tone": {"info", "warning", "legal", "decision"}, "title": TEXT, "text": RICH},
    "steps": {"title": TEXT, "steps": [{"title": TEXT, "text": TEXT}]},
    "contact": {"name": TEXT, "role": TEXT, "email": TEXT, "phone": TEXT, "note": TEXT},
    "picture": {"svg": TEXT, "alt": TEXT, "caption": TEXT},
    "table": {"caption": TEXT, "columns": [TEXT], "rows": [{"cells": [TEXT]}]},
    "faq": {"items": [{"question": TEXT, "answer": RICH}]},
    "embed": {"kind": {"video", "post"}, "provider": TEXT, "url": TEXT, "title": TEXT, "description": TEXT},
}  # fmt: skip
ALLOWED_TAGS = {"p", "strong", "em", "a", "ul", "ol", "li", "br"}
PACK = {language: list(starter_guidelines(language)) for language in LANGUAGES}
EVERY = [guideline for language in LANGUAGES for guideline in PACK[language]]
PAIRS = list(zip(*PACK.values(), strict=True))
each = pytest.mark.parametrize("guideline", EVERY, ids=lambda g: f"{g.slug}-{g.language}")
each_pair = pytest.mark.parametrize(("german", "english"), PAIRS, ids=SLUGS)


class _Tags(HTMLParser):
    """Collects what a rich text uses and whether its tags close in order."""

    def __init__(self) -> None:
        super().__init__()
        self.used: set[str] = set()
        self.attributes: set[tuple[str, str]] = set()
        self.open: list[str] = []

    def handle_starttag(self, tag, attrs):
        self.used.add(tag)
        self.attributes |= {(tag, name) for name, _ in attrs}
        if tag != "br":
            self.open.append(tag)

    def handle_endtag(self, tag):
        assert self.open, f"</{tag}> closes nothing"
        assert self.open.pop() == tag


def faults_in(value: object, shape: object, where: str = "") -> Iterator[str]:
    """Where a value differs from its shape: wrong keys, empty lists or strings, stray tags, odd choices."""
    if isinstance(shape, dict):
        yield from faults_in_struct(value, shape, where)
    elif isinstance(shape, list):
        yield from faults_in_list(value, shape[0], where)
    elif isinstance(shape, set):
        if value not in shape:
            yield f"{where}: {value!r} is none of {sorted(shape)}"
    else:
        yield from faults_in_string(value, shape, where)


def faults_in_struct(value: object, shape: dict, where: str) -> Iterator[str]:
    if not isinstance(value, dict) or value.keys() != shape.keys():
        yield f"{where}: {value!r} should have {sorted(shape)}"
        return
    for key, inner in shape.items():
        yield from faults_in(value[key], inner, f"{where}.{key}")


def faults_in_list(value: object, shape: object, where: str) -> Iterator[str]:
    if not isinstance(value, list) or not value:
        yield f"{where}: should be a list with entries"
        return
    for index, item in enumerate(value):
        yield from faults_in(item, shape, f"{where}[{index}]")


def faults_in_string(value: object, kind: object, where: str) -> Iterator[str]:
    if not isinstance(value, str) or not value.strip() or value != value.strip():
        yield f"{where}: {value!r} should be a text without blanks around it"
    elif kind == TEXT and re.search(r"</?\w+[^>]*>", value):
        yield f"{where}: plain text holds a tag"
    elif kind == RICH:
        tags = _Tags()
        tags.feed(value)
        if tags.open or not tags.used <= ALLOWED_TAGS or not tags.attributes <= {("a", "href")}:
            yield f"{where}: {tags.used - ALLOWED_TAGS or tags.attributes or tags.open} is not allowed"


def test_six_guidelines_ship_in_both_languages_in_reading_order():
    for language in LANGUAGES:
        assert [guideline.slug for guideline in PACK[language]] == SLUGS
        assert [guideline.order for guideline in PACK[language]] == [1, 2, 3, 4, 5, 6]
    assert len({guideline.title for guideline in EVERY}) == 12


@pytest.mark.parametrize("path", sorted(FOLDER.glob("*/*.yaml")), ids=lambda p: f"{p.parent.name}/{p.name}")
def test_a_file_holds_the_agreed_fields_and_no_others(path):
    facts = yaml.safe_load(path.read_text(encoding="utf-8"))
    assert facts.keys() - {"previous"} == FIELDS
    assert path.parent.name == f"{SLUGS.index(facts['slug']) + 1:02}-{facts['slug']}"
    assert facts["version"].keys() == CHANGE
    for earlier in facts.get("previous", []):
        assert earlier.keys() == CHANGE | {"summary", "replace", "absent", "extra"}


@each
def test_what_is_asked_of_people_is_complete(guideline):
    """A consent is a choice of its own and never ships as a duty."""
    assert guideline.statement_kind in {"receipt", "undertaking"}
    assert guideline.statement.startswith(("Ich habe", "I have"))
    assert guideline.audience in {"everyone", "marketing", "service", "editorial"}
    assert guideline.due_days == 14
    assert guideline.question_email == guideline.current.body[-1]["value"]["email"]
    assert all(text.strip() for text in (guideline.title, guideline.question_contact, guideline.statement))
    assert all(version.summary and version.change_summary for version in guideline.versions)


@each
def test_every_block_of_every_version_has_its_shape(guideline):
    for version in guideline.versions:
        for index, block in enumerate(version.body):
            assert block.keys() == {"type", "value"}
            faults = list(faults_in(block["value"], SHAPES[block["type"]], f"{index} {block['type']}"))
            assert faults == []


@each
def test_the_editor_accepts_every_block_and_source(guideline):
    """Pictures aside, which exist only once the drawings have been stored as images."""
    body, sources = GuidelineBody(), Sources()
    for version in guideline.versions:
        body.clean(body.to_python([block for block in version.body if block["type"] != "picture"]))
    facts = [{**source, "date": source["date"] or ""} for source in guideline.sources]
    sources.clean(sources.to_python([{"type": "source", "value": fact} for fact in facts]))


@each
def test_tables_are_rectangles(guideline):
    for version in guideline.versions:
        for table in (block["value"] for block in version.body if block["type"] == "table"):
            assert {len(row["cells"]) for row in table["rows"]} == {len(table["columns"])}


@pytest.mark.parametrize(
    ("value", "shape"),
    [
        ({"text": " "}, SHAPES["key_point"]),
        ({"text": "Hello", "extra": "x"}, SHAPES["key_point"]),
        ({"text": "a <b>tag</b>"}, SHAPES["key_point"]),
        ({"pairs": []}, SHAPES["do_dont"]),
        ({"heading": "x", "text": "<script>x</script>"}, SHAPES["heading_text"]),
        ({"heading": "x", "text": '<p onclick="x">x</p>'}, SHAPES["heading_text"]),
        ({"heading": "x", "text": "<p>x"}, SHAPES["heading_text"]),
        ({"tone": "loud", "title": "x", "text": "<p>x</p>"}, SHAPES["callout"]),
    ],
)
def test_the_shape_check_catches_planted_faults(value, shape):
    assert list(faults_in(value, shape))


@each_pair
def test_both_languages_say_the_same_in_the_same_order(german, english):
    for name in ("slug", "statement_kind", "audience", "due_days"):
        assert getattr(german, name) == getattr(english, name)
    ours, theirs = ([(s["date"], s.get("url")) for s in each.sources] for each in (german, english))
    assert ours == theirs
    for before, after in zip(german.versions, english.versions, strict=True):
        assert [getattr(before, name) for name in NUMBERS] == [getattr(after, name) for name in NUMBERS]
        assert [outline(block) for block in before.body] == [outline(block) for block in after.body]


def outline(block) -> object:
    """The part of a block that translation leaves alone: type, choices, number of entries, paragraphs."""
    value = block["value"]
    fixed = {key: inner for key, inner in value.items() if key in UNTRANSLATED}
    counts = {key: len(inner) for key, inner in value.items() if isinstance(inner, list)}
    texts = {key: inner for key, inner in value.items() if isinstance(inner, str)}
    marks = {key: re.findall(r"<(?!strong|em)\w+", inner) for key, inner in texts.items()}
    return block["type"], fixed, counts, marks


@each_pair
def test_a_translation_is_not_a_copy(german, english):
    pairs = zip(german.current.body, english.current.body, strict=True)
    for ours, theirs in pairs:
        if ours["type"] != "contact":
            assert ours["value"] != theirs["value"]


@each
def test_every_guideline_names_its_open_decisions_its_sources_and_a_contact(guideline):
    types = [block["type"] for block in guideline.current.body]
    assert any(block["value"].get("tone") == "decision" for block in guideline.current.body)
    assert types[0] == "key_point"
    assert types[-1] == "contact"
    assert guideline.current.body[-1]["value"]["email"].endswith("@example.com")
    assert guideline.sources


def test_all_kinds_of_block_are_shown_and_every_drawing_exists():
    used = {block["type"] for guideline in EVERY for block in guideline.current.body}
    assert used == SHAPES.keys()
    drawn = {
        block["value"]["svg"]
        for guideline in EVERY
        for block in guideline.current.body
        if block["type"] == "picture"
    }
    assert drawn == {path.name for path in PICTURES.iterdir()}


@pytest.mark.parametrize("path", sorted(PICTURES.glob("*.svg")), ids=lambda p: p.name)
def test_drawings_are_inert_and_hold_no_words(path):
    tags = {element.tag.rpartition("}")[2] for element in ElementTree.parse(path).iter()}
    assert tags <= {"svg", "g", "path", "rect", "circle"}


def test_embeds_are_examples_from_a_host_without_cookies():
    embeds = [b["value"] for g in EVERY for b in g.current.body if b["type"] == "embed"]
    assert len(embeds) == 2
    for embed in embeds:
        assert embed["url"].startswith("https://www.youtube-nocookie.com/embed/")
        assert re.match(r"Beispiel|Example", embed["title"])


@each
def test_versions_rise_and_differ(guideline):
    numbers = [(version.major, version.minor) for version in guideline.versions]
    assert numbers == sorted(set(numbers))
    assert numbers[0] == (1, 0)
    for earlier, later in pairwise(guideline.versions):
        assert earlier.body != later.body
        step = "material" if later.major > earlier.major else "editorial"
        assert later.change_class == step


@pytest.mark.parametrize("slug", ["social-media", "monitoring-customer-data"])
@pytest.mark.parametrize("language", LANGUAGES)
def test_a_material_change_alters_adds_and_removes_blocks(language, slug):
    first, second = PACK[language][SLUGS.index(slug)].versions
    before = [str(block) for block in first.body]
    after = [str(block) for block in second.body]
    assert len(set(after) - set(before)) > len(set(before) - set(after)) - 1 >= 2
    assert len(set(before) & set(after)) > len(before) / 2


def test_an_editorial_change_keeps_the_order_of_blocks():
    for language in LANGUAGES:
        first, second = PACK[language][SLUGS.index("customer-dialogue")].versions
        assert [block["type"] for block in first.body] == [block["type"] for block in second.body]


def test_an_earlier_body_is_told_by_its_difference():
    a, b, c, old, gone = ({"type": "key_point", "value": {"text": name}} for name in "abcog")
    body = earlier_body(
        [a, b, c],
        replace=[{"index": 0, "block": old}],
        absent=[1],
        extra=[{"before": 2, "block": gone}],
    )
    assert body == (old, gone, c)
