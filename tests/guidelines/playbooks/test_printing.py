"""Paper: level cards that fit on one page, phone trees, and the pack that opens without the portal."""

import hashlib
import json
import subprocess
from datetime import timedelta
from io import BytesIO
from types import SimpleNamespace
from zipfile import ZipFile

import pytest
import time_machine
from django.core.files.storage import storages
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.people.choices import Role
from accounts.people.operations import give_role
from guidelines.playbooks.choices import NumberKind
from guidelines.playbooks.jobs import make_pack_of_the_night
from guidelines.playbooks.models import OfflinePack, PhoneNumber
from guidelines.playbooks.operations.packs import delete_files, forget_packs, read_pack, store_pack
from guidelines.playbooks.printing import packing, sheets
from guidelines.playbooks.printing.packing import Packed, packed
from portal.audit.models import AuditEvent
from portal.documents.failures import PdfUnavailable, RenderFailed
from tests.factories import playbooks
from tests.factories.people import EmployeeFactory, signed_in

PDF = b"%PDF-1.7 a sheet"


@pytest.fixture
def storm(cast):
    return playbooks.playbook(editor=cast.edda, approver=cast.falk)


@pytest.fixture
def lead(cast):
    person = EmployeeFactory(name="Kaja Lotse")
    give_role(person=person, role=Role.CRISIS_LEAD, by=None)
    return person


@pytest.fixture
def plain_sheets(monkeypatch):
    """Sheets that cost nothing, where it is not their look that is tested."""
    made = [sheets.Sheet(one.slug, lambda work, text: PDF, one.names_people) for one in sheets.SHEETS]
    monkeypatch.setattr(packing, "SHEETS", made)
    monkeypatch.setattr(packing, "pages_of", lambda pdf: 1)


@pytest.fixture
def pack(storm, plain_sheets):
    return store_pack(slot="2026-01-05", packed=packed(lambda done, total: None))


def words_of(pdf):
    done = subprocess.run(["pdftotext", "-layout", "-", "-"], input=pdf, capture_output=True, check=True)
    return " ".join(done.stdout.decode().split())


def _stored():
    return storages["packs"].listdir("")[1] if storages["packs"].exists("") else []


def run():
    return SimpleNamespace(progress=lambda done, total: None, payload={})


@pytest.mark.parametrize("language", ["de", "en"])
def test_every_level_card_that_ships_fits_on_one_page(language):
    """The longest of the starter texts too, in both languages."""
    longest = max(playbooks.SHIPPED, key=lambda slug: len(str(playbooks.content(language, slug)["levels"])))
    for slug in {longest, "shitstorm"}:
        data = playbooks.content(language, slug)
        edition = SimpleNamespace(number=1, released_at=timezone.now())
        text = SimpleNamespace(title=data["title"], summary="", language=language, data=data, edition=edition)
        assert sheets.pages_of(sheets.card_pdf(None, text)) == 1


def test_a_card_with_long_words_gets_smaller_letters_until_it_fits():
    """The planted violation: twice the text would not fit in the size that reads best."""
    data = playbooks.content()
    for level in data["levels"]:
        level["social"] *= 4
        level["media"] = level["social"]
    edition = SimpleNamespace(number=1, released_at=timezone.now())
    text = SimpleNamespace(title="Lang", summary="", language="de", data=data, edition=edition)
    largest = sheets._rendered("playbooks/pdf/card.html", text, size=sheets.CARD_SIZES[0])
    assert sheets.pages_of(largest) > 1
    assert sheets.pages_of(sheets.card_pdf(None, text)) == 1


@pytest.mark.needs("pdftotext")
def test_the_phone_tree_names_holders_deputies_and_numbers(storm, cast):
    lead_role = next(role for role in playbooks.content()["roles"] if role["leads"])
    playbooks.hold(storm, lead_role["key"], cast.ada, cast.ben)
    PhoneNumber.objects.create(
        person=cast.ben, kind=NumberKind.values[0], number="+49 40 5550 123", given_at=timezone.now()
    )
    slot = playbooks.content()["contacts"][0]["key"]
    playbooks.contact(storm, slot, confirmed_at=timezone.now(), confirmed_by=cast.edda)
    text = storm.current.texts.select_related("edition").get(language="de")
    words = words_of(sheets.people_pdf(storm, text))
    assert cast.ada.name in words
    assert f"Vertretung: {cast.ben.name} +49 40 5550 123" in words
    assert "keine Nummer bekannt" in words
    assert "+49 40 5550 100" in words


def test_paper_says_the_time_of_the_company_and_its_zone(storm, monkeypatch):
    """The job of the night has no reader: without the company's zone it would print UTC."""
    drawn = []
    monkeypatch.setattr(sheets, "render_pdf", lambda html, **_: drawn.append(html) or PDF)
    monkeypatch.setattr(packing, "pages_of", lambda pdf: 1)
    monkeypatch.setattr(sheets, "pages_of", lambda pdf: 1)
    with time_machine.travel("2026-01-05T03:40:00Z", tick=False):
        made = packed(lambda done, total: None)
    with ZipFile(BytesIO(made.content)) as archive:
        index = archive.read("index.html").decode()
    said = "05.01.2026, 04:40 (Europe/Berlin, UTC+01:00)"
    assert said in index
    assert any(said in html for html in drawn)
    assert not any("03:40" in html for html in [*drawn, index])


def test_a_pack_opens_without_the_portal(pack):
    """I5: files, a page that leads to them, and a manifest with the digest of each."""
    with ZipFile(BytesIO(read_pack(pack))) as archive:
        assert archive.testzip() is None
        names = set(archive.namelist())
        manifest = json.loads(archive.read("manifest.json"))
        index = archive.read("index.html").decode()
        for one in manifest["files"]:
            assert hashlib.sha256(archive.read(one["name"])).hexdigest() == one["sha256"]
            assert f'href="{one["name"]}"' in index
    assert {
        f"shitstorm-{sheet}-{code}.pdf" for sheet in ("card", "playbook", "contacts") for code in ("de", "en")
    } <= names
    assert "http" not in index
    assert hashlib.sha256(read_pack(pack)).hexdigest() == pack.sha256


def test_two_workers_make_one_pack(storm, plain_sheets):
    made = packed(lambda done, total: None)
    before = len(_stored())
    first, second = (store_pack(slot="2026-01-05", packed=made) for _ in range(2))
    assert first == second
    assert OfflinePack.objects.count() == 1
    assert AuditEvent.objects.filter(verb="pack.made").count() == 1
    assert len(_stored()) == before + 1


def test_the_night_makes_one_and_old_ones_go(storm, plain_sheets):
    old = store_pack(slot="2026-10-01", packed=Packed(b"old", [], []))
    OfflinePack.objects.filter(pk=old.pk).update(made_at=timezone.now() - timedelta(days=60))
    assert make_pack_of_the_night(run())["made"] == 6
    assert make_pack_of_the_night(run())["made"] == 0
    assert not OfflinePack.objects.filter(pk=old.pk).exists()
    assert not storages["packs"].exists(old.stored_as)


def test_the_newest_pack_stays_however_old_it_is(pack):
    OfflinePack.objects.update(made_at=timezone.now() - timedelta(days=60))
    delete_files(forget_packs(before=timezone.now()))
    assert read_pack(OfflinePack.objects.get())


def test_without_pdfs_the_pack_of_yesterday_stays(pack, lead, monkeypatch):
    def fails(work, text):
        raise PdfUnavailable("cannot load library pango")

    monkeypatch.setattr(packing, "SHEETS", [sheets.Sheet("card", fails, names_people=False)])
    with pytest.raises(PdfUnavailable):
        make_pack_of_the_night(run())
    OfflinePack.objects.update(made_at=timezone.now() - timedelta(days=2))
    shown = signed_in(Client(), lead).get(reverse("playbooks:pack-list")).content.decode()
    assert "älter als einen Tag" in shown
    assert reverse("playbooks:pack-fetch", args=[pack.ref]) in shown


def test_one_sheet_that_cannot_be_laid_out_holds_up_nothing(storm, monkeypatch):
    def fails(work, text):
        raise RenderFailed("too_slow")

    both = [sheets.Sheet("card", fails, names_people=False), sheets.Sheet("playbook", lambda *_: PDF, False)]
    monkeypatch.setattr(packing, "SHEETS", both)
    monkeypatch.setattr(packing, "pages_of", lambda pdf: 1)
    made = packed(lambda done, total: None)
    assert made.left_out == ["shitstorm-card-de.pdf", "shitstorm-card-en.pdf"]
    assert [one.sheet for one in made.files] == ["playbook", "playbook"]


def test_who_fetches_numbers_is_noted(pack, lead):
    browser = signed_in(Client(), lead)
    whole = browser.get(reverse("playbooks:pack-fetch", args=[pack.ref]))
    assert hashlib.sha256(whole.content).hexdigest() == pack.sha256
    name = pack.contents[0]["name"]
    assert browser.get(reverse("playbooks:pack-file", args=[pack.ref, name])).content == PDF
    assert browser.get(reverse("playbooks:pack-file", args=[pack.ref, "manifest.json"])).status_code == 404
    files = [event.details["file"] for event in AuditEvent.objects.filter(verb="pack.fetched").order_by("pk")]
    assert files == ["", name]


@pytest.mark.parametrize(
    ("language", "title"),
    [("de", "Falsche oder beleidigende Bewertung"), ("en", "False or insulting review")],
)
def test_a_pack_lists_each_playbook_once(cast, lead, plain_sheets, language, title):
    """Under its name in the reader's language, whose files come first."""
    playbooks.playbook("bad-review", editor=cast.edda, approver=cast.falk)
    store_pack(slot="2026-01-05", packed=packed(lambda done, total: None))
    type(lead).objects.filter(pk=lead.pk).update(language=language)
    (mine,) = signed_in(Client(), lead).get(reverse("playbooks:pack-list")).context["works"]
    assert mine[0]["title"] == title
    assert [one["language"] for one in mine[:3]] == [language] * 3
    assert len(mine) == 6


def test_numbers_are_for_those_who_call_them(pack, storm, cast, monkeypatch):
    """Somebody who is named in a playbook prints its people; all numbers of all playbooks they do not get."""
    ben = signed_in(Client(), cast.ben)
    addresses = [
        reverse("playbooks:pack-list"),
        reverse("playbooks:pack-fetch", args=[pack.ref]),
        reverse("playbooks:sheet-print", args=[storm.slug, "contacts"]),
    ]
    assert [ben.get(one).status_code for one in addresses] == [403, 403, 403]
    playbooks.hold(storm, playbooks.content()["roles"][0]["key"], cast.ben)
    monkeypatch.setattr(sheets, "render_pdf", lambda html, **_: PDF)
    assert [ben.get(one).status_code for one in addresses] == [403, 403, 200]


def test_sheets_say_when_no_pdf_can_be_made(storm, cast, monkeypatch):
    def fails(work, text):
        raise PdfUnavailable("cannot load library pango")

    monkeypatch.setattr("guidelines.playbooks.views.printing.SHEETS", [sheets.Sheet("card", fails, False)])
    answer = signed_in(Client(), cast.ben).get(reverse("playbooks:sheet-print", args=[storm.slug, "card"]))
    assert answer.status_code == 503
    assert "Pango" in answer.content.decode()


def test_what_a_pack_holds_is_not_laid_out_again(storm, cast, lead, monkeypatch):
    """Cards and texts of the same edition; the phone tree is always of today."""
    playbooks.pack()

    def fails(work, text):
        raise PdfUnavailable("cannot load library pango")

    all_of_them = [sheets.Sheet(one.slug, fails, one.names_people) for one in sheets.SHEETS]
    monkeypatch.setattr("guidelines.playbooks.views.printing.SHEETS", all_of_them)
    ben, kaja = (signed_in(Client(), person) for person in (cast.ben, lead))
    assert ben.get(reverse("playbooks:sheet-print", args=[storm.slug, "card"])).status_code == 200
    assert ben.get(reverse("playbooks:sheet-print", args=[storm.slug, "playbook"])).status_code == 503
    assert kaja.get(reverse("playbooks:sheet-print", args=[storm.slug, "contacts"])).status_code == 503
    playbooks.playbook(editor=cast.edda, approver=cast.falk)
    assert ben.get(reverse("playbooks:sheet-print", args=[storm.slug, "card"])).status_code == 503
