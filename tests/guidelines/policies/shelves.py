"""Texts to put on the shelf, and what Ben does with them."""

import re

from accounts.people.operations import set_language
from guidelines.policies.operations import acknowledge
from tests.factories.policies import PinnedText, read, request_of, text

HTML = (
    '<section class="part-text"><h2 id="one">Erstens</h2><p>Freundlich bleiben.</p></section>'
    '<section class="part-text"><h2 id="two">Zweitens</h2><p>Nachdenken.</p></section>'
    '<section class="part-text"><h2 id="three">Drittens</h2><p>Fragen.</p></section>'
)


def frozen(language, html, **facts):
    """A pinned text with this HTML."""
    pinned = text(language, **facts)
    words = re.sub(r"<[^>]+>", "\n", html)
    plain = "\n".join(line for line in words.splitlines() if line)
    changed = {**pinned.frozen.__dict__, "html": html, "text": plain}
    return PinnedText(
        type(pinned.frozen)(**changed), "ready", {"name": "Team Medien", "email": "medien@example.com"}
    )


def confirm(person, policy):
    request = request_of(person, policy)
    return acknowledge(request=request, read=read(request), authenticated="password", by=person)


def speak(person, language):
    set_language(person=person, language=language, by=person)
