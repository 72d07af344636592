"""Checks a bundle of acknowledgements without the portal. Needs Python 3.9 or newer and nothing else.

    python3 -I verify_bundle.py BUNDLE.zip [--lang de|en] [--head NUMBER:HASH]

BUNDLE is the ZIP file or the folder it was unpacked to. Exit code 0: everything holds. 1: the first thing
that is wrong is named. 2: not a bundle. Who made the seal inside a PDF, a PDF reader or `pdfsig` says.
"""

from __future__ import annotations

import argparse
import csv
import hashlib
import hmac
import io
import json
import os
import re
import sys
import zipfile
import zlib
from pathlib import Path

FORMAT = "leitplanke-bundle/1"
MANIFEST = "manifest.json"
LARGEST_ATTACHMENT = 64 * 1024 * 1024
DAMAGED = (zipfile.BadZipFile, zlib.error, EOFError)
SAFE_NAME = re.compile(r"[\w.+-]+(/[\w.+-]+)?", re.ASCII)
BYTE_RANGE = re.compile(rb"/ByteRange\s*\[\s*(\d+)\s+(\d+)\s+(\d+)\s+(\d+)\s*\]")

# One message per line: key | English | German.
LINES = """
files | {} files are those of the manifest | {} Dateien entsprechen dem Manifest
chain | the chain of {} entries leads to its head {} | die Kette aus {} Einträgen führt zu ihrem Ende {}
answers | {} acknowledgements are committed to in the chain | {} Bestätigungen sind in der Kette hinterlegt
pdfs | {} PDFs are sealed, unchanged and say the same | {} PDFs sind versiegelt, unverändert und stimmen überein
table | the table lists exactly these | die Tabelle führt genau diese auf
holds | RESULT: everything holds. | ERGEBNIS: Alles stimmt.
erased | NOTE: {} acknowledgements are of people who were erased by rule; their key is gone and proves nothing more | HINWEIS: {} Bestätigungen gehören zu regelgemäß gelöschten Personen; ohne Schlüssel beweisen sie nichts mehr
wrong | RESULT: WRONG: {} | ERGEBNIS: FALSCH: {}
unreadable | {} cannot be read as a bundle: {} | {} ist nicht als Bündel lesbar: {}
no_manifest | the manifest or another list is missing, damaged or of an unknown format | das Manifest oder eine andere Liste fehlt, ist beschädigt oder hat ein unbekanntes Format
missing | {}: is missing | {}: fehlt
surplus | {}: does not belong in this bundle | {}: gehört nicht in dieses Bündel
altered | {}: was changed (SHA-256 differs) | {}: wurde verändert (SHA-256 weicht ab)
chain_line | chain.txt: entry {} is missing or was changed | chain.txt: Eintrag {} fehlt oder wurde verändert
chain_head | chain.txt does not lead to the recorded head | chain.txt führt nicht zum vermerkten Ende
known_head | entry {} of the chain is not the one you know | Eintrag {} der Kette ist nicht der Ihnen bekannte
record | {}: belongs to another acknowledgement | {}: gehört zu einer anderen Bestätigung
event | {}: no entry of the chain speaks of it | {}: kein Eintrag der Kette spricht davon
commitment | {}: is not what was committed to in the chain, or the key is another | {}: ist nicht das, was in der Kette hinterlegt ist, oder der Schlüssel ist ein anderer
seal | {}: was changed after it was sealed | {}: wurde nach dem Versiegeln verändert
attached | {}: the facts inside differ from {} | {}: die Angaben darin weichen ab von {}
issue | {}: its place in the chain is not that of the chain | {}: die Stelle in der Kette stimmt nicht
issued | {}: the chain knows no such issued file | {}: die Kette kennt keine so ausgestellte Datei
guideline | {}: the guideline it names is missing | {}: die genannte Richtlinie fehlt
table_row | {}: row {} differs from the records | {}: Zeile {} weicht ab
"""  # noqa: E501
TEXTS = {key: words for key, *words in (line.split(" | ") for line in LINES.split("\n") if line)}


class Wrong(Exception):
    """The first thing that does not hold: a key of TEXTS and what it is about."""


class Bundle:
    """A ZIP file or an unpacked folder."""

    def __init__(self, path: Path):
        self._folder = path if path.is_dir() else None
        self._zip = None if self._folder else zipfile.ZipFile(path)

    def names(self) -> list[str]:
        if self._zip:
            return self._zip.namelist()
        files = (path for path in self._folder.rglob("*") if path.is_file())
        return [path.relative_to(self._folder).as_posix() for path in files]

    def open(self, name: str):
        return self._zip.open(name) if self._zip else (self._folder / name).open("rb")

    def pieces(self, name: str):
        try:
            with self.open(name) as file:
                yield from iter(lambda: file.read(1 << 20), b"")
        except DAMAGED as error:
            raise Wrong("altered", name) from error
        except (KeyError, OSError) as error:
            raise Wrong("missing", name) from error

    def read(self, name: str) -> bytes:
        return b"".join(self.pieces(name))


class Verifier:
    """Goes through a bundle; every method raises `Wrong` at the first thing that does not hold."""

    format, table = FORMAT, "acknowledgements.csv"

    def __init__(self, bundle: Bundle, say):
        self.bundle, self.say = bundle, say
        self.hashes: dict[str, str] = {}
        self.links = bytearray()
        self.events: dict[tuple[str, str], dict] = {}
        self.issued, self.erased = set(), 0

    def run(self, known_head: str) -> None:
        self.check_files()
        self.check_chain(known_head)
        self.keys = json.loads(self.bundle.read("keys.json"))["keys"]
        self.guidelines = {sha256 for name, sha256 in self.hashes.items() if name.startswith("policies/")}
        answers = self.manifest["acknowledgements"]
        names = {answer["serial"]: (answer["ref"], self.check_answer(answer)) for answer in answers}
        self.say("answers", len(names))
        for name in filter(lambda name: name.startswith("policies/"), self.hashes):
            self.check_pdf(name)
        self.say("pdfs", sum(name.endswith(".pdf") for name in self.hashes))
        self.check_table(names)
        if self.erased:
            self.say("erased", self.erased)

    def check_files(self) -> None:
        """Every file of the manifest is there, unchanged, and there is nothing else."""
        self.manifest = json.loads(self.bundle.read(MANIFEST))
        self.hashes = {entry["name"]: entry["sha256"] for entry in self.manifest["files"]}
        if self.manifest.get("format") != self.format:
            raise Wrong("no_manifest")
        self.check_names(self.bundle.names())
        for name, expected in self.hashes.items():
            digest = hashlib.sha256()
            for piece in self.bundle.pieces(name):
                digest.update(piece)
            if digest.hexdigest() != expected:
                raise Wrong("altered", name)
        self.say("files", len(self.hashes))

    def check_names(self, names: list[str]) -> None:
        known, seen = {*self.hashes, MANIFEST}, set()
        for name in names:
            if name not in known or name in seen or not SAFE_NAME.fullmatch(name) or ".." in name:
                raise Wrong("surplus", ascii(name)[1:-1])
            seen.add(name)
        if known - seen:
            raise Wrong("missing", min(known - seen))

    def check_chain(self, known_head: str) -> None:
        """Every entry follows the one before, up to the head: hash = SHA-256(previous + body)."""
        previous, seq = bytes(32), 0
        for line in io.TextIOWrapper(self.bundle.open("chain.txt"), encoding="utf-8", newline="\n"):
            if line.startswith("#"):
                continue
            seq += 1
            number, _, rest = line.rstrip("\n").partition(" ")
            body, _, text = rest.partition(" ")
            if number != str(seq) or not re.fullmatch("[0-9a-f]{64}", body):
                raise Wrong("chain_line", seq)
            if text:
                self.note_event(seq, body, text)
            previous = hashlib.sha256(previous + bytes.fromhex(body)).digest()
            self.links += previous
        head = self.manifest["chain"]
        if (seq, previous.hex()) != (head["seq"], head["hash"]):
            raise Wrong("chain_head")
        number, _, expected = known_head.partition(":")
        if known_head and self.link(int(number)) != expected:
            raise Wrong("known_head", number)
        self.say("chain", seq, previous.hex())

    def note_event(self, seq: int, body: str, text: str) -> None:
        event = json.loads(text) if hashlib.sha256(text.encode()).hexdigest() == body else {}
        if event.get("seq") != seq:
            raise Wrong("chain_line", seq)
        self.events[event["verb"], event["object_id"]] = event
        if event["verb"] in ("evidence.issued", "policy.pdf_issued", "certificate.issued"):
            self.issued.add(event["details"]["sha256"])

    def link(self, seq: int) -> str:
        """The hash of entry `seq`, or "" if the chain does not reach that far."""
        return self.links[32 * (seq - 1) : 32 * seq].hex() if seq > 0 else ""

    def check_answer(self, answer: dict) -> str:
        """Record, commitment in the chain and certificates agree; returns the person's name."""
        text = self.bundle.read(answer["record"])
        record = json.loads(text)
        if (record["acknowledgement"], record["subject"]["ref"]) != (answer["ref"], answer["person"]):
            raise Wrong("record", answer["record"])
        self.check_commitment(answer, "record", text, "acknowledgement.given")
        if "withdrawal" in answer:
            taken_back = self.bundle.read(answer["withdrawal"])
            if json.loads(taken_back)["withdraws"] != answer["ref"]:
                raise Wrong("record", answer["withdrawal"])
            self.check_commitment(answer, "withdrawal", taken_back, "consent.withdrawn")
        for name in answer["evidence"]:
            self.check_certificate(name, answer, text)
        return record["subject"]["name"]

    def check_commitment(self, answer: dict, part: str, text: bytes, verb: str) -> None:
        name = answer[part]
        event = self.events.get((verb, answer["ref"]))
        if event is None:
            raise Wrong("event", name)
        key = self.keys.get(answer["person"], "")
        if key is None:
            self.erased += part == "record"
        elif hmac.new(bytes.fromhex(key), text, "sha256").hexdigest() != event["details"]["commitment"]:
            raise Wrong("commitment", name)

    def check_certificate(self, name: str, answer: dict, text: bytes) -> None:
        attached = attachments(self.check_pdf(name))
        issue = next((json.loads(found) for found in attached if b'"guideline_pdf_sha256"' in found), {})
        if text not in attached or issue.get("acknowledgement") != answer["ref"]:
            raise Wrong("attached", name, answer["record"])
        if any(self.link(issue[place]["seq"]) != issue[place]["hash"] for place in ("event", "head")):
            raise Wrong("issue", name)
        if issue["guideline_pdf_sha256"] not in self.guidelines:
            raise Wrong("guideline", name)

    def check_pdf(self, name: str) -> bytes:
        """The seal covers the whole file, fits it, and the chain knows that exactly this file was issued."""
        pdf = self.bundle.read(name)
        if not seal_fits(pdf):
            raise Wrong("seal", name)
        if self.hashes.get(name) not in self.issued:
            raise Wrong("issued", name)
        return pdf

    def check_table(self, expected: dict[str, tuple[str, str]]) -> None:
        """The CSV has one row per acknowledgement: serial number, acknowledgement, name."""
        text = self.bundle.read(self.table).decode("utf-8-sig")
        separator = ";" if ";" in text.partition("\n")[0] else ","
        rows = list(csv.reader(io.StringIO(text, newline=""), delimiter=separator))[1:]
        for number, row in enumerate(rows, start=2):
            ref, name = expected.pop(row[0], (None, ""))
            shown, meant = ("".join(filter(str.isprintable, part)) for part in (row[2], name))
            if row[1] != ref or shown not in (meant, f"'{meant}"):
                raise Wrong("table_row", self.table, number)
        if expected:
            raise Wrong("missing", f"{self.table}: {next(iter(expected))}")
        self.say("table")


def seal_fits(pdf: bytes) -> bool:
    """Whether the digest inside the PDF's last seal is that of all its other bytes."""
    ranges = BYTE_RANGE.findall(pdf) or [(1, 0, 0, 0)]
    start, length, second, rest = map(int, ranges[-1])
    if start != 0 or second + rest != len(pdf) or second < length:
        return False
    digest = hashlib.sha256(pdf[:length] + pdf[second:]).digest()
    try:
        return digest in bytes.fromhex(pdf[length:second].strip(b"<> ").decode("ascii"))
    except ValueError:
        return False


def attachments(pdf: bytes) -> list[bytes]:
    """The files embedded in a PDF."""
    found = []
    for match in re.finditer(rb"/Type\s*/EmbeddedFile", pdf):
        start = pdf.find(b"stream", match.end())
        begin = start + (8 if pdf[start + 6 : start + 8] == b"\r\n" else 7)
        try:
            found.append(zlib.decompressobj().decompress(pdf[begin:], LARGEST_ATTACHMENT))
        except zlib.error:
            found.append(pdf[begin : pdf.find(b"endstream", begin)].rstrip(b"\r\n"))
    return found


def main(arguments: list[str] | None = None, out=None, verifier=Verifier) -> int:
    """Check a bundle and say what was found; returns the exit code."""
    german = os.environ.get("LC_ALL", os.environ.get("LANG", "")).startswith("de")
    parser = argparse.ArgumentParser(prog="verify_bundle.py", description=__doc__.partition("\n")[0])
    parser.add_argument("bundle", type=Path)
    parser.add_argument("--lang", choices=("en", "de"), default="de" if german else "en")
    parser.add_argument("--head", default="", help="NUMBER:HASH of an entry that you know")
    options = parser.parse_args(arguments)

    def text(key: str, *about: object) -> str:
        return TEXTS[key][options.lang == "de"].format(*about)

    def say(key: str, *about: object) -> None:
        sign = "" if key in ("holds", "wrong", "erased", "unreadable") else "OK: "
        (out or sys.stdout).write(f"{sign}{text(key, *about)}\n")

    try:
        verifier(Bundle(options.bundle), say).run(options.head)
    except Wrong as wrong:
        say("wrong", text(*wrong.args))
        return 1
    except (OSError, zipfile.BadZipFile) as error:
        say("unreadable", options.bundle, error)
        return 2
    except (KeyError, IndexError, TypeError, ValueError) as error:
        say("wrong", f"{text('no_manifest')} ({type(error).__name__}: {error})")
        return 1
    say("holds")
    return 0


if __name__ == "__main__":
    sys.exit(main())
