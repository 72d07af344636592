"""Warm children for PDFs: leased one at a time, restarted when they end, replaced after so many documents."""

import atexit
import contextlib
import json
import os
import subprocess
import sys
import tempfile
import threading
from collections.abc import Iterator, Sequence
from typing import Any, BinaryIO, cast

from django.conf import settings

from portal.documents.failures import PdfUnavailable
from portal.documents.frames import BrokenFrame, read_message, write_message

START_SECONDS = 60


class ChildDied(Exception):
    """The child ended without an answer: killed, out of memory, or it crashed."""


class ChildTooSlow(Exception):
    """The child was ended because its time was up."""


class Child:
    """One running `portal.documents.child`; used by one thread at a time. `work` is render or inspect."""

    def __init__(self, work: str = "render") -> None:
        self.documents = 0
        self.known_stylesheets: set[str] = set()
        self.errors = tempfile.TemporaryFile()  # noqa: SIM115  closed in `close`
        configuration = {
            "work": work,
            "fonts": str(settings.PDF_FONTS_DIR),
            "memory_bytes": settings.PDF_MEMORY_MB * 1024 * 1024,
            "idle_seconds": settings.PDF_IDLE_SECONDS,
        }
        self.process = subprocess.Popen(  # noqa: S603  our own program, no shell
            [sys.executable, "-m", "portal.documents.child", json.dumps(configuration)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=self.errors,
            cwd=settings.BASE_DIR,
            env=_bare_environment(),
            start_new_session=True,
        )
        self.requests = cast(BinaryIO, self.process.stdin)
        self.answers = cast(BinaryIO, self.process.stdout)
        try:
            self._await_ready()
        except BaseException:
            self.close()
            raise

    def ask(self, header: dict[str, Any], parts: Sequence[bytes]) -> tuple[dict[str, Any], list[bytes]]:
        """Send a request, return the answer. Raises ChildTooSlow or ChildDied; the child is gone then."""
        self.documents += 1
        return self._talk(header["seconds"], header, parts)

    def close(self) -> None:
        """End the process and take it off the list of the kernel."""
        self.process.kill()
        self.process.wait()
        for pipe in (self.requests, self.answers):
            with contextlib.suppress(OSError):
                pipe.close()
        self.errors.close()

    def _await_ready(self) -> None:
        answer, _ = self._talk(START_SECONDS)
        if answer["state"] != "ready":
            raise PdfUnavailable(answer["detail"])

    def _talk(
        self, seconds: float, header: dict[str, Any] | None = None, parts: Sequence[bytes] = ()
    ) -> tuple[dict[str, Any], list[bytes]]:
        late = threading.Event()

        def end() -> None:
            late.set()
            self.process.kill()

        watchdog = threading.Timer(seconds, end)
        watchdog.daemon = True
        watchdog.start()
        try:
            if header is not None:
                write_message(self.requests, header, parts)
            answer = read_message(self.answers)
        except (OSError, BrokenFrame, ValueError):
            answer = None
        finally:
            watchdog.cancel()
        if answer is not None:
            return answer
        if late.is_set():
            raise ChildTooSlow
        raise ChildDied(self._last_words())

    def _last_words(self) -> str:
        code = self.process.wait()
        self.errors.seek(max(0, self.errors.seek(0, os.SEEK_END) - 1500))
        return f"exit code {code}: {self.errors.read().decode(errors='replace').strip()}"


class Pool:
    """At most `places` children (default settings.PDF_CHILDREN) of this process; a fork starts its own."""

    def __init__(self, work: str = "render", places: int | None = None) -> None:
        self.work = work
        self.places = places or settings.PDF_CHILDREN
        self._forget()
        os.register_at_fork(after_in_child=self._forget)
        atexit.register(self.close)

    def _forget(self) -> None:
        self._idle: list[Child] = []
        self._lock = threading.Lock()
        self._places = threading.BoundedSemaphore(self.places)

    @contextlib.contextmanager
    def lease(self) -> Iterator[Child]:
        """Lend a child; one that raised, or has made its share of documents, is not lent again."""
        with self._places:
            child = self._take()
            try:
                yield child
            except BaseException:
                child.close()
                raise
            if child.documents >= settings.PDF_DOCUMENTS_PER_CHILD:
                child.close()
            else:
                with self._lock:
                    self._idle.append(child)

    def _take(self) -> Child:
        with self._lock:
            while self._idle:
                child = self._idle.pop()
                if child.process.poll() is None:
                    return child
                child.close()
        return Child(self.work)

    def close(self) -> None:
        """End all idle children."""
        with self._lock:
            while self._idle:
                self._idle.pop().close()


def _bare_environment() -> dict[str, str]:
    """Give the child what fonts and Python need, and none of the portal's secrets."""
    kept = {
        name: os.environ[name] for name in ("PATH", "HOME", "TMPDIR", "LD_LIBRARY_PATH") if name in os.environ
    }
    return {**kept, "LANG": "C.UTF-8", "PYTHONPATH": str(settings.BASE_DIR), "PYTHONHASHSEED": "0"}


pool = Pool()
