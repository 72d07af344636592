"""How fast are sealed evidence PDFs? Run: python -m bench.pdf  (see bench/README.md)."""

import argparse
import functools
import gc
import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path
from typing import Any

ISSUED_AT = datetime(2026, 3, 14, 9, 0, tzinfo=UTC)
FOLDER = Path(__file__).parent
TARGETS = {"ratio": 3.0, "growth_mb": 50.0, "scaling": 0.9}


def set_up() -> None:
    """Start Django with the rooms that make PDFs and nothing else, with keys in a folder of this run."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings.test")
    import django
    from django.conf import settings

    settings.PORTAL_KEYS_DIR = os.environ.setdefault("BENCH_KEYS", tempfile.mkdtemp(prefix="bench-keys-"))
    settings.INSTALLED_APPS = ["portal.audit", "portal.documents", "django.contrib.staticfiles"]
    django.setup()


def sources(layout: str, count: int) -> list[tuple[str, bytes, bytes]]:
    """Return (HTML, JSON, QR picture) of `count` different certificates; making them is not measured."""
    from django.template import Context, Engine

    from bench.facts import canonical_json, certificate_facts
    from portal.documents.codes import qr_code

    template = Engine(dirs=[str(FOLDER / "templates")]).get_template(f"{layout}.html")
    found = []
    for number in range(count):
        facts = certificate_facts(number)
        html = template.render(Context(facts))
        found.append((html, canonical_json(facts), qr_code(facts["address"])))
    return found


def naive(html: str, data: bytes, picture: bytes, *, fonts: dict[str, bytes] | None = None) -> bytes:
    """Do what one writes first: tables, stylesheet and fonts loaded for every document, in this process."""
    from weasyprint import CSS, HTML, Attachment
    from weasyprint.text.fonts import FontConfiguration

    from portal.documents.finishing import finish
    from portal.documents.seal import seal_pdf

    fetcher, configuration = _fetcher(picture, fonts), FontConfiguration()
    pdf = HTML(string=html, url_fetcher=fetcher, base_url="asset:").write_pdf(
        stylesheets=[
            CSS(string=source.decode(), url_fetcher=fetcher, font_config=configuration)
            for source in _styles().values()
        ],
        font_config=configuration,
        attachments=[
            Attachment(
                file_obj=BytesIO(data), name="nachweis.json", description="Angaben", relationship="Data"
            )
        ],
        pdf_variant="pdf/a-3a",
        pdf_tags=True,
        finisher=lambda _document, pdf: finish(pdf, seal_tooltip="Elektronisches Siegel des Portals"),
    )
    return seal_pdf(pdf, reason="Nachweis", language="de")


def bare() -> Callable[[str, bytes, bytes], bytes]:
    """Return our own way without the child: the same engine in this process."""
    from portal.documents.engine import Engine
    from portal.documents.seal import seal_pdf

    engine = Engine(_fonts())
    gc.disable()

    def make(html: str, data: bytes, picture: bytes) -> bytes:
        pdf = engine.render(_request(html, data, picture, new=not engine.stylesheets)).pdf
        engine.sweep()
        return seal_pdf(pdf, reason="Nachweis", language="de")

    return make


def ours(html: str, data: bytes, picture: bytes) -> bytes:
    """Do what the portal does."""
    from portal.documents.render import Attachment, render_pdf
    from portal.documents.seal import seal_pdf

    pdf = render_pdf(
        html,
        attachments=[Attachment("nachweis.json", data, "Angaben, maschinenlesbar")],
        assets={"qr.png": picture},
        language="de",
        issued_at=ISSUED_AT,
    )
    return seal_pdf(pdf, reason="Nachweis", language="de")


def _fonts() -> str:
    from django.conf import settings

    return str(settings.PDF_FONTS_DIR)


def _fetcher(picture: bytes, fonts: dict[str, bytes] | None) -> Any:
    from portal.documents.fetching import GivenOnlyFetcher, read_fonts

    fetcher = GivenOnlyFetcher(fonts or read_fonts(Path(_fonts())))
    fetcher.assets = {"qr.png": picture}
    return fetcher


def unpacked_fonts() -> dict[str, bytes]:
    """Return the fonts unpacked: WOFF2 costs the naive loop more than all the rest together."""
    from fontTools.ttLib.woff2 import decompress

    from portal.documents.fetching import read_fonts

    unpacked = {}
    for name, packed in read_fonts(Path(_fonts())).items():
        target = BytesIO()
        decompress(BytesIO(packed), target)
        unpacked[name] = target.getvalue()
    return unpacked


def _styles() -> dict[str, bytes]:
    from portal.documents.render import BASE_STYLESHEETS, load_stylesheets

    return dict(load_stylesheets(BASE_STYLESHEETS))


def _request(html: str, data: bytes, picture: bytes, *, new: bool) -> Any:
    from portal.documents.engine import Request

    about = {"name": "nachweis.json", "description": "Angaben, maschinenlesbar", "relationship": "Data"}
    return Request(
        html=html,
        stylesheets=list(_styles()),
        new_stylesheets=_styles() if new else {},
        assets={"qr.png": picture},
        attachments=[(about, data)],
        issued_at="2026-03-14T09:00:00Z",
        language="de",
        seal_tooltip="Elektronisches Siegel des Portals",
    )


def seconds_per_document(make: Callable[[str, bytes, bytes], bytes], documents: list) -> float:
    """Return wall seconds per document, one after the other, after two that do not count."""
    for document in documents[:2]:
        make(*document)
    started = time.perf_counter()
    for document in documents[2:]:
        make(*document)
    return (time.perf_counter() - started) / (len(documents) - 2)


def processor_seconds() -> float:
    """Return the processor time of this process and all its children: what a core really had to do."""
    from portal.documents.pool import pool

    pids = [child.process.pid for child in pool._idle]
    nanoseconds = sum(int(Path(f"/proc/{pid}/schedstat").read_text().split()[0]) for pid in pids)
    ended = os.times()
    return time.process_time() + ended.children_user + ended.children_system + nanoseconds / 1e9


def resident_mb(pid: int | str = "self") -> float:
    """Return the memory a process really holds, in MB."""
    return int(Path(f"/proc/{pid}/statm").read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE") / 1e6


def worker_memory() -> float:
    """Return the memory of this worker and its warm children, in MB."""
    from portal.documents.pool import pool

    return resident_mb() + sum(resident_mb(child.process.pid) for child in pool._idle)


def grown_mb(documents: list) -> tuple[float, float]:
    """Return (memory after the first fifty documents, growth until the last one) in MB."""
    for document in documents[:50]:
        ours(*document)
    before = worker_memory()
    for document in documents[50:]:
        ours(*document)
    return before, worker_memory() - before


def run_worker(way: str, count: int) -> None:
    """Be one of several processes: make documents and print their number per second."""
    make = ours if way == "ours" else bare()
    print(json.dumps(1 / seconds_per_document(make, sources("certificate", count))))


def in_parallel(way: str, processes: int, count: int) -> float:
    """Return documents per second of several processes together."""
    command = [sys.executable, "-m", "bench.pdf", "--worker", way, "--documents", str(count)]
    running = [subprocess.Popen(command, stdout=subprocess.PIPE, text=True) for _ in range(processes)]
    return sum(json.loads(process.communicate()[0].strip().splitlines()[-1]) for process in running)


def report(label: str, value: float, unit: str, target: str = "") -> None:
    print(f"{label:<58}{value:>9.2f} {unit}  {target}")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--documents", type=int, default=60, help="documents per measurement")
    parser.add_argument("--memory-documents", type=int, default=600)
    parser.add_argument("--rounds", type=int, default=2, help="of two processes at once")
    parser.add_argument("--worker", choices=["ours", "bare"])
    options = parser.parse_args()
    set_up()
    if options.worker:
        run_worker(options.worker, options.documents)
        return
    compare(options.documents)
    before, growth = grown_mb(sources("certificate", options.memory_documents))
    report("memory of a worker with its child", before, "MB")
    report(
        f"growth over {options.memory_documents} documents",
        growth,
        "MB",
        f"target < {TARGETS['growth_mb']:.0f}",
    )
    rounds = [
        (in_parallel("bare", 2, options.documents), in_parallel("ours", 2, options.documents))
        for _ in range(options.rounds)
    ]
    two_bare, two_ours = (sum(column) / len(rounds) for column in zip(*rounds, strict=True))
    report("two bare processes", two_bare, "documents/s")
    report("two workers", two_ours, "documents/s")
    report("two workers : two bare processes", two_ours / two_bare, "", f"target >= {TARGETS['scaling']}")
    report("10 000 certificates by two workers", 10_000 / two_ours / 60, "min", "target <= 8")


def compare(count: int) -> None:
    """Print the naive loop and ours, document by document in turns: a busy machine slows both alike."""
    plain, designed = sources("naive", count), sources("certificate", count)
    unpacked = functools.partial(naive, fonts=unpacked_fonts())
    ways = [(naive, plain), (unpacked, plain), (ours, designed)]
    spent = dict.fromkeys(range(len(ways)), 0.0)
    for number in range(count):
        for way, (make, documents) in enumerate(ways):
            started = processor_seconds()
            make(*documents[number])
            # The first round starts the child and compiles what is compiled once.
            spent[way] += processor_seconds() - started if number else 0
    packed, plain_fonts, fast = (total / (count - 1) for total in spent.values())
    report("naive loop: tables, fresh CSS, fonts as they lie here", packed * 1000, "ms of a core")
    report("naive loop: the same with fonts unpacked beforehand", plain_fonts * 1000, "ms of a core")
    report("ours: definition lists, warm child", fast * 1000, "ms of a core")
    report("ours : naive", packed / fast, "times", f"target >= {TARGETS['ratio']:.0f}")
    report("ours : naive with unpacked fonts", plain_fonts / fast, "times")


if __name__ == "__main__":
    main()
