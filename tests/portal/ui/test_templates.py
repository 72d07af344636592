"""Every template parses, fits on a screen, carries nothing inline, and names its icons rightly."""

import re
from pathlib import Path
from types import SimpleNamespace

import pytest
from django.template import Context, Engine, Origin, Template
from django.template.loader import get_template, render_to_string
from django.test import RequestFactory

from portal.ui import bundle
from portal.ui.registry import Entry
from portal.ui.templatetags import ui

TEMPLATES = Path(bundle.__file__).parent / "templates"
NAMES = sorted(str(path.relative_to(TEMPLATES)) for path in TEMPLATES.rglob("*.html"))
INLINE = re.compile(r"\sstyle=|\son\w+=\"|<style|hx-on|<script(?![^>]*\bsrc=)(?![^>]*application/json)")


@pytest.mark.parametrize("name", NAMES)
def test_a_template_parses_and_is_ours(name):
    assert Path(get_template(name).origin.name) == TEMPLATES / name


@pytest.mark.parametrize("name", NAMES)
def test_a_template_is_short_and_has_nothing_inline(name):
    text = (TEMPLATES / name).read_text()
    assert len(text.splitlines()) <= 120
    assert not INLINE.search(text)


def test_the_search_for_inline_code_can_find_some():
    for planted in ('<p style="x">', '<a onclick="x">', "<script>x</script>", "<style>"):
        assert INLINE.search(planted)


def test_every_icon_that_is_named_exists():
    text = "".join((TEMPLATES / name).read_text() for name in NAMES)
    icons = set(re.findall(r'{% icon "([\w-]+)"', text)) | set(ui.TONE_ICONS.values())
    assert len(icons) > 15
    for name in icons:
        assert 'aria-hidden="true"' in ui.icon(name)


@pytest.mark.parametrize(
    ("name", "expected"),
    [("Ada von Lovelace", "AL"), ("Ben", "B"), ("", "?"), ("😀", "?"), ("Şule Öz", "ŞÖ"), ("O'Neil 3", "O")],
)
def test_initials(name, expected):
    assert ui.initials(name) == expected


def frame(**context):
    request = RequestFactory().get("/help/")
    request.user = SimpleNamespace(is_authenticated=True, __str__=lambda self: "Ada")
    request._messages = []
    places = [Entry(f"Place {at}", f"/{at}/", "house", at, at == 1) for at in range(6)]
    places_context = {"nav_items": places, "bar_items": places[:4], "more_items": places[4:]}
    return render_to_string("ui/base.html", {**places_context, **context}, request=request)


def test_the_frame_shows_places_once_beside_the_page_and_once_under_the_thumb():
    page = frame()
    assert page.count('href="/5/"') == 2
    assert page.count('aria-current="page"') == 2
    assert page.index("skip-link") < page.index("rail-nav")


def test_the_frame_tells_a_screen_reader_what_waits():
    assert "3 open" in frame()
    assert "99+" in frame(nav_items=[Entry("Home", "/", "house", 120, False)], bar_items=[], more_items=[])


def test_the_frame_configures_htmx_for_the_strict_policy():
    page = frame()
    assert '"includeIndicatorStyles":false' in page
    assert '"allowEval":false' in page
    assert "X-CSRFToken" in page


def element(source):
    """allauth's elements want to know which template they stand in."""
    origin = Origin("planted.html", template_name="planted.html")
    return Template("{% load allauth %}" + source, origin=origin, engine=Engine.get_default()).render(
        Context()
    )


ELEMENTS = [
    ('{% element button type="submit" %}x{% endelement %}', "button-primary"),
    ('{% element button href="/x" %}x{% endelement %}', 'class="button"'),
    ('{% element button type="submit" tags="danger" %}x{% endelement %}', "button-danger"),
    ('{% element button href="/x" tags="danger,delete" %}x{% endelement %}', "button-danger-quiet"),
    ('{% element button tags="link,cancel" %}x{% endelement %}', "button-plain"),
    ('{% element badge tags="mfa,key,warning" %}x{% endelement %}', "tone-warning"),
    (
        "{% element panel %}{% slot title %}T{% endslot %}{% slot body %}B{% endslot %}{% endelement %}",
        "card",
    ),
    ('{% element img src="data:," alt="A" tags="mfa,totp,qr" %}{% endelement %}', "totp-code"),
]


@pytest.mark.parametrize(("source", "expected"), ELEMENTS)
def test_the_parts_of_sign_in_pages_wear_our_classes(source, expected):
    assert expected in element(source)


def test_an_alternative_is_never_a_second_primary_action():
    source = '{% element button href="/x" tags="primary,outline" %}x{% endelement %}'
    assert "button-primary" not in element(source)
