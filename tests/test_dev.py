"""dev.py tells people what to do, and shows no traceback for what can be expected."""

import hashlib
import os
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

import dev

ROOT = Path(__file__).resolve().parent.parent


def run(*arguments: str, **variables: str) -> subprocess.CompletedProcess:
    command = [sys.executable, "dev.py", *arguments]
    env = {**os.environ, **variables}
    return subprocess.run(command, cwd=ROOT, env=env, capture_output=True, text=True, check=False, timeout=60)


@pytest.fixture
def taken_port() -> Iterator[int]:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        yield taken.getsockname()[1]


def test_a_port_in_use_names_another(taken_port: int) -> None:
    done = run("run", "--port", str(taken_port))
    assert done.returncode == 1
    assert f"--port {taken_port + 1}" in done.stderr
    assert "Traceback" not in done.stderr


def test_a_port_that_cannot_exist_is_refused() -> None:
    assert "--port 8010" in run("run", "--port", "70000").stderr


def test_a_folder_that_cannot_be_written_is_named() -> None:
    done = run("run", "--port", "0", "--data", "/proc/nowhere")
    assert "/proc/nowhere cannot be written to" in done.stderr
    assert "Traceback" not in done.stderr


def test_a_failing_download_asks_whether_the_machine_is_online(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(dev, "TOOLS", tmp_path / "tools")
    monkeypatch.setenv("PIP_INDEX_URL", "http://127.0.0.1:1/simple")
    monkeypatch.setenv("PIP_RETRIES", "0")
    monkeypatch.setenv("PIP_NO_CACHE_DIR", "1")
    monkeypatch.setenv("PIP_CONFIG_FILE", os.devnull)
    with pytest.raises(dev.Stop, match="online"):
        dev.uv("--version", why="")
    assert not (tmp_path / "tools" / ".lock.sha256").exists()


def test_nothing_is_installed_twice(tmp_path: Path) -> None:
    lock, mark = tmp_path / "lock", tmp_path / "mark"
    lock.write_text("a==1")
    assert not dev.up_to_date(mark, lock)
    mark.write_text(hashlib.sha256(b"a==1").hexdigest())
    assert dev.up_to_date(mark, lock)
    lock.write_text("a==2")
    assert not dev.up_to_date(mark, lock)


def test_a_missing_pango_is_a_remark(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture) -> None:
    monkeypatch.setattr(dev, "PANGO", ("libplanted-nowhere.so.9",))
    monkeypatch.setenv("NO_APT", "1")
    dev.ensure_pango()
    said = capsys.readouterr().out
    assert "libplanted-nowhere.so.9" in said
    assert "apt-get install" in said


def test_what_is_left_out_is_said_and_fails_in_ci(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(dev, "POSTGRES", "postgres://postgres@127.0.0.1:1/portal_test")
    monkeypatch.setattr(dev, "REDIS", ("127.0.0.1", 1))
    monkeypatch.setattr(dev, "CHROMIUM", None)
    monkeypatch.setattr(dev, "PROVIDER", Path("/nowhere"))
    everything = dev.left_out(dev.parse(["test"]))
    said = ["PostgreSQL does", "Redis does", "no chromium:", "no OpenID"]
    assert [" ".join(line.split()[:2]) for line in everything[:4]] == said
    assert dev.left_out(dev.parse(["test", "--fast"])) == []
    assert [name for name, *_ in dev.test_runs(dev.parse(["test"]))] == ["tests on SQLite"]


@pytest.mark.services
def test_a_postgresql_that_lets_nobody_in_counts_as_missing(monkeypatch: pytest.MonkeyPatch) -> None:
    assert dev.silent_services() == []
    monkeypatch.setattr(dev, "POSTGRES", "postgres://nobody@127.0.0.1:5432/portal_test")
    assert dev.silent_services() == ["PostgreSQL"]


def test_a_chromium_that_is_not_there_is_none() -> None:
    look = [sys.executable, "-c", "import dev; print(dev.CHROMIUM)"]
    env = {**os.environ, "PORTAL_CHROMIUM": "/nowhere/chromium"}
    assert subprocess.run(look, cwd=ROOT, env=env, capture_output=True, check=True).stdout == b"None\n"


def test_what_touches_no_database_runs_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(dev, "silent_services", list)
    runs = {name: command[-1] for name, command, _ in dev.test_runs(dev.parse(["test"]))}
    assert "pure" not in runs["tests on SQLite"]
    assert runs["tests on PostgreSQL and Redis"] == "not browser and not pure"


def test_arguments_after_the_dashes_reach_pytest() -> None:
    options = dev.parse(["test", "--", "-k", "health"])
    assert dev.test_runs(options)[0][1][-4:] == ["-k", "health", "-m", "not browser and not services"]


def test_locks_hold_no_address() -> None:
    for lock in (ROOT / "requirements").glob("*.lock"):
        text = lock.read_text(encoding="utf-8")
        assert "://" not in text, lock
        assert "index-url" not in text, lock
        assert "--hash=sha256:" in text, lock
