"""How the texts that ship are checked: their language, and whether two languages are built alike."""

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

LANGUAGES = ("de", "en")
INFORMAL = re.compile(r"\b(du|dich|dir|dein(e|em|en|er|es)?|euch|euer|eure[mnrs]?)\b", re.IGNORECASE)
GENDER_SIGN = re.compile(r"[a-zäöüß][*_:·][a-zäöüß]|\w/(in|innen)\b|(?<!Linked)(?<=[a-zäöüß])In(nen)?\b")
OFFICIALESE = re.compile(
    r"\b(gemäß|hinsichtlich|bezüglich|seitens|zwecks|unverzüglich|pursuant|hereby|utili[sz]e)\b",
    re.IGNORECASE,
)
# English words in German for which this house has a German one.
FOREIGN = re.compile(
    r"\b(Feedback|Posts|Postings?|posten|postet|Accounts?|Trolls?|Updates?|Tools?|User|Likes?|Screenshots?|Hater"
    r"|Meetings?|Tickets?|Checklists?|Statements?|Reviews?|Follower|Support|Call|Link-?Liste|Deadline)\b"
)
HEDGE = {"de": "rechtlich bestätigen lassen", "en": "counsel to confirm"}
LAW = re.compile(r"§+ ?\d|\bsections? \d|\bArt\. \d")
# What no company can know when it writes a sentence in advance.
PROMISE = re.compile(
    r"garantier|nie wieder|kein Risiko|völlig sicher|zu keiner Zeit|keinerlei|niemand ist betroffen"
    r"|guarantee|never again|no risk|fully secure|at no time|nobody is affected",
    re.IGNORECASE,
)
QUOTES = {"de": ("„", "“", "”"), "en": ("“", "”", "„")}
ALLOWED_TAGS = {"p", "ul", "ol", "li", "strong", "em", "a"}
PLACEHOLDER = re.compile(r"\{(\w+)\}")


def strings(value: object, skip: Iterable[str] = (), key: str = "") -> Iterator[str]:
    """Every text a reader sees; what stands under a key of `skip` is structure."""
    if isinstance(value, Mapping):
        for name, inner in value.items():
            yield from strings(inner, skip, name)
    elif isinstance(value, list | tuple):
        for inner in value:
            yield from strings(inner, skip, key)
    elif isinstance(value, str) and key not in skip:
        yield value


def outline(value: Any, skip: Iterable[str] = (), key: str = "") -> Any:
    """What translation leaves alone: fields, numbers, order, tags and placeholders."""
    if isinstance(value, Mapping):
        return {name: outline(inner, skip, name) for name, inner in value.items()}
    if isinstance(value, list | tuple):
        return [outline(inner, skip, key) for inner in value]
    if isinstance(value, str) and key not in skip:
        return bool(value), re.findall(r"</?\w+", value), sorted(PLACEHOLDER.findall(value))
    return value


def plain(html: str) -> str:
    return re.sub(r"<[^>]+>", " ", html)


def faults_of(text: str, language: str) -> list[str]:
    """What is wrong with how a text is written."""
    words = plain(text)
    opening, closing, foreign = QUOTES[language]
    german = language == "de"
    checks = {
        "empty or with loose spaces": bool(text.strip()) and text == text.strip() and "\n" not in text,
        "straight quotation marks": not {'"', "'"} & set(words),
        "quotation marks of another language": foreign not in words
        and words.count(opening) == words.count(closing),
        "informal": not (german and INFORMAL.search(words)),
        "a sign inside a word": not (german and GENDER_SIGN.search(PLACEHOLDER.sub("", words))),
        "officialese": not OFFICIALESE.search(words),
        "an English word": not (german and FOREIGN.search(PLACEHOLDER.sub("", words))),
        "a dash for a comma": " - " not in words and "--" not in words,
        "a tag that is not allowed": set(re.findall(r"</?(\w+)", text)) <= ALLOWED_TAGS,
        "a tag left open": len(re.findall(r"<\w", text)) == text.count("</"),
    }
    return [f"{fault}: {text}" for fault, holds in checks.items() if not holds]
