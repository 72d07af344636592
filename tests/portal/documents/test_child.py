"""The child may be killed, starved or fed with poison: the portal gets a PDF or a clear refusal, in time."""

import os
import signal
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from portal.documents import pool as pool_module
from portal.documents.pool import Child
from portal.documents.render import PdfUnavailable, RenderFailed, render_pdf
from tests.portal.documents.conftest import page, text_of

GIANT_TABLE = page("<table>" + "<tr><td>a</td><td>b</td><td>c</td></tr>" * 40_000 + "</table>")


@pytest.mark.parametrize(
    ("html", "reason"),
    [
        (page("<div>" * 3000 + "x" + "</div>" * 3000), "too_deep"),
        (GIANT_TABLE, "too_slow"),
        (page("<p>" + "<b>x</b>" * 400_000 + "</p>"), "too_slow"),
    ],
    ids=["nested", "giant table", "endless line"],
)
def test_poison_ends_in_a_clear_refusal_within_the_limit(html, reason, own_pool):
    started = time.monotonic()
    with pytest.raises(RenderFailed) as refusal:
        render_pdf(html, seconds=4)
    assert refusal.value.reason == reason
    assert str(refusal.value.message)
    assert time.monotonic() - started < 20
    assert render_pdf(page("<p>Danach geht es weiter.</p>")).startswith(b"%PDF-1.7")


@pytest.mark.parametrize("attribute", ["colspan", "rowspan"])
@pytest.mark.parametrize("value", ["100000000", "9" * 5000, "-3", "²", "1e9"])
def test_absurd_spans_are_clamped_as_browsers_do(attribute, value):
    html = page(f"<table><tr><td {attribute}='{value}'>a</td><td>b</td></tr></table>")
    assert render_pdf(html, seconds=60).startswith(b"%PDF-1.7")


def test_a_document_that_needs_too_much_memory_is_refused(own_pool, settings):
    settings.PDF_MEMORY_MB = 420
    with pytest.raises(RenderFailed) as refusal:
        render_pdf(GIANT_TABLE, seconds=120)
    assert refusal.value.reason in {"too_large", "crashed"}


def test_a_child_killed_in_the_middle_is_replaced_without_anybody_noticing(own_pool, monkeypatch):
    killed = []

    def ask(self, header, parts):
        if not killed:
            killed.append(self.process.pid)
            threading.Timer(0.2, os.kill, (self.process.pid, signal.SIGKILL)).start()
        return original(self, header, parts)

    original = Child.ask
    monkeypatch.setattr(Child, "ask", ask)
    body = "<p>" + "Ein Satz, der gesetzt werden will. " * 4000 + "</p>"
    assert render_pdf(page(body)).startswith(b"%PDF-1.7")
    assert killed
    assert [child.process.pid for child in own_pool._idle] != killed


def test_a_child_that_dies_twice_is_a_refusal(own_pool, monkeypatch):
    def ask(self, header, parts):
        self.process.kill()
        return original(self, header, parts)

    original = Child.ask
    monkeypatch.setattr(Child, "ask", ask)
    with pytest.raises(RenderFailed) as refusal:
        render_pdf(page("<p>x</p>"))
    assert refusal.value.reason == "crashed"


def test_a_child_found_dead_is_replaced(own_pool):
    render_pdf(page("<p>eins</p>"))
    (child,) = own_pool._idle
    os.kill(child.process.pid, signal.SIGKILL)
    child.process.wait()
    assert render_pdf(page("<p>zwei</p>")).startswith(b"%PDF")


def test_a_child_makes_its_share_of_documents_and_is_replaced(own_pool, settings):
    settings.PDF_DOCUMENTS_PER_CHILD = 2
    render_pdf(page("<p>eins</p>"))
    first = own_pool._idle[0].process
    render_pdf(page("<p>zwei</p>"))
    assert own_pool._idle == []
    assert first.poll() is not None


def test_a_child_ends_when_the_portal_is_gone(own_pool):
    render_pdf(page("<p>x</p>"))
    child = own_pool._idle.pop()
    child.process.stdin.close()
    assert child.process.wait(timeout=10) == 0
    child.process.stdout.close()


def test_a_child_that_nobody_asks_ends_by_itself(own_pool, settings):
    settings.PDF_IDLE_SECONDS = 1
    render_pdf(page("<p>x</p>"))
    assert own_pool._idle[0].process.wait(timeout=10) == 0


def test_threads_share_the_children_and_keep_their_documents_apart(own_pool):
    with ThreadPoolExecutor(6) as threads:
        texts = list(
            threads.map(lambda number: text_of(render_pdf(page(f"<p>Blatt {number} Ende</p>"))), range(18))
        )
    assert all(f"Blatt {number} Ende" in found for number, found in enumerate(texts))
    assert len(own_pool._idle) <= 2


def test_a_child_knows_no_secret_and_no_django(own_pool, monkeypatch):
    monkeypatch.setenv("PORTAL_SECRET_KEY", "geheim")
    monkeypatch.setenv("DATABASE_URL", "postgres://geheim")
    with own_pool.lease() as child:
        environment = Path(f"/proc/{child.process.pid}/environ").read_bytes()
        answer, _ = child.ask(request_for(page("<p>x</p>")), [page("<p>x</p>").encode()])
    assert b"geheim" not in environment
    assert answer["django_loaded"] is False


def request_for(html: str) -> dict:
    return {
        "seconds": 30,
        "stylesheets": [],
        "new_stylesheets": [],
        "assets": [],
        "attachments": [],
        "issued_at": "2026-03-14T08:42:17Z",
        "language": "de",
        "seal_tooltip": "Siegel",
    }


def test_without_pango_the_message_says_what_to_install(own_pool, monkeypatch, tmp_path):
    (tmp_path / "weasyprint.py").write_text("raise OSError(\"cannot load library 'libpango-1.0-0'\")")
    bare = pool_module._bare_environment()
    monkeypatch.setattr(
        pool_module, "_bare_environment", lambda: {**bare, "PYTHONPATH": f"{tmp_path}:{bare['PYTHONPATH']}"}
    )
    with pytest.raises(PdfUnavailable) as failure:
        render_pdf(page("<p>x</p>"))
    assert "apt install libpango-1.0-0 libpangoft2-1.0-0" in str(failure.value.message)


@pytest.mark.parametrize("damage", ["missing", "broken"])
def test_a_damaged_font_is_named_and_not_replaced_in_silence(damage, own_pool, settings, tmp_path):
    fonts = tmp_path / "fonts"
    fonts.mkdir()
    for path in Path(settings.PDF_FONTS_DIR).glob("*.woff2"):
        (fonts / path.name).write_bytes(path.read_bytes())
    victim = fonts / "source-sans-3-latin-600.woff2"
    if damage == "missing":
        victim.unlink()
    else:
        victim.write_bytes(victim.read_bytes()[:2000])
    settings.PDF_FONTS_DIR = fonts
    with pytest.raises(PdfUnavailable) as failure:
        render_pdf(page("<p>x</p>"))
    assert "font file" in str(failure.value.message)
