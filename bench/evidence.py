"""How fast are certificates issued and bundles packed, database and all?

Run: python -m bench.evidence [--documents 400]  (see bench/README.md)
"""

import argparse
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

TARGETS = {"ratio": 3.0, "growth_mb": 50.0, "bundle_s": 90.0, "two_workers_min": 8.0}


def set_up() -> None:
    """Start Django on a database and files of this run, in a folder that both workers share."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings.test")
    os.environ.setdefault("PORTAL_TEST_DATA_DIR", tempfile.mkdtemp(prefix="bench-evidence-"))
    os.environ.setdefault("PORTAL_LOG_LEVEL", "WARNING")
    import django

    django.setup()


def people_answer(count: int) -> None:
    """Hire `count` people and let each confirm one guideline; not measured."""
    from guidelines.policies.operations import acknowledge
    from tests.databases import template_for
    from tests.factories.people import Cast, EmployeeFactory
    from tests.factories.policies import read, release, request_of

    database = template_for("bench")
    database.build(fresh=False)
    database.restore()
    cast = Cast()
    _ = cast.hanna
    people = [EmployeeFactory(name=f"Änne Müller-Lüdenscheidt {n}", password=None) for n in range(count)]
    release(editor=cast.edda, approver=cast.falk)
    for person in people:
        request = request_of(person)
        acknowledge(request=request, read=read(request), authenticated="password+totp", by=person)


def issue(answers: Any) -> None:
    from reports.evidence.operations import issue_evidence

    for acknowledgement in answers:
        issue_evidence(acknowledgement)


def naive(count: int) -> float:
    """Processor seconds per document of the loop that one writes first: tables, fresh CSS and fonts."""
    from django.template import Context, Engine

    from bench.pdf import FOLDER, ISSUED_AT
    from bench.pdf import naive as make
    from guidelines.policies.models import Acknowledgement
    from portal.documents.codes import qr_code
    from reports.evidence import operations
    from reports.evidence.choices import EvidenceKind
    from reports.evidence.facts import certificate

    template = Engine(dirs=[str(FOLDER / "templates")]).get_template("naive.html")
    answers = Acknowledgement.objects.select_related("record", "rendition__version").order_by("pk")[:count]
    documents = []
    for answer in answers:
        source = operations._source(answer, EvidenceKind.ACKNOWLEDGEMENT, None, ISSUED_AT)
        html = template.render(Context(_table_facts(certificate(source))))
        documents.append((html, answer.record.canonical.encode(), qr_code(source.address)))
    make(*documents[0])
    started = time.process_time()
    for document in documents[1:]:
        make(*document)
    return (time.process_time() - started) / (count - 1)


def _table_facts(words: Any) -> dict[str, Any]:
    record = words.source.record
    return {
        "language": record["rendition"]["language"],
        "sender": record["subject"]["entity"],
        "kind": words.label,
        "serial": words.source.serial,
        "title": words.title,
        "policy": record["rendition"]["title"],
        "outcome": words.outcome,
        "outcome_note": words.note,
        "statement": record["statement"],
        "sections": [(section.heading, section.rows) for section in words.sections if section.rows],
        "address": words.source.address,
    }


def by_two_workers() -> float:
    """Seconds in which two processes issue everything that is not issued yet."""
    command = [sys.executable, "-m", "bench.evidence", "--worker"]
    started = time.perf_counter()
    workers = [subprocess.Popen([*command, str(number)]) for number in range(2)]
    codes = [worker.wait() for worker in workers]
    if any(codes):
        raise SystemExit(f"a worker ended with {codes}")
    return time.perf_counter() - started


def run_worker(number: int) -> None:
    """Be one of two workers: issue every second of what is missing."""
    from reports.evidence.pending import without_certificate

    issue(list(without_certificate())[number::2])


def bundle() -> float:
    """Seconds for a bundle of everything that is issued."""
    from portal.jobs.running import execute
    from reports.exports.models import Export
    from reports.exports.operations import start_export
    from reports.exports.selection import Selection
    from tests.factories.people import Employee

    export = start_export(selection=Selection(), by=Employee.objects.get(login_id="hanna"))
    started = time.perf_counter()
    execute(export.job_id)
    seconds = time.perf_counter() - started
    if Export.objects.get(pk=export.pk).ready_at is None:
        raise SystemExit("the bundle is not ready")
    return seconds


@contextmanager
def without_grace() -> Iterator[None]:
    """Let what was answered a moment ago count as waiting."""
    from datetime import timedelta

    from reports.evidence import pending

    pending.GRACE = timedelta(0)
    yield


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--documents", type=int, default=400, help="certificates")
    parser.add_argument("--naive", type=int, default=12, help="documents of the naive loop")
    parser.add_argument("--warm-up", type=int, default=20, help="certificates before the first measure")
    parser.add_argument("--worker", type=int)
    options = parser.parse_args()
    set_up()
    with without_grace():
        if options.worker is not None:
            run_worker(options.worker)
        else:
            measure(options.documents, loop=options.naive, warm_up=options.warm_up)


def measure(count: int, *, loop: int, warm_up: int) -> None:
    from bench.pdf import processor_seconds, report, resident_mb, worker_memory
    from guidelines.policies.models import Acknowledgement

    people_answer(count)
    answers = list(Acknowledgement.objects.order_by("pk"))
    half = count // 2
    issue(answers[:warm_up])
    before, used, started = worker_memory(), processor_seconds(), time.perf_counter()
    issue(answers[warm_up:half])
    ours = (processor_seconds() - used) / (half - warm_up)
    wall = (time.perf_counter() - started) / (half - warm_up)
    slow = naive(loop)
    report("naive loop over the same facts, PDF and seal alone", slow * 1000, "ms/document")
    report("ours, with database, audit trail and file", ours * 1000, "ms/document")
    report("ours, by the clock", wall * 1000, "ms/document")
    report(
        "ours : naive, documents per second and core", slow / ours, "times", f"target >= {TARGETS['ratio']}"
    )
    report(
        f"growth of a worker over {half - warm_up}",
        worker_memory() - before,
        "MB",
        f"target < {TARGETS['growth_mb']}",
    )
    seconds = by_two_workers()
    rest = count - half
    report(f"two workers, {rest} certificates, start included", rest / seconds, "documents/s")
    start = by_two_workers()  # nothing is left to issue
    minutes = (start + (seconds - start) * 10_000 / rest) / 60
    report("10 000 by two workers, from this rate", minutes, "min", f"target <= {TARGETS['two_workers_min']}")
    before = resident_mb()
    seconds = bundle()
    report(f"bundle of {count} already issued", seconds, "s")
    report(
        "10 000 already issued, from this rate",
        seconds / count * 10_000,
        "s",
        f"target <= {TARGETS['bundle_s']}",
    )
    report("growth while packing", resident_mb() - before, "MB", f"target < {TARGETS['growth_mb']}")


if __name__ == "__main__":
    main()
