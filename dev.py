#!/usr/bin/env python3
"""Set up, run and test the portal with nothing but Python 3.11 and pip:  python3 dev.py run | test"""

from __future__ import annotations

import argparse
import ctypes
import hashlib
import os
import shutil
import socket
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent
TOOLS = ROOT / ".tools"
VENV = ROOT / ".venv"
PYTHON = VENV / "bin" / "python"
TOOLS_LOCK = ROOT / "requirements" / "tools.lock"
LOCK = ROOT / "requirements" / "dev.lock"
PROVIDER = VENV / "oidc-provider"  # an environment of its own: it brings a package named tests, like ours
PROVIDER_LOCK = ROOT / "requirements" / "oidc-provider.lock"
PANGO = ("libgobject-2.0.so.0", "libpango-1.0.so.0", "libpangoft2-1.0.so.0", "libfontconfig.so.1")
SUBSET = "libharfbuzz-subset.so.0"  # without it each PDF takes three times as long
PANGO_PACKAGES = ["libpango-1.0-0", "libpangoft2-1.0-0", "libharfbuzz-subset0"]
CHROMIUMS = (os.environ.get("PORTAL_CHROMIUM") or "chromium chromium-browser").split()
CHROMIUM = next(filter(None, map(shutil.which, CHROMIUMS)), None)
POSTGRES = os.environ.get("PORTAL_TEST_POSTGRES", "postgres://postgres@127.0.0.1:5432/portal_test")
REDIS = ("127.0.0.1", 6379)
NO_TESTS = 5  # pytest's exit code
CI = os.environ.get("CI") == "true"


class Stop(Exception):
    """An expected problem; its text says what to do."""


# --- Setting up ---------------------------------------------------------------------------------


def say(text: str) -> None:
    print(f"\033[1m{text}\033[0m" if sys.stdout.isatty() else text, flush=True)


def quietly(command: list, why: str, **kwargs: object) -> None:
    """Run a command in silence; when it fails, show its last words under a sentence that helps."""
    command = [str(part) for part in command]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False, **kwargs)
    if done.returncode:
        last = "\n".join(f"    {line}" for line in (done.stderr or done.stdout).strip().splitlines()[-8:])
        raise Stop(f"{why}\n{last}")


def works(*command: object) -> bool:
    return subprocess.run([str(part) for part in command], capture_output=True, check=False).returncode == 0


def digest(lock: Path) -> str:
    return hashlib.sha256(lock.read_bytes()).hexdigest()


def up_to_date(mark: Path, lock: Path) -> bool:
    return mark.exists() and mark.read_text() == digest(lock)


def apt_install(packages: list[str]) -> bool:
    """Install system packages if we may: as root, and with a yes where there is somebody to ask."""
    if os.geteuid() != 0 or not shutil.which("apt-get") or os.environ.get("NO_APT"):
        return False
    question = f"Install {' '.join(packages)} with apt-get? [Y/n] "
    if sys.stdin.isatty() and input(question).strip().lower() not in ("", "y", "yes", "j", "ja"):
        return False
    say(f"Installing {' '.join(packages)} …")
    env = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    subprocess.run(["apt-get", "update", "-qq"], env=env, stdin=subprocess.DEVNULL, check=False)
    install = ["apt-get", "install", "-qq", "-y", "--no-install-recommends", *packages]
    done = subprocess.run(install, env=env, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, check=False)
    return done.returncode == 0


def ensure_pip() -> None:
    if not works(sys.executable, "-m", "pip", "--version") and not apt_install(["python3-pip"]):
        raise Stop("pip is missing. Install it:  sudo apt-get install --no-install-recommends python3-pip")


def uv(*arguments: object, why: str) -> None:
    """Run uv from a folder of our own: bare Debian has no venv module and refuses system installs."""
    mark = TOOLS / ".lock.sha256"
    if not up_to_date(mark, TOOLS_LOCK):
        ensure_pip()
        shutil.rmtree(TOOLS, ignore_errors=True)
        pip = [sys.executable, "-m", "pip", "install", "-q", "--disable-pip-version-check", "--no-user"]
        target = ["--target", TOOLS, "--require-hashes", "-r", TOOLS_LOCK]
        quietly([*pip, *target], "The installer could not be downloaded. Is this machine online?")
        mark.write_text(digest(TOOLS_LOCK))
    quietly([sys.executable, "-m", "uv", *arguments], why, env={**os.environ, "PYTHONPATH": str(TOOLS)})


def install_packages(venv: Path = VENV, lock: Path = LOCK) -> None:
    mark, python = venv / ".lock.sha256", venv / "bin" / "python"
    if not python.exists() or not works(python, "-c", ""):
        say(f"Making a virtual environment in {venv.relative_to(ROOT)} …")
        uv("venv", "-q", "--clear", "--python", sys.executable, venv, why="It could not be made.")
    if not up_to_date(mark, lock):
        say("Installing the locked packages (a minute or two, once) …")
        why = "The packages could not be installed. Is this machine online? What was there keeps working."
        uv("pip", "sync", "-q", "--python", python, "--require-hashes", lock, why=why)
        mark.write_text(digest(lock))


def missing_libraries() -> list[str]:
    missing = []
    for name in (*PANGO, SUBSET):
        try:
            ctypes.CDLL(name)
        except OSError:
            missing.append(name)
    return missing


def ensure_pango() -> None:
    """PDFs need Pango; all else works without it, so its absence is a remark and no error."""
    if not (missing := missing_libraries()) or apt_install(PANGO_PACKAGES):
        return
    say(f"PDFs are {'slow' if missing == [SUBSET] else 'off'}. Not found: {', '.join(missing)}. To mend it:")
    print(f"    sudo apt-get install --no-install-recommends {' '.join(PANGO_PACKAGES)}", flush=True)


def set_up() -> None:
    install_packages()
    ensure_pango()


# --- Running ------------------------------------------------------------------------------------


def answers(address: tuple[str, int]) -> bool:
    try:
        with socket.create_connection(address, timeout=1):
            return True
    except OSError:
        return False


def ensure_free(port: int) -> None:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except (OSError, OverflowError) as error:
            hint = f"python3 dev.py run --port {port + 1 if port < 65535 else 8010}"
            raise Stop(f"Port {port} cannot be used ({error}). Choose another:  {hint}") from error


def ensure_writable(data: Path) -> None:
    try:
        data.mkdir(parents=True, exist_ok=True)
        (data / ".writable").touch()
        (data / ".writable").unlink()
    except OSError as error:
        raise Stop(f"{data} cannot be written to ({error}). Choose another:  --data DIR") from error


def manage(*arguments: str, env: dict[str, str]) -> None:
    done = subprocess.run([PYTHON, "manage.py", *arguments], cwd=ROOT, env=env, check=False)
    if done.returncode:
        raise Stop(f"manage.py {arguments[0]} stopped; what it said is above.")


def run(options: argparse.Namespace) -> None:
    for port in (options.port, options.port + 1):  # the second one for course packages
        ensure_free(port)
    ensure_writable(options.data)
    set_up()
    address, second = f"127.0.0.1:{options.port}", f"127.0.0.1:{options.port + 1}"
    own = {"PORTAL_DATA_DIR": str(options.data.resolve()), "PORTAL_BASE_URL": f"http://{address}"}
    env = {"DJANGO_SETTINGS_MODULE": "portal.settings.dev", **os.environ, **own}
    manage("prepare", "--starter", *["--empty"] * options.empty, env=env)
    os.execve(PYTHON, [PYTHON, ROOT / "manage.py", "serve", "--bind", address, "--bind", second], env)


# --- Testing ------------------------------------------------------------------------------------


def checks(options: argparse.Namespace) -> list[tuple[str, list[str]]]:
    """Name every check that is not a test, with its command."""
    rooms = ["portal", "accounts", "guidelines", "training", "reports"]
    return [
        ("lint (ruff)", ["ruff", "check", "."]),
        ("format (ruff)", ["ruff", "format", "--check", "."]),
        ("contracts between rooms (import-linter)", ["lint-imports"]),
        ("templates (djlint)", ["djlint", "--lint", "--quiet", *rooms]),
        *([] if options.fast else [("types (mypy)", ["mypy"])]),
        ("databases for the tests", ["python", "-m", "tests.databases", *["--one"] * options.fast]),
    ]


def test_runs(options: argparse.Namespace) -> list[tuple[str, list[str], dict[str, str]]]:
    """SQLite always; PostgreSQL with Redis and real workers when they answer.

    The browser has a run of its own: Playwright leaves an event loop running, in which no PDF can be sealed.
    """
    pytest = "pytest -q -n 2 --dist loadfile --no-loadscope-reorder --durations=15".split() + options.pytest
    runs = [("tests on SQLite", [*pytest, "-m", "not browser and not services"], {})]
    if CHROMIUM and not options.fast:
        runs.append(("tests in the browser", [*pytest, "-m", "browser and not services"], {}))
    if not options.fast and not silent_services():
        env = {"PORTAL_SERVICES": "1", "TEST_DATABASE_URL": POSTGRES}
        runs.append(("tests on PostgreSQL and Redis", [*pytest, "-m", "not browser and not pure"], env))
    return runs


def silent_services() -> list[str]:
    sign_in = "import psycopg, sys; psycopg.connect(sys.argv[1], connect_timeout=5)"
    postgres = works(PYTHON, "-c", sign_in, f"{POSTGRES.rpartition('/')[0]}/postgres")
    return [name for name, there in {"PostgreSQL": postgres, "Redis": answers(REDIS)}.items() if not there]


def left_out(options: argparse.Namespace) -> list[str]:
    """Say what cannot run on this machine; in CI each of these is a failure."""
    if options.fast:
        return []
    missing = [f"{name} does not let us in: its tests were left out" for name in silent_services()]
    missing += [] if CHROMIUM else ["no chromium: browser tests were left out"]
    provider = up_to_date(PROVIDER / ".lock.sha256", PROVIDER_LOCK)
    missing += [] if provider else ["no OpenID provider: its browser tests were left out"]
    missing += ["no Pango: PDF tests were left out"] if missing_libraries() else []
    return missing


def timed(name: str, command: list[str], env: dict, *, may_be_empty: bool = False) -> tuple[str, bool, float]:
    say(f"\n── {name}")
    started, command = time.monotonic(), [VENV / "bin" / command[0], *command[1:]]
    done = subprocess.run(command, cwd=ROOT, env={**os.environ, **env}, check=False)
    passed = done.returncode == 0 or (may_be_empty and done.returncode == NO_TESTS)
    return name, passed, time.monotonic() - started


def test(options: argparse.Namespace) -> None:
    set_up()
    if CHROMIUM and not options.fast:
        try:
            install_packages(PROVIDER, PROVIDER_LOCK)
        except Stop as problem:
            say(str(problem))
    results = [] if options.pytest else [timed(name, command, {}) for name, command in checks(options)]
    # Somebody's own selection may hold nothing for the browser or the services.
    results += [timed(*each, may_be_empty=bool(options.pytest)) for each in test_runs(options)]
    missing = left_out(options)
    say("\n── Summary")
    for name, passed, seconds in results:
        print(f"{'ok    ' if passed else 'FAILED'}  {name}  ({seconds:.0f} s)")
    for remark in missing:
        print(f"{'FAILED' if CI else 'note  '}  {remark}")
    if not all(passed for _, passed, _ in results) or (CI and missing):
        sys.exit(1)


# --- Everything else ----------------------------------------------------------------------------


def messages(options: argparse.Namespace) -> None:
    """Show which German messages are missing, fuzzy, unused or different between rooms."""
    set_up()
    os.chdir(ROOT)
    os.execv(PYTHON, [str(PYTHON), "-m", "tests.whole_house.messages"])


def parse(arguments: list[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="dev.py", description="Set up, run and test the portal.")
    commands = parser.add_subparsers(dest="command", required=True, metavar="run | test | messages")
    runs = commands.add_parser("run", help="set everything up and serve on http://127.0.0.1:8000")
    runs.add_argument("--empty", action="store_true", help="without the demo company")
    runs.add_argument("--port", type=int, default=8000)
    runs.add_argument("--data", type=Path, default=ROOT / "var", help="database, files and keys live here")
    runs.set_defaults(call=run)
    tests = commands.add_parser("test", help="every check and every test that can run on this machine")
    tests.add_argument("--fast", action="store_true", help="without types, browser and services")
    tests.add_argument("pytest", nargs="*", help="after --: given to pytest; checks are left out")
    tests.set_defaults(call=test)
    commands.add_parser("messages", help="which messages have no German yet").set_defaults(call=messages)
    return parser.parse_args(arguments)


def main() -> None:
    if sys.version_info < (3, 11):
        sys.exit(f"Python 3.11 or newer is needed; this is {sys.version.split()[0]}.")
    options = parse(sys.argv[1:])
    try:
        options.call(options)
    except Stop as problem:
        sys.exit(f"\n{problem}")
    except KeyboardInterrupt:
        sys.exit("\nStopped.")


if __name__ == "__main__":
    main()
