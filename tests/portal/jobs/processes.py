"""Real processes for tests: started, watched, and killed as a machine would be."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

ROOT = Path(__file__).resolve().parents[3]
SETTINGS = "tests.portal.jobs.working.settings"


class Process:
    """One process group with its output in a file."""

    def __init__(
        self, arguments: list[str], env: dict[str, str], log: Path, settings: str = SETTINGS
    ) -> None:
        self.log = log
        with log.open("ab") as output:
            self._popen = subprocess.Popen(
                [sys.executable, *arguments],
                cwd=ROOT,
                env={
                    **env,
                    "TESTED_SETTINGS_MODULE": os.environ["DJANGO_SETTINGS_MODULE"],
                    "DJANGO_SETTINGS_MODULE": settings,
                },
                stdout=output,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )

    def kill(self) -> None:
        """As the kernel does when memory runs out, the whole group at once."""
        if self._popen.poll() is None:
            os.killpg(self._popen.pid, signal.SIGKILL)
        self._popen.wait(10)

    def stop(self, seconds: float = 40) -> int:
        """As systemd does; return the exit code."""
        self._popen.send_signal(signal.SIGTERM)
        return self._popen.wait(seconds)


def wait_for(what: Callable[[], object], seconds: float, process: Process) -> float:
    """Wait until `what()` is true and return how long it took; fail with the process's last words."""
    started = time.monotonic()
    while time.monotonic() - started < seconds:
        if what():
            return time.monotonic() - started
        time.sleep(0.1)
    raise AssertionError(f"not within {seconds} s; log:\n{process.log.read_text()[-3000:]}")
