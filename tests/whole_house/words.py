"""What has no words for people, in one of the two languages."""

from collections.abc import Callable, Iterable, Mapping

from django.utils import translation

# Words that German and English share.
SHARED = {"Export", "Mail", "Deutsch", "English", "SMS", "Webhook"}


def without_words(named: Mapping[str, Callable[[], str]]) -> list[str]:
    """Codes that are shown bare, or in English to somebody who reads German."""
    found = []
    for code, words in sorted(named.items()):
        with translation.override("en"):
            english = words()
        with translation.override("de"):
            german = words()
        if english in ("", code) or (german == english and english not in SHARED):
            found.append(code)
    return found


def unspoken(codes: Iterable[str], words: Mapping[str, object]) -> list[str]:
    """Codes that may be noted in the trail, and that it could only show as they are."""
    return sorted(set(codes) - set(words))
