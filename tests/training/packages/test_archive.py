"""Law T4 begins at the door: what is taken in is an honest archive of ordinary files, or a sentence."""

import tracemalloc
from io import BytesIO

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.training.packages.files import DOT, Member, Zip, manifest, package, written
from tests.training.packages.hostile import HOSTILE
from training.packages.archive import Archive, Limits
from training.packages.manifest import manifest_of
from training.packages.rules import SAY, PackageRefused

ENTRY_MARK, HIGH_BYTE_OF_ITS_COMMENT = b"PK\x01\x02", 33


def take_in(content: bytes) -> dict[str, bytes]:
    """All that the import does with an archive before anything is kept."""
    archive = Archive(BytesIO(content))
    manifest_of(archive)
    return {entry.path: b"".join(archive.pieces(entry)) for entry in archive.entries}


def test_there_are_enough_hostile_packages() -> None:
    assert len(HOSTILE) >= 40


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_package_is_refused_with_a_sentence(name: str) -> None:
    slug, make = HOSTILE[name]
    with pytest.raises(PackageRefused) as refused:
        take_in(make())
    assert refused.value.slug == slug
    said = str(refused.value.message)
    assert said.endswith((".", "?"))
    assert "%(" not in said
    assert said.isprintable()
    assert len(said) < 300


def test_every_sentence_is_met_by_a_package() -> None:
    """`too_large` is met below, where no file of 100 MB has to be made."""
    assert set(SAY) - {slug for slug, _ in HOSTILE.values()} == {"too_large"}


def test_a_file_too_large_is_refused_before_it_is_opened() -> None:
    with pytest.raises(PackageRefused) as refused:
        Archive(BytesIO(package()), Limits(packed=100))
    assert refused.value.slug == "too_large"


@pytest.mark.parametrize("name", ["a bomb", "a directory without end", "large in sum", "too many files"])
def test_a_refusal_costs_little_memory(name: str) -> None:
    content = HOSTILE[name][1]()
    tracemalloc.start()
    with pytest.raises(PackageRefused):
        take_in(content)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < len(content) + 12 * 1024 * 1024


def test_an_ordinary_package_is_taken_in_byte_by_byte() -> None:
    large = bytes(range(256)) * 8_000
    found = take_in(package({"data/large.bin": large, "empty.txt": b""}))
    assert sorted(found) == ["data/large.bin", "empty.txt", "img/dot.png", "imsmanifest.xml", "index.html"]
    assert found["data/large.bin"] == large
    assert found["img/dot.png"] == DOT


def test_folders_may_be_entries_and_sizes_may_follow() -> None:
    """So write many programs: folders of their own, sizes behind the bytes, names in UTF-8 or unmarked."""
    later = Member(b"later.html", b"later", flags=0x808, local_size=0)
    folder = Member(b"img/", b"", mode=0o040755 << 16)
    unmarked = Member("Übung.html".encode(), flags=0)
    dos = Member(b"readme.txt", mode=0, system=0)
    found = take_in(written(folder, later, unmarked, dos, Member(b"img/a.png")))
    assert found["later.html"] == b"later"
    assert {"Übung.html", "img/a.png", "readme.txt"} < set(found)


def test_an_archive_may_have_a_comment() -> None:
    assert take_in(written(comment=b"saved by a program"))


def test_names_are_kept_in_one_spelling() -> None:
    assert "\u00fc.html" in take_in(written(Member("u\u0308.html".encode())))


@given(st.binary(max_size=400))
def test_no_bytes_end_in_an_error(content: bytes) -> None:
    for start in (b"", b"PK\x03\x04"):
        with pytest.raises(PackageRefused):
            take_in(start + content)


@given(st.integers(0, len(package()) - 1), st.integers(1, 255))
def test_a_changed_byte_is_refused_or_changes_nothing_that_is_kept(at: int, by: int) -> None:
    good = package()
    changed = bytearray(good)
    changed[at] = (changed[at] + by) % 256
    try:
        found = take_in(bytes(changed))
    except PackageRefused:
        return
    assert sorted(found.values()) == sorted(take_in(good).values())


def test_a_file_that_hides_in_the_comment_of_another_is_refused() -> None:
    content = bytearray(package())
    second = content.index(ENTRY_MARK, content.index(ENTRY_MARK) + 1)
    content[second + HIGH_BYTE_OF_ITS_COMMENT] = 1
    with pytest.raises(PackageRefused) as refused:
        take_in(bytes(content))
    assert refused.value.slug == "broken"


@given(st.text(max_size=30))
def test_whatever_a_name_is_it_stays_inside(name: str) -> None:
    raw = name.encode("utf-8", "surrogatepass")
    content = Zip(
        [Member(b"imsmanifest.xml", manifest().encode()), Member(b"index.html"), Member(raw)]
    ).bytes()
    try:
        found = take_in(content)
    except PackageRefused:
        return
    for path in found:
        assert not path.startswith("/")
        assert ".." not in path.split("/")
        assert "\\" not in path
        assert "\0" not in path
