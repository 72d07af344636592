"""Words as search sees them: folded, then stemmed. Pure."""

import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache

import snowballstemmer

WORD = re.compile(r"[^\W_]+")
STEM_MAX = 64
ALGORITHMS = {"de": "german", "en": "english"}
UMLAUTS = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue"})
# Words that say nothing about what somebody looks for.
STOP = frozenset(
    """aber als am an auch auf aus bei bin bis da dann das dass dem den der des die dies doch du ein eine
    einem einen einer er es fuer habe hat ich ihr im in ist ja kann man mein mich mir mit nach nicht noch nur
    ob oder sein sich sie sind so ueber um und uns unser vom von vor was wenn wer wie wir zu zum zur
    a about am an and are as at be but by can do does for from has have how i if is it may me my not of on or
    our so than that the their then they this to was we what when who will with you your""".split()
)

# Plurals that no rule of Snowball's reaches, as they end words of this domain ("Unternehmenskonten" too).
PLURALS = {
    "de": {
        "abos": "abo",
        "apps": "app",
        "bueros": "buero",
        "clips": "clip",
        "communities": "community",
        "communitys": "community",
        "emojis": "emoji",
        "firmen": "firma",
        "foren": "forum",
        "fotos": "foto",
        "gremien": "gremium",
        "infos": "info",
        "konten": "konto",
        "kontos": "konto",
        "kriterien": "kriterium",
        "logos": "logo",
        "materialien": "material",
        "medien": "medium",
        "praktika": "praktikum",
        "prinzipien": "prinzip",
        "risiken": "risiko",
        "stories": "story",
        "storys": "story",
        "themen": "thema",
        "tipps": "tipp",
        "videos": "video",
        "zentren": "zentrum",
    }
}


def words_in(text: str) -> Iterator[str]:
    """The words of `text` as they stand there, composed (NFC)."""
    return (found[0] for found in WORD.finditer(unicodedata.normalize("NFC", text)))


def plain_form(word: str) -> str:
    """A word without regard to capitals; what marks of found words compare."""
    return word.casefold()


def folded(word: str) -> str:
    """`word` in plain letters: umlauts and ß written out, accents dropped ("Äußerung" → "aeusserung")."""
    spelled = plain_form(word).translate(UMLAUTS)
    letters = unicodedata.normalize("NFKD", spelled)
    return "".join(letter for letter in letters if not unicodedata.combining(letter))


@lru_cache(maxsize=50_000)
def stem(word: str, language: str) -> str:
    """The stem of any word of `language`; umlauts and their transcription have the same one."""
    algorithm = ALGORITHMS.get(language)
    plain = _singular(folded(word), language)
    stemmed = _stemmer(algorithm).stemWord(plain) if algorithm else plain
    return (stemmed or plain)[:STEM_MAX]


def asked_words(query: str, *, at_most: int = 8) -> list[str]:
    """The words of a query that carry it: each once, stop words left out unless there is nothing else."""
    words = list({plain_form(word): word for word in words_in(query)}.values())
    telling = [word for word in words if folded(word) not in STOP]
    return (telling or words)[:at_most]


def _singular(plain: str, language: str) -> str:
    plurals = PLURALS.get(language, {})
    ending = next((plural for plural in plurals if plain.endswith(plural)), "")
    return plain.removesuffix(ending) + plurals[ending] if ending else plain


@lru_cache(maxsize=8)
def _stemmer(algorithm: str) -> snowballstemmer.stemmer:
    return snowballstemmer.stemmer(algorithm)
