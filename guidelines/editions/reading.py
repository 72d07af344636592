"""Which words somebody gets to read."""

from guidelines.editions.models import Edition, EditionText


def text_for(edition: Edition, language: str) -> EditionText:
    """The text in `language`, else the authoritative one. Uses prefetched texts."""
    texts = {text.language: text for text in edition.texts.all()}
    return texts.get(language) or texts[edition.authoritative_language]


def authoritative(edition: Edition) -> EditionText:
    """The text whose numbers, keys and order count."""
    return text_for(edition, edition.authoritative_language)
