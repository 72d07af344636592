"""Whoever seals something tells the key ring: what it does not know of is lost with a retired key."""

import ast
from collections import Counter
from pathlib import Path

import pytest

from portal.keys.operations import KeyStillNeeded, add_ring_key, retire_key
from portal.keys.registry import holder, holders
from tests.whole_house.source import ROOT, files

SEALS = {"seal_bytes", "seal"}
THE_RING_ITSELF = "portal.keys"
MAKES_THE_ENVELOPE = {"envelope.py", "ring.py", "operations.py"}


def unknown_to_the_ring(root: Path) -> list[str]:
    """Rooms with more modules that seal than kinds of sealed values they have registered."""
    sealing, registered = Counter[str](), Counter[str]()
    for path in files(root, "*.py"):
        parts = path.relative_to(root).parts
        room = ".".join(parts[:2])
        calls = _calls(path)
        registered[room] += calls["holder"]
        if calls.keys() & SEALS and not (room == THE_RING_ITSELF and parts[-1] in MAKES_THE_ENVELOPE):
            sealing[room] += 1
    return sorted(room for room, modules in sealing.items() if modules > registered[room])


def _calls(path: Path) -> Counter[str]:
    """Names of called functions; of methods, only those of the ring."""
    found = Counter[str]()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if not isinstance(node, ast.Call):
            continue
        if isinstance(node.func, ast.Name):
            found[node.func.id] += 1
        elif isinstance(node.func, ast.Attribute) and ast.unparse(node.func.value) == "ring()":
            found[node.func.attr] += 1
    return found


def test_every_room_that_seals_is_known_to_the_ring() -> None:
    assert unknown_to_the_ring(ROOT) == []


def test_a_planted_room_that_seals_in_silence_is_found(tmp_path: Path) -> None:
    room = tmp_path / "accounts" / "vault"
    room.mkdir(parents=True)
    (room / "operations.py").write_text("value = seal_bytes(secret, context={})")
    assert unknown_to_the_ring(tmp_path) == ["accounts.vault"]
    (room / "apps.py").write_text('holder("credentials", sealed, rewrap)')
    assert unknown_to_the_ring(tmp_path) == []


@pytest.mark.django_db
def test_a_planted_value_keeps_its_key_on_the_ring(settings, tmp_path: Path, monkeypatch) -> None:
    settings.PORTAL_KEYS_DIR = str(tmp_path)
    monkeypatch.setattr("portal.keys.registry._holders", {})
    planted = {"x": "0001"}
    holder("planted", lambda: iter(planted.items()), lambda name: planted.update({name: "0002"}))
    assert [known.name for known in holders()] == ["planted"]
    add_ring_key()
    with pytest.raises(KeyStillNeeded):
        retire_key(key_id="0001")
    next(iter(holders())).replace("x")
    assert retire_key(key_id="0001").exists()
