"""How the starter texts read: length, sentences, address, marks, dates, in both languages."""

import re
from collections.abc import Iterator
from datetime import date

import pytest

from guidelines.library.starter.pack import LANGUAGES, starter_guidelines

NOT_PROSE = {"svg", "url", "email", "phone", "tone", "verdict", "kind", "provider"}
INFORMAL = re.compile(r"\b(du|dich|dir|dein(e|em|en|er|es)?|euch|euer|eure[mnrs]?)\b", re.IGNORECASE)
GENDER_SIGN = re.compile(r"[a-zäöüß][*_:·][a-zäöüß]|\w/(in|innen)\b|(?<!Linked)(?<=[a-zäöüß])In(nen)?\b")
MONTHS = {
    "de": "Januar Februar März April Mai Juni Juli August September Oktober November Dezember",
    "en": "January February March April May June July August September October November December",
}
CHECKED_ON = date(2026, 11, 21)
PLATFORM_SOURCES = {
    ("LinkedIn", "2025-11-03"),
    ("Meta", "2026-06-16"),
    ("Meta", "2026-08-03"),
    ("Meta", "2025-08-20"),
    ("Instagram", "2026-07-28"),
    ("X", None),
    ("YouTube", "2025-10-03"),
    ("YouTube", None),
    ("Google", None),
    ("Bluesky", "2025-08-14"),
}
PACK = {language: list(starter_guidelines(language)) for language in LANGUAGES}
EVERY = [guideline for language in LANGUAGES for guideline in PACK[language]]
each = pytest.mark.parametrize("guideline", EVERY, ids=lambda g: f"{g.slug}-{g.language}")


def strings(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for key, inner in value.items():
            if key not in NOT_PROSE:
                yield from strings(inner)
    elif isinstance(value, list | tuple):
        for inner in value:
            yield from strings(inner)


def prose(guideline) -> list[str]:
    """Every string a reader sees, in all versions, tags taken out, one entry per paragraph or list item."""
    parts = [guideline.title, guideline.statement, guideline.question_contact]
    for version in guideline.versions:
        parts += [version.summary, version.change_summary]
        parts += [text for block in version.body for text in strings(block["value"])]
    return [plain for part in parts for plain in paragraphs(part)]


def paragraphs(rich: str) -> list[str]:
    lines = re.sub(r"</(p|li)>|<br>", "\n", rich).split("\n")
    return [plain for line in lines if (plain := re.sub(r"<[^>]+>", "", line).strip())]


def sentences(texts: list[str]) -> list[str]:
    return [s for text in texts for s in re.split(r"(?<=[.!?])[“”\"]?\s+", text) if s]


def words_in_body(guideline) -> int:
    texts = [text for block in guideline.current.body for text in strings(block["value"])]
    return sum(len(plain.split()) for text in texts for plain in paragraphs(text))


@each
def test_length_is_useful_and_bearable(guideline):
    low, high = (1200, 1600) if guideline.slug == "social-media" else (700, 1200)
    assert low <= words_in_body(guideline) <= high


@each
def test_sentences_can_be_read_aloud(guideline):
    lengths = sorted(len(sentence.split()) for sentence in sentences(prose(guideline)))
    assert lengths[-1] <= 25
    assert sum(length <= 22 for length in lengths) / len(lengths) >= 0.99
    assert sum(lengths) / len(lengths) <= 12


@pytest.mark.parametrize("guideline", PACK["de"], ids=lambda g: g.slug)
def test_german_addresses_people_with_sie_and_without_signs_inside_words(guideline):
    text = "\n".join(prose(guideline))
    assert re.search(r"\bSie\b", text)
    assert INFORMAL.search(text) is None
    assert GENDER_SIGN.search(text) is None


@pytest.mark.parametrize("word", ["Mitarbeiter*innen", "Kund:in", "Nutzer_innen", "KundInnen", "Kunde/in"])
def test_the_gender_sign_check_catches_planted_faults(word):
    assert GENDER_SIGN.search(f"Liebe {word} hier")


@pytest.mark.parametrize("phrase", ["Hast du Fragen?", "Dein Konto", "Das hilft euch."])
def test_the_informal_address_check_catches_planted_faults(phrase):
    assert INFORMAL.search(phrase)


@each
def test_quotation_marks_and_apostrophes_belong_to_the_language(guideline):
    text = "\n".join(prose(guideline))
    assert '"' not in text
    assert "'" not in text
    if guideline.language == "de":
        assert text.count("„") == text.count("“")
        assert "”" not in text
    else:
        assert text.count("“") == text.count("”")
        assert "„" not in text


@each
def test_every_legal_note_asks_for_confirmation(guideline):
    for note in (block["value"] for block in guideline.current.body if block["value"].get("tone") == "legal"):
        assert re.search(r"rechtlich bestätigen lassen|counsel to confirm", note["text"], re.IGNORECASE)


@each
def test_sources_are_dated_or_openly_undated(guideline):
    for source in guideline.sources:
        assert source.keys() <= {"title", "date", "url"}
        assert source["title"]
        assert source["date"] is None or re.fullmatch(r"\d{4}(-\d\d(-\d\d)?)?", source["date"])
        assert source.get("url", "https://").startswith("https://")


@each
def test_every_full_date_in_the_text_is_the_date_of_a_source_or_of_the_check(guideline):
    known = {source["date"] for source in guideline.sources} | {CHECKED_ON.isoformat()}
    months = MONTHS[guideline.language].split()
    written = re.findall(rf"(\d{{1,2}})\.? ({'|'.join(months)}) (\d{{4}})", "\n".join(prose(guideline)))
    assert {date(int(y), months.index(m) + 1, int(d)).isoformat() for d, m, y in written} <= known


@pytest.mark.parametrize("language", LANGUAGES)
def test_platform_facts_rest_on_the_dated_terms_they_were_read_from(language):
    accounts = next(g for g in PACK[language] if g.slug == "corporate-accounts")
    read = {(re.split(r"\W", source["title"])[0], source["date"]) for source in accounts.sources}
    assert read >= PLATFORM_SOURCES
    table = next(b["value"] for b in accounts.current.body if "2026" in b["value"].get("caption", ""))
    undated = {"de": "ohne Datum", "en": "undated"}[language]
    stamps = {row["cells"][0].split("-")[0].split()[0]: row["cells"][2] for row in table["rows"]}
    assert {name for name, stamp in stamps.items() if stamp == undated} == {"X", "Google"}
    assert all(stamp == undated or stamp[-4:] in {"2025", "2026"} for stamp in stamps.values())
