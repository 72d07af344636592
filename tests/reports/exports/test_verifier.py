"""The verifier finds each kind of forgery and names it, alone, on a bare Python."""

import hmac
import json
import os
import subprocess
import sys
import zipfile
from collections.abc import Callable
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import call_command

from reports.exports import verify_bundle
from tests.reports.exports.tampering import first, flip, rechain, rehash, replace, rewrite_event

pytestmark = pytest.mark.django_db


def verdict(path: Path, *arguments: str, lang: str = "en") -> tuple[int, str]:
    out = StringIO()
    code = verify_bundle.main([str(path), "--lang", lang, *arguments], out=out)
    return code, out.getvalue().strip().splitlines()[-1]


def test_an_untouched_bundle_holds_as_zip_and_as_folder(bundle, unpacked):
    assert verdict(bundle) == (0, "RESULT: everything holds.")
    assert verdict(unpacked, lang="de") == (0, "ERGEBNIS: Alles stimmt.")


def test_the_shipped_verifier_runs_on_a_bare_python(bundle, unpacked):
    done = subprocess.run(
        [sys.executable, "-I", "-S", str(unpacked / "verify_bundle.py"), str(bundle), "--lang", "de"],
        capture_output=True,
        text=True,
        env={"PATH": os.environ["PATH"], "PYTHONIOENCODING": "utf-8"},
        cwd=unpacked,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert "3 Bestätigungen" in done.stdout


def test_the_verifier_imports_nothing_but_the_standard_library():
    import ast

    tree = ast.parse(Path(verify_bundle.__file__).read_text(encoding="utf-8"))
    imported = {
        name.partition(".")[0]
        for node in ast.walk(tree)
        for name in (
            [alias.name for alias in node.names]
            if isinstance(node, ast.Import)
            else [node.module]
            if isinstance(node, ast.ImportFrom)
            else []
        )
    }
    assert imported <= sys.stdlib_module_names


def test_the_command_gives_the_same_verdict(bundle, unpacked):
    call_command("verify_bundle", str(bundle), stdout=StringIO())
    flip(first(unpacked, "evidence/A-*.pdf"))
    with pytest.raises(SystemExit) as ended:
        call_command("verify_bundle", str(unpacked), stdout=StringIO())
    assert ended.value.code == 1


@pytest.mark.parametrize(
    "pattern",
    [
        "evidence/A-*.pdf",
        "policies/*.pdf",
        "records/A-*.json",
        "acknowledgements.csv",
        "acknowledgements.xlsx",
        "open.csv",
        "chain.txt",
        "keys.json",
        "seal-certificate.pem",
        "README.txt",
        "verify_bundle.py",
    ],
)
def test_a_changed_byte_anywhere_is_named(unpacked, pattern):
    victim = first(unpacked, pattern)
    flip(victim)
    name = victim.relative_to(unpacked).as_posix()
    assert verdict(unpacked) == (1, f"RESULT: WRONG: {name}: was changed (SHA-256 differs)")


def test_a_changed_manifest_cannot_be_read_or_names_a_file(unpacked):
    (unpacked / "manifest.json").write_text("{}")
    assert verdict(unpacked)[1].startswith("RESULT: WRONG: the manifest or another list")


def test_a_file_that_is_gone_or_was_added_is_named(unpacked):
    (unpacked / "evidence" / "A-9999-0000001.pdf").write_bytes(b"x")
    assert (
        verdict(unpacked)[1] == "RESULT: WRONG: evidence/A-9999-0000001.pdf: does not belong in this bundle"
    )
    (unpacked / "evidence" / "A-9999-0000001.pdf").unlink()
    first(unpacked, "records/*.json").unlink()
    assert verdict(unpacked)[1].endswith(": is missing")


@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_a_name_that_is_there_twice_is_refused(bundle):
    """Two readers could show two different files."""
    with zipfile.ZipFile(bundle, "a") as archive:
        archive.writestr("keys.json", b"{}")
    assert verdict(bundle)[1] == "RESULT: WRONG: keys.json: does not belong in this bundle"


def test_no_bundle_at_all(tmp_path):
    (tmp_path / "x.zip").write_bytes(b"no zip")
    assert verdict(tmp_path / "x.zip")[0] == 2
    assert verdict(tmp_path / "nowhere.zip")[0] == 2


def _alter_pdf(folder: Path) -> str:
    victim = first(folder, "evidence/A-*.pdf")
    flip(victim, 2000)
    return f"{victim.relative_to(folder)}: was changed after it was sealed"


def _append_to_pdf(folder: Path) -> str:
    victim = first(folder, "evidence/A-*.pdf")
    victim.write_bytes(victim.read_bytes() + b"\n% more\n")
    return f"{victim.relative_to(folder)}: was changed after it was sealed"


def _swap_certificates(folder: Path) -> str:
    one, other = sorted(folder.glob("evidence/A-*.pdf"))[:2]
    one_bytes = one.read_bytes()
    one.write_bytes(other.read_bytes())
    other.write_bytes(one_bytes)
    return f"{one.relative_to(folder)}: the facts inside differ from records/{one.stem}.json"


def _alter_record(folder: Path) -> str:
    victim = first(folder, "records/A-*.json")
    replace(victim, "Ben", "Bob")
    return f"{victim.relative_to(folder)}: is not what was committed to in the chain, or the key is another"


def _alter_record_and_entry(folder: Path) -> str:
    victim = first(folder, "records/A-*.json")
    record = json.loads(victim.read_bytes())
    key = json.loads((folder / "keys.json").read_text())["keys"][record["subject"]["ref"]]
    before = hmac.new(bytes.fromhex(key), victim.read_bytes(), "sha256").hexdigest()
    replace(victim, "Ben", "Bob")
    after = hmac.new(bytes.fromhex(key), victim.read_bytes(), "sha256").hexdigest()
    rewrite_event(folder, "acknowledgement.given", before, after)
    return "chain.txt does not lead to the recorded head"


def _alter_record_entry_and_head(folder: Path) -> str:
    victim = first(folder, "records/A-*.json")
    _alter_record_and_entry(folder)
    rechain(folder)
    return f"evidence/{victim.stem}.pdf: the facts inside differ from {victim.relative_to(folder)}"


def _swap_keys(folder: Path) -> str:
    path = folder / "keys.json"
    content = json.loads(path.read_text())
    content["keys"] = dict(zip(content["keys"], list(content["keys"].values())[::-1], strict=True))
    path.write_text(json.dumps(content))
    return "is not what was committed to in the chain, or the key is another"


def _remove_key(folder: Path) -> str:
    (folder / "keys.json").write_text('{"keys": {}}')
    return "is not what was committed to in the chain, or the key is another"


def _remove_chain_line(folder: Path) -> str:
    lines = (folder / "chain.txt").read_text().splitlines(keepends=True)
    (folder / "chain.txt").write_text("".join(lines[:5] + lines[6:]))
    return "chain.txt: entry 5 is missing or was changed"


def _cut_chain(folder: Path) -> str:
    lines = (folder / "chain.txt").read_text().splitlines(keepends=True)
    (folder / "chain.txt").write_text("".join(lines[:-1]))
    return "chain.txt does not lead to the recorded head"


def _rewrite_chain_and_head(folder: Path) -> str:
    """The sealed certificates remember where the chain stood."""
    path = folder / "chain.txt"
    lines = path.read_text().splitlines(keepends=True)
    lines[1] = "1 " + "0" * 64 + "\n"
    path.write_text("".join(lines))
    rechain(folder)
    return "its place in the chain is not that of the chain"


def _alter_table(folder: Path) -> str:
    replace(folder / "acknowledgements.csv", "Ben", "Bob")
    return "acknowledgements.csv: row 2 differs from the records"


def _shorten_table(folder: Path) -> str:
    path = folder / "acknowledgements.csv"
    path.write_bytes(b"".join(path.read_bytes().splitlines(keepends=True)[:-1]))
    return ": is missing"


def _alter_withdrawal(folder: Path) -> str:
    victim = first(folder, "records/W-*.json")
    replace(victim, '"at":"20', '"at":"19')
    return f"{victim.relative_to(folder)}: is not what was committed to in the chain, or the key is another"


FORGERIES = [
    _alter_pdf,
    _append_to_pdf,
    _swap_certificates,
    _alter_record,
    _alter_record_and_entry,
    _alter_record_entry_and_head,
    _swap_keys,
    _remove_key,
    _remove_chain_line,
    _cut_chain,
    _rewrite_chain_and_head,
    _alter_table,
    _shorten_table,
    _alter_withdrawal,
]


@pytest.mark.parametrize("forge", FORGERIES, ids=lambda forge: forge.__name__.strip("_"))
def test_a_forgery_with_a_fitting_manifest_is_named(unpacked, forge: Callable[[Path], str]):
    """K11: whoever changes something and makes the manifest fit again is found by what lies deeper."""
    expected = forge(unpacked)
    rehash(unpacked)
    code, last = verdict(unpacked)
    assert code == 1
    assert last.startswith("RESULT: WRONG: ")
    assert last.endswith(expected), last


def test_a_head_known_from_elsewhere_is_compared(bundle, unpacked):
    chain = json.loads((unpacked / "manifest.json").read_text())["chain"]
    head = f"{chain['seq']}:{chain['hash']}"
    assert verdict(bundle, "--head", head)[0] == 0
    code, last = verdict(bundle, "--head", f"3:{'0' * 64}")
    assert (code, last) == (1, "RESULT: WRONG: entry 3 of the chain is not the one you know")


def test_every_message_is_there_in_both_languages():
    for english, german in verify_bundle.TEXTS.values():
        assert english
        assert german
        assert english.count("{}") == german.count("{}")
