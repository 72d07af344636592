"""The PDF child: reads requests from standard input and answers on standard output. Runs without Django.

    python -m portal.documents.child <configuration as JSON>

It limits itself, so that nothing it is given can harm the machine even if the portal is gone: memory by the
kernel, time by an alarm per document, and it ends when its input closes or nobody asked for a while.
"""

import gc
import json
import os
import resource
import select
import signal
import sys
from typing import Any, BinaryIO

from portal.documents.frames import read_message, write_message

RECURSION_LIMIT = 12_000
SECONDS_OF_GRACE = 2


def main() -> None:
    """Serve requests until the portal closes the pipe, the document limit or the idle limit is reached."""
    configuration = json.loads(sys.argv[1])
    requests, answers = _own_the_pipes()
    _limit(configuration["memory_bytes"])
    try:
        worker = _worker(configuration)
    except Exception as error:
        write_message(answers, {"state": "unavailable", "detail": f"{type(error).__name__}: {error}"[:2000]})
        return
    gc.disable()
    write_message(answers, {"state": "ready"})
    while _asked_within(requests, configuration["idle_seconds"]):
        message = read_message(requests)
        if message is None:
            return
        _serve(worker, answers, *message)
        # The portal is busy with what it just got: nobody waits for this.
        worker.sweep()


def _worker(configuration: dict[str, Any]) -> Any:
    """What this child is for: to lay documents out, or to look at files that strangers upload."""
    if configuration["work"] == "inspect":
        from portal.documents.inspecting import Inspector

        return Inspector()
    from portal.documents.engine import Engine

    return Engine(configuration["fonts"])


def _own_the_pipes() -> tuple[BinaryIO, BinaryIO]:
    """Keep the pipes for frames alone: whatever a library prints goes to standard error."""
    requests, answers = os.fdopen(os.dup(0), "rb"), os.fdopen(os.dup(1), "wb")
    os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
    os.dup2(2, 1)
    return requests, answers


def _limit(memory_bytes: int) -> None:
    resource.setrlimit(resource.RLIMIT_AS, (memory_bytes, memory_bytes))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    sys.setrecursionlimit(RECURSION_LIMIT)


def _asked_within(requests: BinaryIO, seconds: int) -> bool:
    return bool(select.select([requests], [], [], seconds)[0])


def _serve(worker: Any, answers: BinaryIO, header: dict[str, Any], parts: list[bytes]) -> None:
    signal.setitimer(signal.ITIMER_REAL, header["seconds"] + SECONDS_OF_GRACE)
    try:
        answer, bodies = _answer(worker, header, parts)
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
    write_message(answers, {**answer, "django_loaded": "django" in sys.modules}, bodies)


def _answer(worker: Any, header: dict[str, Any], parts: list[bytes]) -> tuple[dict[str, Any], list[bytes]]:
    try:
        return worker.answer(header, parts)
    except (MemoryError, RecursionError, SystemError) as error:
        # A SystemError is what remains when C code was refused memory and had none left to say so.
        return _failed("too_large", type(error).__name__), []
    except Exception as error:
        return _failed("broken", f"{type(error).__name__}: {error}"[:2000]), []


def _failed(reason: str, detail: str) -> dict[str, Any]:
    return {"state": "failed", "reason": reason, "detail": detail}


if __name__ == "__main__":
    main()
