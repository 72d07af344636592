"""Every measure still starts: nobody runs them daily, so nobody would notice. No figure here counts."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from tests.whole_house.source import ROOT

# What is run with tiny numbers: a second of work beside the start of Django.
TINY = {
    "pdf": "--documents 3 --memory-documents 3 --rounds 1",
    "evidence": "--documents 6 --naive 2 --warm-up 1",
}
# These need PostgreSQL.
TINY_ON_POSTGRES = {
    "digest": "--people 40 --due 40 --sample 2",
    "hr_lists": "--people 40 --policies 1",
    "hr_training": "--people 40 --requirements 1",
    "imports": "--people 20 --one-by-one 1",
    "incident_dossier": "--entries 20",
    "incidents": "--people 2 --notes 1 --entries 20",
    "lists": "--people 20",
    "moderation": "--cases 100",
    "quiz": "--attempts 10 --rounds 1",
    "release": "--people 20",
    "scim": "--people 20 --rounds 1",
    "sign_in": "--people 20 --rounds 1",
    "training": "--people 20",
    "vault": "--accounts 1 --versions 120 --register 10 --rounds 1",
}
COMMAND = re.compile(r"python (-m bench\.\w+|bench/\w+\.py)")


def command_of(path: Path) -> str:
    """How its docstring says that it is started."""
    found = COMMAND.search(path.read_text(encoding="utf-8"))
    assert found, f"{path.name} does not say how it is started"
    return found[1]


def start(command: str, numbers: str, *, on_postgres: bool = False) -> subprocess.CompletedProcess:
    line = [sys.executable, *command.split(), *numbers.split()]
    env = {name: value for name, value in os.environ.items() if on_postgres or name != "TEST_DATABASE_URL"}
    return subprocess.run(line, cwd=ROOT, env=env, capture_output=True, text=True, check=False, timeout=120)


def test_every_bench_is_here() -> None:
    scripts = {path.stem for path in (ROOT / "bench").glob("*.py") if "def main()" in path.read_text("utf-8")}
    assert scripts == TINY.keys() | TINY_ON_POSTGRES.keys()


@pytest.mark.parametrize("name", TINY)
def test_it_starts(name: str) -> None:
    done = start(command_of(ROOT / "bench" / f"{name}.py"), TINY[name])
    assert done.returncode == 0, done.stderr
    assert done.stdout


@pytest.mark.services
@pytest.mark.parametrize("name", TINY_ON_POSTGRES)
def test_it_starts_on_postgres(name: str) -> None:
    done = start(command_of(ROOT / "bench" / f"{name}.py"), TINY_ON_POSTGRES[name], on_postgres=True)
    assert done.returncode == 0, done.stderr
    assert done.stdout


def test_a_planted_bench_that_no_longer_starts_is_found(tmp_path: Path) -> None:
    broken = tmp_path / "planted.py"
    broken.write_text("import bench.gone\n")
    done = start(str(broken), "")
    assert done.returncode != 0
    assert "ModuleNotFoundError" in done.stderr
