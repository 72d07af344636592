"""What a page asks of somebody who brings no phone: read off the page as they see it, in both languages."""

import re
from dataclasses import dataclass

from playwright.sync_api import Page

KEY = re.compile(r"passkey|security key|sicherheitsschlüssel", re.IGNORECASE)
APP = re.compile(r"\bapps?\b|authenti\w+-app", re.IGNORECASE)
PHONE = re.compile(
    r"\b(smart|mobil(e|e )?|work |private )?(tele)?(phone|fon|handy)(nummern?)?\b|\bsms\b|mobilnummer",
    re.IGNORECASE,
)
# The one thing the portal says about private phones.
PROMISE = re.compile(
    r"your private phone is never required|ihr privates telefon wird nie verlangt", re.IGNORECASE
)
CODE = "one-time-code"
# A table says what was done or is stored, a menu what can be searched for: neither asks for anything.
TEXT = """() => [...document.querySelectorAll("table, select")]
  .reduce((text, it) => text.replaceAll(it.innerText, ""), document.body.innerText)"""
# What can be seen and used, in reading order; a hidden field or a closed menu asks for nothing.
STEPS = """() => [...document.querySelectorAll("a[href], button, input, select, textarea")]
  .filter((it) => it.checkVisibility({ visibilityProperty: true }) && it.type !== "hidden")
  .map((it) => ({
    words: [...(it.labels || []), ...(it.tagName === "SELECT" ? [] : [it])]
      .map((each) => each.innerText || "").join(" ").trim(),
    kind: it.type || "", autocomplete: it.autocomplete || "", name: it.name || "",
  }))"""


@dataclass(frozen=True)
class Step:
    """A link, a button or a field; `words` are what it says or what its label says."""

    words: str
    kind: str = ""
    autocomplete: str = ""
    name: str = ""

    @property
    def takes_a_key(self) -> bool:
        return bool(KEY.search(self.words)) and self.kind not in ("text", "password")

    @property
    def takes_an_app(self) -> bool:
        return bool(APP.search(self.words)) and not KEY.search(self.words)

    @property
    def asks_for_a_number(self) -> bool:
        asked = (self.kind, self.autocomplete, self.name, self.words)
        return self.kind == "tel" or any(part.startswith("tel") or PHONE.search(part) for part in asked)


def seen_on(page: Page) -> tuple[str, list[Step]]:
    """The page's text and its steps."""
    return page.evaluate(TEXT), [Step(**facts) for facts in page.evaluate(STEPS)]


def complaints(text: str, steps: list[Step]) -> list[str]:
    """Why somebody without a phone would stop here, in words; nothing if they can go on."""
    return [*_about_the_words(PROMISE.sub("", text)), *_about_the_steps(steps)]


def _about_the_words(text: str) -> list[str]:
    found = [f"speaks of a phone: {phone[0]}" for phone in [PHONE.search(text)] if phone]
    app, key = APP.search(text), KEY.search(text)
    if app and not (key and key.start() < app.start()):
        found.append("names an app before a passkey")
    return found


def _about_the_steps(steps: list[Step]) -> list[str]:
    found = [f"asks for a number: {step.words or step.name}" for step in steps if step.asks_for_a_number]
    for at, step in enumerate(steps):
        asks = step.takes_an_app or step.autocomplete == CODE
        if asks and not any(earlier.takes_a_key for earlier in steps[:at]):
            found.append(f"no passkey before: {step.words or step.name}")
    return found
