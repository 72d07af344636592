"""An incident room with many people in it: how soon others have what somebody wrote, what asking costs, and
the room with a long log.

Run on PostgreSQL, from the root of the project:
    TEST_DATABASE_URL=postgres://postgres@127.0.0.1:5432/bench python bench/incidents.py
"""

import argparse
import http.client
import json
import os
import random
import socket
import statistics
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path
from urllib.parse import urlencode

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings.test")
os.environ.setdefault("PORTAL_LOG_LEVEL", "WARNING")

import django

django.setup()

from django.conf import settings
from django.db import connection
from django.test import Client
from django.urls import reverse

from accounts.people.models import Employee
from bench.database import fresh_database
from guidelines.incidents.models import Incident
from guidelines.incidents.tickets import HEADER
from guidelines.incidents.timeline import held, write
from portal.audit.trail import operation
from tests.factories.incidents import crisis_lead, running
from tests.factories.people import Cast, signed_in

ASK_SECONDS = (1.3, 1.5)  # as `live.js` asks
CHUNK = 500


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--people", type=int, default=50)
    options.add_argument("--notes", type=int, default=30)
    options.add_argument("--entries", type=int, default=10_000)
    wanted = options.parse_args()
    fresh_database()
    cast, lead = Cast(), crisis_lead()
    incident = running(cast, by=lead)
    people = [crisis_lead(f"In the room {number}") for number in range(wanted.people)]
    sessions = [session_of(person) for person in [lead, *people]]
    print(f"{connection.vendor}, {os.cpu_count()} cores, load {os.getloadavg()[0]:.1f}")
    short = page_seconds(incident, lead)
    with_server(lambda port: crowd(port, incident, sessions, wanted.notes))
    fill(incident, lead, wanted.entries)
    long, log = page_seconds(incident, lead), page_seconds(incident, lead, "log-show", {"before": 5000})
    print(f"room with few entries {short * 1000:.0f} ms, with {wanted.entries} {long * 1000:.0f} ms ", end="")
    print(f"({long / short:.1f} times); a page in the middle of the log {log * 1000:.0f} ms")


def session_of(person: Employee) -> str:
    return str(signed_in(Client(), person).cookies[settings.SESSION_COOKIE_NAME].value)


class Asker(threading.Thread):
    """An open room, as its script asks; notes when it first has each entry."""

    def __init__(self, port: int, path: str, session: str, until: threading.Event) -> None:
        super().__init__(daemon=True)
        self.port, self.path, self.session, self.until = port, path, session, until
        self.had: dict[int, float] = {}
        self.same = self.asked = self.seen = 0
        self.ticket = ""
        self.took: list[float] = []

    def run(self) -> None:
        time.sleep(random.uniform(0, ASK_SECONDS[0]))
        line = http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)
        while not self.until.is_set():
            self.ask(line)
            time.sleep(random.uniform(*ASK_SECONDS))

    def ask(self, line: http.client.HTTPConnection) -> None:
        began = time.monotonic()
        headers = {"Cookie": f"{settings.SESSION_COOKIE_NAME}={self.session}", HEADER: self.ticket}
        line.request("GET", f"{self.path}?seen={self.seen}", headers=headers)
        answer = line.getresponse()
        self.ticket = answer.headers.get(HEADER, self.ticket)
        body, now = answer.read(), time.monotonic()
        self.asked += 1
        self.took.append(now - began)
        if answer.status == 304:
            self.same += 1
            return
        newest = json.loads(body)["seq"]
        for seq in range(self.seen + 1, newest + 1):
            self.had.setdefault(seq, now)
        self.seen = newest


def crowd(port: int, incident: Incident, sessions: list[str], notes: int) -> None:
    """Everybody asks, one person writes; when do the others have it?"""
    until = threading.Event()
    path = reverse("incidents:room-live", kwargs={"ref": incident.ref})
    askers = [Asker(port, path, session, until) for session in sessions[1:]]
    askers[0].ask(
        http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    )  # a server that has answered before
    for one in askers:
        one.start()
    time.sleep(5)
    written = {}
    for number in range(notes):
        before = time.monotonic()
        written[note(port, incident, sessions[0], number)] = before
        time.sleep(random.uniform(1.5, 2.5))
    time.sleep(4)
    until.set()
    for one in askers:
        one.join(timeout=10)
    waits = sorted(one.had[seq] - at for seq, at in written.items() for one in askers if seq in one.had)
    asked = sum(one.asked for one in askers)
    took = sorted(second for one in askers for second in one.took)
    lost = notes * len(askers) - len(waits)
    print(
        f"{len(askers)} people, {asked} questions, {sum(one.same for one in askers) / asked:.0%} answered 304"
    )
    print(f"a question takes {of(took, 50) * 1000:.0f} ms, p95 {of(took, 95) * 1000:.0f} ms")
    print(f"others have an entry after {of(waits, 50):.2f} s, p95 {of(waits, 95):.2f} s", end="")
    print(f", worst {waits[-1]:.2f} s; {lost} missed")


def of(values: list[float], percent: int) -> float:
    return values[min(len(values) - 1, len(values) * percent // 100)]


def note(port: int, incident: Incident, session: str, number: int) -> int:
    """Write a note as the room's script does; returns its number in the log."""
    line = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    token = "x" * 32
    headers = {
        "Cookie": f"{settings.SESSION_COOKIE_NAME}={session}; {settings.CSRF_COOKIE_NAME}={token}",
        "Content-Type": "application/x-www-form-urlencoded",
        "X-CSRFToken": token,
        "X-Live": "1",
    }
    path = reverse("incidents:note-add", kwargs={"ref": incident.ref})
    line.request("POST", path, body=urlencode({"text": f"note {number}"}), headers=headers)
    answer = line.getresponse()
    said = answer.read()
    if answer.status != 200:
        raise SystemExit(f"the note was refused: {answer.status} {said[:200]!r}")
    return int(Incident.objects.values_list("head_seq", flat=True).get(pk=incident.pk))


def with_server(use: Callable[[int], None]) -> None:
    """One web process with eight threads, as on the small machine."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    database = connection.settings_dict
    url = f"postgres://{database['USER']}@{database['HOST']}:{database['PORT']}/{database['NAME']}"
    env = {**os.environ, "TEST_DATABASE_URL": url, "PORTAL_TEST_DATA_DIR": settings.DATA_DIR}
    command = [sys.executable, "-m", "gunicorn", "portal.wsgi", "--workers", "1", "--threads", "8"]
    server = subprocess.Popen(
        [*command, "-b", f"127.0.0.1:{port}", "--log-level", "error"], cwd=ROOT, env=env
    )
    try:
        wait_for(port)
        use(port)
    finally:
        server.terminate()
        server.wait(timeout=20)


def wait_for(port: int) -> None:
    for _ in range(600):
        with socket.socket() as one:
            if one.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.1)
    raise SystemExit("the server does not answer")


def fill(incident: Incident, lead: Employee, entries: int) -> None:
    @operation
    def some(count: int) -> None:
        inside = held(incident)
        for number in range(count):
            write(inside, "incidents.note", by=lead, text=f"entry {number}")

    for start in range(0, entries, CHUNK):
        some(min(CHUNK, entries - start))
    with connection.cursor() as cursor:  # what autovacuum does in a database that lives
        cursor.execute("ANALYZE")


def page_seconds(
    incident: Incident, person: Employee, name: str = "room-show", query: dict[str, int] | None = None
) -> float:
    client = signed_in(Client(), person)
    address = reverse(f"incidents:{name}", kwargs={"ref": incident.ref})
    client.get(address, query)
    took = []
    for _ in range(9):
        began = time.perf_counter()
        answer = client.get(address, query)
        took.append(time.perf_counter() - began)
        if answer.status_code != 200:
            raise SystemExit(f"{address}: {answer.status_code}")
    return statistics.median(took)


if __name__ == "__main__":
    main()
