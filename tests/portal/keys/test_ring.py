"""The key ring: private, made once, never guessed at; envelopes open where they belong and nowhere else."""

import stat
import subprocess
import sys
import uuid
from pathlib import Path

import pytest
from cryptography.exceptions import InvalidTag

from portal.keys.commitments import KeyDestroyed, commit, destroy_person_key, person_key
from portal.keys.envelope import UnknownFormat, key_of, open_bytes, rewrap, seal_bytes
from portal.keys.models import PersonKey
from portal.keys.ring import KeyProblem, UnknownKey, add_key, remove_key, ring

HERE = {"kind": "test", "row": "1"}


@pytest.fixture(autouse=True)
def directory(settings, tmp_path: Path) -> Path:
    settings.PORTAL_KEYS_DIR = str(tmp_path / "keys")
    return tmp_path / "keys"


def test_the_ring_is_made_once_and_private(directory: Path) -> None:
    assert ring().active == "0001"
    assert stat.S_IMODE(directory.stat().st_mode) == 0o700
    assert {stat.S_IMODE(path.stat().st_mode) for path in directory.iterdir()} == {0o600}
    assert ring() == ring()


def test_two_processes_at_once_make_one_ring(directory: Path) -> None:
    code = (
        "import sys; from pathlib import Path; from portal.keys.ring import create_ring, _load; "
        "d = Path(sys.argv[1]); create_ring(d); print(_load(d, 0).keys['0001'].hex())"
    )
    started = [
        subprocess.Popen([sys.executable, "-c", code, str(directory)], stdout=subprocess.PIPE, text=True)
        for _ in range(4)
    ]
    keys = {process.communicate(timeout=60)[0] for process in started}
    assert all(process.returncode == 0 for process in started)
    assert keys == {f"{ring().keys['0001'].hex()}\n"}
    assert sorted(path.name for path in directory.iterdir()) == ["active", "kek-0001.key"]


def test_what_was_sealed_opens() -> None:
    for data in (b"", b"x", b"\x00" * 10_000, "ä👩🏽‍🚒".encode()):
        assert open_bytes(seal_bytes(data, context=HERE), context=HERE) == data
    assert seal_bytes(b"x", context=HERE) != seal_bytes(b"x", context=HERE)


@pytest.mark.parametrize(
    "context",
    [{}, {"kind": "test"}, {"kind": "test", "row": "2"}, {"kind": "other", "row": "1"}, {**HERE, "a": "b"}],
)
def test_v5_another_place_does_not_open(context: dict[str, str]) -> None:
    """V5: a swapped ciphertext fails."""
    with pytest.raises(InvalidTag):
        open_bytes(seal_bytes(b"secret", context=HERE), context=context)


@pytest.mark.parametrize("at", [5, 7, 30, 66, 70, 80, -1])
def test_v5_one_flipped_bit_does_not_open(at: int) -> None:
    """V5: an altered ciphertext fails, wherever it was altered."""
    sealed = bytearray(seal_bytes(b"secret", context=HERE))
    sealed[at] ^= 1
    with pytest.raises((InvalidTag, UnknownKey)):
        open_bytes(bytes(sealed), context=HERE)


@pytest.mark.parametrize("length", range(0, 95, 7))
def test_v5_a_cut_value_does_not_open(length: int) -> None:
    """V5: a cut ciphertext fails."""
    sealed = seal_bytes(b"secret", context=HERE)
    assert length < len(sealed)
    with pytest.raises((InvalidTag, UnknownFormat, UnknownKey, ValueError)):
        open_bytes(sealed[:length], context=HERE)


@pytest.mark.parametrize("value", [b"", b"\x00", b"\x02" + b"x" * 100, b"gAAAAA" + b"x" * 100])
def test_an_unknown_format_is_refused(value: bytes) -> None:
    with pytest.raises(UnknownFormat):
        open_bytes(value, context=HERE)


def test_an_unknown_key_says_what_to_do(directory: Path) -> None:
    sealed = seal_bytes(b"secret", context=HERE)
    add_key(directory, activate=True, key_id="0002")
    remove_key(directory, "0001")
    with pytest.raises(UnknownKey, match="Restore it"):
        open_bytes(sealed, context=HERE)


def test_a_key_others_can_read_is_refused(directory: Path) -> None:
    ring()
    (directory / "kek-0001.key").chmod(0o644)
    add_key(directory, activate=True, key_id="0002")
    with pytest.raises(KeyProblem, match="chmod 600"):
        ring()


def test_a_key_of_the_wrong_size_is_refused(directory: Path) -> None:
    ring()
    add_key(directory, activate=True, key_id="0002")
    (directory / "kek-0002.key").write_bytes(b"short")
    with pytest.raises(KeyProblem, match="32 bytes"):
        ring()


def test_a_lost_active_file_is_not_guessed(directory: Path) -> None:
    ring()
    add_key(directory, activate=True, key_id="0002")
    (directory / "active").unlink()
    with pytest.raises(KeyProblem, match="printf 0002"):
        ring()


def test_an_active_key_that_is_missing_is_said(directory: Path) -> None:
    ring()
    add_key(directory, activate=True, key_id="0002")
    (directory / "kek-0002.key").unlink()
    with pytest.raises(KeyProblem, match="0002"):
        ring()


def test_seals_outlive_a_new_key(directory: Path) -> None:
    seal = ring().seal("test", b"message")
    add_key(directory, activate=True, key_id="0002")
    assert ring().check_seal("test", b"message", seal)
    assert not ring().check_seal("test", b"other", seal)
    assert not ring().check_seal("other", b"message", seal)
    assert ring().seal("test", b"message").startswith("0002:")


def test_rewrapping_moves_to_the_active_key(directory: Path) -> None:
    sealed = seal_bytes(b"secret", context=HERE)
    add_key(directory, activate=True, key_id="0002")
    moved = rewrap(sealed, context=HERE)
    assert (key_of(sealed), key_of(moved)) == ("0001", "0002")
    assert open_bytes(moved, context=HERE) == b"secret"


@pytest.mark.django_db
def test_commitments_are_a_persons_own() -> None:
    ada, ben = uuid.uuid4(), uuid.uuid4()
    assert commit(ada, b"yes") == commit(ada, b"yes")
    assert commit(ada, b"yes") != commit(ben, b"yes")
    assert commit(ada, b"yes") != commit(ada, b"no")


@pytest.mark.django_db
def test_v5_another_persons_key_does_not_open() -> None:
    """V5: a person key moved to another person's row fails."""
    ada, ben = uuid.uuid4(), uuid.uuid4()
    person_key(ada)
    person_key(ben)
    PersonKey.objects.filter(person=ben).update(sealed=PersonKey.objects.get(person=ada).sealed)
    with pytest.raises(InvalidTag):
        person_key(ben)


@pytest.mark.django_db
def test_a_destroyed_key_stays_destroyed() -> None:
    ada = uuid.uuid4()
    commit(ada, b"yes")
    destroy_person_key(person=ada, why="retention", by=None)
    destroy_person_key(person=ada, why="retention", by=None)
    with pytest.raises(KeyDestroyed):
        commit(ada, b"yes")
