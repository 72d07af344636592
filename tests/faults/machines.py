"""Services of a test's own: a database cluster, a broker, a worker; each is ended by its own id."""

import os
import shutil
import socket
import subprocess
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import redis

from tests.portal.jobs.processes import Process

SETTINGS = "tests.faults.fast_settings"
WORKER = [
    "-m",
    "celery",
    "-A",
    "portal",
    "worker",
    "-P",
    "solo",
    "-Q",
    "urgent,mail,documents",
    "--loglevel=info",
]


def free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return free.getsockname()[1]


def until(what: Callable[[], object], seconds: float, why: str) -> None:
    """Wait until `what()` is true."""
    ends = time.monotonic() + seconds
    while not what():
        if time.monotonic() > ends:
            raise AssertionError(f"not within {seconds} s: {why}")
        time.sleep(0.1)


def start_worker(env: dict[str, str], broker: str, log: Path) -> Process:
    """A worker for all three queues, in one process."""
    return Process(WORKER, {**env, "CELERY_BROKER_URL": broker}, log, SETTINGS)


class Broker:
    """A Redis that forgets everything when it ends."""

    def __init__(self, folder: Path) -> None:
        self._folder, self.port = folder, free_port()
        self.url = f"redis://127.0.0.1:{self.port}/0"
        self._process: subprocess.Popen | None = None

    def start(self) -> None:
        arguments = [
            "redis-server",
            "--port",
            str(self.port),
            "--bind",
            "127.0.0.1",
            "--save",
            "",
            "--appendonly",
            "no",
        ]
        self._process = subprocess.Popen([*arguments, "--dir", str(self._folder)], stdout=subprocess.DEVNULL)
        until(self._answers, 15, "the broker answers")

    def stop(self) -> None:
        if self._process is not None:
            self._process.kill()
            self._process.wait(10)
            self._process = None

    def _answers(self) -> bool:
        try:
            return redis.Redis(port=self.port, socket_timeout=1).ping()
        except redis.RedisError:
            return False


class Cluster:
    """A PostgreSQL of its own with a copy of one database."""

    def __init__(self) -> None:
        self._bin = max(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda path: float(path.parent.name))
        # Not below pytest's own folders: user postgres may not enter them.
        self._data, self.port = Path(tempfile.mkdtemp(prefix="portal-cluster-")), free_port()
        self.url = f"postgres://postgres@127.0.0.1:{self.port}/portal"
        if os.getuid() == 0:
            shutil.chown(self._data, "postgres", "postgres")
        self._run("initdb", "-D", self._data, "-U", "postgres", "-A", "trust", "--no-sync", "-E", "UTF8")

    def start(self) -> None:
        options = f"-p {self.port} -c listen_addresses=127.0.0.1 -c unix_socket_directories='' -c fsync=off"
        self._run("pg_ctl", "-D", self._data, "-w", "-o", options, "-l", self._data / "log", "start")

    def stop(self, how: str = "immediate") -> None:
        self._run("pg_ctl", "-D", self._data, "-m", how, "-w", "stop")

    def remove(self) -> None:
        self.stop()
        shutil.rmtree(self._data)

    def copy(self, database: dict) -> None:
        """Take over everything that `database` (Django's settings of it) holds."""
        target = ["-h", "127.0.0.1", "-p", str(self.port), "-U", "postgres"]
        subprocess.run([self._bin / "createdb", *target, "portal"], check=True)
        source = ["-h", database["HOST"], "-p", str(database["PORT"]), "-U", database["USER"]]
        dump = subprocess.Popen([self._bin / "pg_dump", *source, database["NAME"]], stdout=subprocess.PIPE)
        subprocess.run(
            [shutil.which("psql") or "psql", *target, "-q", "-v", "ON_ERROR_STOP=1", "portal"],
            stdin=dump.stdout,
            stdout=subprocess.DEVNULL,
            check=True,
        )
        assert dump.wait(30) == 0

    def _run(self, tool: str, *arguments: object) -> None:
        as_owner = (
            ["setpriv", "--reuid=postgres", "--regid=postgres", "--clear-groups"] if os.getuid() == 0 else []
        )
        command = [*as_owner, str(self._bin / tool), *map(str, arguments)]
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL, cwd="/", timeout=60)
