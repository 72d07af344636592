"""imsmanifest.xml as programs write it."""

import pytest

from tests.training.packages.files import ITEM, RESOURCE, manifest
from training.packages.manifest import Manifest, parse
from training.packages.rules import PackageRefused

PATHS = {"index.html", "course/index.html", "Über uns.html", "scormcontent/index.html"}


def read(text: str) -> Manifest:
    return parse(text.encode(), PATHS)


def test_the_usual() -> None:
    found = read(manifest(title="Social media", more="<adlcp:masteryscore>80</adlcp:masteryscore>"))
    assert found == Manifest(
        identifier="COURSE-1",
        title="Social media",
        start="index.html",
        parameters="",
        mastery_score=80,
        launch_data="",
    )


@pytest.mark.parametrize(
    ("href", "start", "parameters"),
    [
        ("index.html?lang=de#/lessons", "index.html", "?lang=de#/lessons"),
        ("./course/../index.html", "index.html", ""),
        ("%C3%9Cber%20uns.html", "Über uns.html", ""),
        (" index.html ", "index.html", ""),
    ],
)
def test_where_it_begins(href: str, start: str, parameters: str) -> None:
    found = read(manifest(href=href))
    assert (found.start, found.parameters) == (start, parameters)


@pytest.mark.parametrize(
    ("added", "parameters"),
    [
        ("?a=1", "?own=1&a=1"),
        ("a=1", "?own=1&a=1"),
        ("&amp;a=1", "?own=1&a=1"),
        ("#there", "?own=1#there"),
    ],
)
def test_an_items_parameters_follow_the_pages_own(added: str, parameters: str) -> None:
    item = ITEM.replace("isvisible", f'parameters="{added}" isvisible').format(title="x", more="")
    assert read(manifest(href="index.html?own=1", items=item)).parameters == parameters


def test_bases_add_up() -> None:
    text = manifest(href="index.html").replace("<resources>", '<resources xml:base="course/">')
    assert read(text).start == "course/index.html"


def test_a_base_elsewhere_is_refused() -> None:
    text = manifest().replace("<resources>", '<resources xml:base="https://example.com/">')
    with pytest.raises(PackageRefused, match="does not begin in the package"):
        read(text)


def test_the_default_organisation_counts() -> None:
    other = '<organization identifier="A"><title>Other</title></organization><organization identifier="ORG">'
    found = read(manifest().replace('<organization identifier="ORG">', other))
    assert found.title == "Social media for beginners"


def test_chapters_around_the_one_part_that_reports() -> None:
    """Chapters are items without a page; pages that do not report are passed over."""
    inner = ITEM.format(title="Part", more="")
    leaflet = inner.replace("I1", "I2").replace("R1", "R2")
    items = f'<item identifier="C"><title>Chapter</title>{inner}</item>{leaflet}'
    resources = RESOURCE.format(name="R1", kind="sco", href="index.html") + RESOURCE.format(
        name="R2", kind="asset", href="course/index.html"
    )
    found = read(manifest(items=items, resources=resources))
    assert (found.title, found.start) == ("Part", "index.html")


def test_the_same_part_twice_is_one() -> None:
    items = ITEM.format(title="First", more="") + ITEM.format(title="Again", more="").replace("I1", "I2")
    assert read(manifest(items=items)).title == "First"


def test_without_metadata_the_namespaces_say_it() -> None:
    assert read(manifest(metadata="")).start == "index.html"
    newer = manifest(metadata="").replace("adlcp_rootv1p2", "adlcp_v1p3")
    with pytest.raises(PackageRefused, match="SCORM 2004"):
        read(newer)


@pytest.mark.parametrize(
    ("said", "score"), [("80", 80), ("79.6", 80), ("", None), ("many", None), ("101", None), ("nan", None)]
)
def test_a_score_is_a_number_from_0_to_100(said: str, score: int | None) -> None:
    assert read(manifest(more=f"<adlcp:masteryscore>{said}</adlcp:masteryscore>")).mastery_score == score


def test_a_title_is_one_short_line() -> None:
    found = read(manifest(title="A\n  long " + "x" * 900))
    assert found.title.startswith("A long xxx")
    assert len(found.title) == 200


def test_other_encodings_are_read() -> None:
    text = manifest(title="Übung").replace("UTF-8", "UTF-16")
    assert parse(text.encode("utf-16"), PATHS).title == "Übung"


def test_a_hundred_thousand_levels_are_no_problem() -> None:
    deep = "<x>" * 100_000 + "</x>" * 100_000
    assert read(manifest(more=deep)).start == "index.html"
