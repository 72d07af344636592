"""Handing in a quiz: time on the server, and how it grows with what others have handed in before.

Run on PostgreSQL, from the root of the project:
    TEST_DATABASE_URL=postgres://postgres@127.0.0.1:5432/bench python bench/quiz.py --attempts 20000
"""

import argparse
import os
import statistics
import sys
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings.test")
os.environ.setdefault("PORTAL_LOG_LEVEL", "WARNING")

import django

django.setup()

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.people.models import Employee
from bench.database import fresh_database
from tests.factories import courses
from tests.factories.people import Cast, EmployeeFactory, signed_in
from tests.factories.policies import everyone
from training.assignments.operations.requirements import require_course
from training.courses.models import Attempt, Course
from training.courses.operations.attempts import start_attempt

QUESTIONS, DRAW = 40, 12


def prepare() -> Course:
    """A required course with a bank of forty questions."""
    cast = Cast()
    course = courses.course("bench", tuple(courses.draft(f"q{n}") for n in range(QUESTIONS)))
    courses.release(course, editor=cast.edda, approver=cast.falk, draw=DRAW)
    require_course(course=course, audience=everyone(), by=None)
    return course


def others_handed_in(course: Course, count: int) -> None:
    """Attempts of one and the same colleague, as rows: what the tables hold after years."""
    person, now = EmployeeFactory(), course.current.released_at
    Attempt.objects.bulk_create(
        (
            Attempt(
                employee=person,
                course=course,
                version=course.current,
                state="failed",
                drawn=[],
                asked=DRAW,
                right=3,
                critical_missed=False,
                started_at=now,
                ended_at=now,
            )
            for _ in range(count)
        ),
        batch_size=2000,
    )


def measure(course: Course, person: Employee) -> tuple[float, int]:
    """Milliseconds of one POST that hands in a whole attempt and writes the proof, and its queries."""
    attempt = start_attempt(course=course, by=person)
    courses.answer(attempt)
    client = signed_in(Client(), person, mfa=False)
    client.get(reverse("courses:attempt-review", args=[attempt.ref]))
    address = reverse("courses:attempt-submit", args=[attempt.ref])
    with CaptureQueriesContext(connection) as queries:
        begun = time.perf_counter()
        answer = client.post(address)
        took = (time.perf_counter() - begun) * 1000
    assert answer.status_code == 302, answer
    attempt.refresh_from_db()
    assert attempt.state == "passed"
    return took, len(queries)


def main() -> None:
    options = argparse.ArgumentParser()
    options.add_argument("--attempts", type=int, default=20_000)
    options.add_argument("--rounds", type=int, default=20)
    chosen = options.parse_args()
    fresh_database()
    course = prepare()
    empty = [measure(course, EmployeeFactory()) for _ in range(chosen.rounds)]
    others_handed_in(course, chosen.attempts)
    full = [measure(course, EmployeeFactory()) for _ in range(chosen.rounds)]
    before = statistics.median(took for took, _ in empty)
    after = statistics.median(took for took, _ in full)
    print(f"handing in: {after:.0f} ms, {full[-1][1]} queries (median of {chosen.rounds})")
    print(f"beside {chosen.attempts} attempts : beside none = {after / before:.2f}")


if __name__ == "__main__":
    main()
