"""One stylesheet and one script, small, in layers, cacheable for ever."""

import re
from pathlib import Path

import brotli
import pytest
from django.contrib.staticfiles import finders
from django.urls import reverse

from portal.ui import bundle, registry

ROOM = Path(bundle.__file__).parent
STYLESHEETS = sorted((ROOM / "static/ui/css").rglob("*.css"))
SCRIPTS = sorted((ROOM / "static/ui/js").glob("*.js"))
FIRST_VIEW_BYTES = 70_000


@pytest.fixture
def room_stylesheets(monkeypatch):
    monkeypatch.setattr(registry, "_stylesheets", [])
    bundle._stylesheet.cache_clear()
    yield
    bundle._stylesheet.cache_clear()


def test_the_stylesheet_names_its_layers_first_and_holds_each_once():
    text = bundle.stylesheet().text
    assert text.startswith("@layer reset, tokens, base, layout, components, pages, utilities;")
    assert re.findall(r"^@layer (\w+) \{$", text, re.MULTILINE) == list(bundle.LAYERS)


@pytest.mark.parametrize("path", STYLESHEETS, ids=lambda path: path.name)
def test_a_stylesheet_is_one_component_of_at_most_80_lines(path):
    text = path.read_text()
    assert len(text.splitlines()) <= 80
    assert text.count("{") == text.count("}")


@pytest.mark.parametrize("path", STYLESHEETS, ids=lambda path: path.name)
def test_colours_are_written_in_the_tokens_only(path):
    """A component names the role of a colour. Paper and the brand's own reflector are the exceptions."""
    if path.parent.name in {"tokens", "pdf"} or path.name == "print.css":
        pytest.skip("colours belong here")
    colours = set(re.findall(r"#[0-9a-f]{6}\b", path.read_text()))
    assert len(colours) <= 2, f"{path.name} writes {colours} out; name them in tokens/"


def test_the_first_view_of_the_richest_page_fits_the_budget(client):
    """HTML + CSS + JS of the gallery, which holds everything at once, compressed, without fonts."""
    page = brotli.compress(client.get("/gallery/").content)
    htmx = brotli.compress(Path(finders.find("django_htmx/htmx-2.min.js")).read_bytes())
    css, script = bundle.stylesheet().gzip, bundle.script().gzip
    assert len(css) <= 12_000
    assert len(script) <= 4_000
    assert len(page) + len(htmx) + len(css) + len(script) <= FIRST_VIEW_BYTES


def test_every_font_of_screen_and_paper_is_there_with_its_licence():
    named = set(
        re.findall(r"source-sans-3[\w-]+\.woff2", bundle.stylesheet().text + bundle.document_stylesheet())
    )
    assert named == {path.name for path in (ROOM / "static/ui/fonts").glob("*.woff2")}
    assert "SIL OPEN FONT LICENSE" in (ROOM / "static/ui/fonts/OFL.txt").read_text()


def test_documents_use_static_cuts_and_load_nothing_but_fonts():
    text = bundle.document_stylesheet()
    assert "variable" not in text
    assert all(url.startswith("font:") for url in re.findall(r'url\("([^"]+)"\)', text))


def test_documents_never_give_two_files_the_same_family_weight_and_style():
    """WeasyPrint 70 takes such files for one font and prints the glyphs of the other ("Şule" lost its Ş)."""
    faces = re.findall(r"@font-face \{([^}]+)\}", bundle.document_stylesheet())
    keys = [re.sub(r"\s*src:[^;]+;?", "", face).strip() for face in faces]
    assert len(keys) == len(set(keys)) == 10


def test_the_address_carries_the_content_and_may_be_kept_for_ever(client):
    asset = bundle.stylesheet()
    answer = client.get(
        reverse("ui:stylesheet", args=[asset.digest]), headers={"accept-encoding": "gzip, br"}
    )
    assert answer["Cache-Control"] == "public, max-age=31536000, immutable"
    assert answer["Content-Encoding"] == "br"
    assert brotli.decompress(answer.content).decode() == asset.text


def test_an_old_address_still_answers_but_is_not_kept(client):
    answer = client.get(reverse("ui:script", args=["0" * 16]))
    assert answer.content.decode() == bundle.script().text
    assert answer["Cache-Control"] == "public, no-cache"
    assert "Content-Encoding" not in answer


def test_a_room_adds_its_own_stylesheet_to_a_layer(room_stylesheets):
    before = bundle.stylesheet().digest
    bundle._stylesheet.cache_clear()
    registry.stylesheet("components", "ui/cms/admin.css")
    text = bundle.stylesheet().text
    assert bundle.stylesheet().digest != before
    assert "@layer components {" in text.split(".portal-brand")[0]


def test_an_unknown_layer_or_a_missing_file_is_refused_by_name(room_stylesheets):
    with pytest.raises(ValueError, match="Unknown layer 'theme'"):
        registry.stylesheet("theme", "ui/cms/admin.css")
    registry.stylesheet("pages", "nowhere/at-all.css")
    with pytest.raises(FileNotFoundError, match=r"nowhere/at-all\.css"):
        bundle.stylesheet()


@pytest.mark.parametrize("path", SCRIPTS, ids=lambda path: path.name)
def test_scripts_never_build_code_or_markup_from_text(path):
    assert not re.search(
        r"innerHTML|outerHTML|insertAdjacentHTML|\beval\(|new Function|document\.write", path.read_text()
    )
