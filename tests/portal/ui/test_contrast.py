"""WCAG 2.2 AA, 1.4.3 and 1.4.11: words at least 4.5 to 1 against their ground, signs and edges 3 to 1."""

import re
from pathlib import Path

import pytest

from portal.ui import bundle

TOKENS = Path(bundle.__file__).parent / "static/ui/css/tokens"
GROUNDS = ("page", "surface", "surface-sunken", "surface-hover")
TONES = ("neutral", "info", "success", "warning", "danger")
WORDS = [(text, ground) for text in ("text", "text-quiet", "link") for ground in GROUNDS]
WORDS += [
    ("rail-text", "rail"),
    ("rail-strong", "rail"),
    ("rail-strong", "rail-hover"),
    ("rail-text", "rail-hover"),
]
WORDS += [
    ("on-accent", "accent"),
    ("on-accent", "accent-hover"),
    ("accent", "accent-soft"),
    ("accent", "surface"),
]
WORDS += [("on-danger", "danger-fill"), ("on-danger", "danger-fill-hover"), ("danger-text", "surface")]
WORDS += [("danger-text", "page"), ("text", "accent-soft"), ("text", "selection")]
WORDS += [(f"{tone}-text", f"{tone}-soft") for tone in TONES] + [("text", f"{tone}-soft") for tone in TONES]
SIGNS = [("line-strong", ground) for ground in ("page", "surface", "surface-sunken")]
SIGNS += [("focus", "page"), ("focus", "surface"), ("accent", "page"), ("reflector", "rail")]
SIGNS += [(f"{tone}-line", "page") for tone in TONES]


def read_tokens(scheme: int) -> dict[str, str]:
    text = "".join((TOKENS / name).read_text() for name in ("colour.css", "state.css"))
    tokens = dict(re.findall(r"--([\w-]+): (#[0-9a-f]{6});", text))
    for name, *pair in re.findall(r"--([\w-]+): light-dark\((#[0-9a-f]{6}), (#[0-9a-f]{6})\)", text):
        tokens[name] = pair[scheme]
    return tokens


def luminance(colour: str) -> float:
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = [
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
    ]
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    dark, light = sorted((luminance(one), luminance(other)))
    return (light + 0.05) / (dark + 0.05)


SCHEMES = {"light": read_tokens(0), "dark": read_tokens(1)}


@pytest.mark.parametrize("scheme", SCHEMES)
@pytest.mark.parametrize(("text", "ground"), WORDS)
def test_words_can_be_read(scheme, text, ground):
    tokens = SCHEMES[scheme]
    assert contrast(tokens[text], tokens[ground]) >= 4.5


@pytest.mark.parametrize("scheme", SCHEMES)
@pytest.mark.parametrize(("sign", "ground"), SIGNS)
def test_signs_and_edges_can_be_seen(scheme, sign, ground):
    tokens = SCHEMES[scheme]
    assert contrast(tokens[sign], tokens[ground]) >= 3


def test_the_measure_itself_can_fail():
    assert round(contrast("#000000", "#ffffff")) == 21
    assert contrast("#999999", "#ffffff") < 3
