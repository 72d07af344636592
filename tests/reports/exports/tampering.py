"""What a forger can do to an unpacked bundle, and how well they cover their tracks."""

import hashlib
import json
from pathlib import Path


def rehash(folder: Path) -> None:
    """Make the manifest fit the files again."""
    path = folder / "manifest.json"
    manifest = json.loads(path.read_text())
    for entry in manifest["files"]:
        content = (folder / entry["name"]).read_bytes()
        entry["size"], entry["sha256"] = len(content), hashlib.sha256(content).hexdigest()
    path.write_text(json.dumps(manifest))


def rechain(folder: Path) -> None:
    """Make the manifest's head fit the lines of chain.txt."""
    previous, seq = bytes(32), 0
    for line in (folder / "chain.txt").read_text().splitlines()[1:]:
        seq += 1
        previous = hashlib.sha256(previous + bytes.fromhex(line.split(" ")[1])).digest()
    path = folder / "manifest.json"
    manifest = json.loads(path.read_text())
    manifest["chain"] = {"seq": seq, "hash": previous.hex()}
    path.write_text(json.dumps(manifest))


def flip(path: Path, position: int = -200) -> None:
    """Change one byte."""
    content = bytearray(path.read_bytes())
    content[position] ^= 1
    path.write_bytes(content)


def replace(path: Path, old: str, new: str) -> None:
    content = path.read_bytes()
    assert old.encode() in content
    path.write_bytes(content.replace(old.encode(), new.encode()))


def first(folder: Path, pattern: str) -> Path:
    return sorted(folder.glob(pattern))[0]


def rewrite_event(folder: Path, verb: str, old: str, new: str) -> None:
    """Change the text of an entry and its own hash, as somebody who knows the format would."""
    path = folder / "chain.txt"
    lines = path.read_text().splitlines(keepends=True)
    for number, line in enumerate(lines):
        if f'"verb":"{verb}"' in line and old in line:
            seq, _body, text = line.rstrip("\n").split(" ", 2)
            text = text.replace(old, new)
            lines[number] = f"{seq} {hashlib.sha256(text.encode()).hexdigest()} {text}\n"
            path.write_text("".join(lines))
            return
    raise AssertionError(f"no {verb} with {old}")
