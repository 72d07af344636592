"""What is new in a text against the edition in force, line by line as its genre shows it."""

from django.http import HttpRequest
from django.utils.html import format_html_join
from django.utils.safestring import SafeString

from guidelines.editions.models import Edition, Wording
from guidelines.editions.registry import Genre
from guidelines.library.comparing import compare, comparison_html, has_changes
from guidelines.library.reading import text_of


def changes_html(request: HttpRequest, genre: Genre, former: Edition, text: Wording) -> SafeString | str:
    """The comparison for people; "" when nothing differs or the edition does not have the language."""
    old = next((one for one in former.texts.all() if one.language == text.language), None)
    if old is None:
        return ""
    found = compare(_lines(request, genre, old), _lines(request, genre, text))
    return comparison_html(found) if has_changes(found) else ""


def _lines(request: HttpRequest, genre: Genre, text: Wording) -> str:
    """Every line a reader sees as a part of its own, whatever elements a genre lays it out with."""
    lines = [text.title, text.summary, *text_of(genre.shown(request, text)).splitlines()]
    return format_html_join("", "<p>{}</p>", ((line,) for line in lines if line))
