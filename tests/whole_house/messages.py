"""Every message in code and templates, beside its German. `python3 dev.py messages` prints the gaps."""

import ast
import re
import string
import sys
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple

import polib
from django.utils.translation.template import templatize

from tests.whole_house.source import ROOMS, ROOT, files

LITERAL = r"""u?('(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*")"""
CALL = re.compile(
    rf"\b(npgettext|pgettext|ngettext|gettext|_)\(\s*{LITERAL}(?:,\s*{LITERAL})?(?:,\s*{LITERAL})?"
)
PERCENT = re.compile(r"%(?:\((\w+)\))?[-#0 +]*\d*(?:\.\d+)?([sdifr%])")
# Which arguments of a call are what: (context, singular, plural).
SHAPES = {
    "gettext": (None, 0, None),
    "ngettext": (None, 0, 1),
    "pgettext": (0, 1, None),
    "npgettext": (0, 1, 2),
}


class Message(NamedTuple):
    """What gettext looks a text up by."""

    context: str | None
    text: str
    plural: str | None = None

    @property
    def key(self) -> tuple[str | None, str]:
        return self.context, self.text


@dataclass
class Catalogue:
    """All German of ours: per message, which room says it how."""

    entries: dict[tuple[str | None, str], dict[Path, polib.POEntry]] = field(
        default_factory=lambda: defaultdict(dict)
    )

    @classmethod
    def read(cls, root: Path) -> "Catalogue":
        catalogue = cls()
        for path in sorted(files(root, "django.po", (*ROOMS, "locale"))):
            if "de" not in path.parts:
                continue
            for entry in polib.pofile(str(path)):
                if not entry.obsolete:
                    catalogue.entries[entry.msgctxt, entry.msgid][path] = entry
        return catalogue


def _message(function: str, arguments: list[str]) -> Message | None:
    name = "gettext" if function == "_" else function.removesuffix("_lazy").removesuffix("_noop")
    if name not in SHAPES:
        return None
    picked = [None if at is None else arguments[at] if at < len(arguments) else "" for at in SHAPES[name]]
    return Message(picked[0], picked[1] or "", picked[2])


def in_python(source: str) -> Iterator[Message]:
    for node in ast.walk(ast.parse(source)):
        if not isinstance(node, ast.Call) or not isinstance(node.func, ast.Name | ast.Attribute):
            continue
        name = node.func.id if isinstance(node.func, ast.Name) else node.func.attr
        texts = [
            arg.value for arg in node.args if isinstance(arg, ast.Constant) and isinstance(arg.value, str)
        ]
        message = _message(name, texts) if texts else None
        if message and message.text:
            yield message


def in_template(source: str) -> Iterator[Message]:
    for function, *literals in CALL.findall(templatize(source)):
        message = _message(function, [ast.literal_eval(literal) for literal in literals if literal])
        if message and message.text:
            yield message


def used(root: Path) -> dict[Message, list[str]]:
    """Every message of the product, with the files that use it."""
    found: dict[Message, list[str]] = defaultdict(list)
    for pattern, extract in (("*.py", in_python), ("*.html", in_template), ("*.txt", in_template)):
        for path in files(root, pattern):
            if pattern != "*.py" and "templates" not in path.parts:
                continue
            for message in extract(path.read_text(encoding="utf-8")):
                found[message].append(str(path.relative_to(root)))
    return found


def untranslated(root: Path) -> list[str]:
    """Messages without German: missing, empty, fuzzy, or with a plural form left out."""
    catalogue = Catalogue.read(root)
    found = []
    for message, places in sorted(used(root).items(), key=lambda item: (item[1][0], item[0].text)):
        entries = catalogue.entries.get(message.key, {}).values()
        if not any(_complete(entry, message) for entry in entries):
            context = f" [{message.context}]" if message.context else ""
            found.append(f"{places[0]}: {message.text!r}{context}")
    return found


def _complete(entry: polib.POEntry, message: Message) -> bool:
    if entry.fuzzy:
        return False
    if message.plural is None:
        return bool(entry.msgstr or entry.msgstr_plural)
    return len(entry.msgstr_plural) == 2 and all(entry.msgstr_plural.values())


def fuzzy_or_empty(root: Path) -> list[str]:
    return [
        f"{path.relative_to(root)}: {text!r}"
        for (_, text), entries in Catalogue.read(root).entries.items()
        for path, entry in entries.items()
        if entry.fuzzy or not (entry.msgstr or all(entry.msgstr_plural.values() or [""]))
    ]


def contradictions(root: Path) -> list[str]:
    """The same message with different German in two rooms: gettext has one namespace, the last wins."""
    found = []
    for (context, text), entries in Catalogue.read(root).entries.items():
        said = {(entry.msgstr, *sorted(entry.msgstr_plural.items())) for entry in entries.values()}
        if len(said) > 1:
            found.append(
                f"{text!r} [{context}]: " + ", ".join(str(path.relative_to(root)) for path in entries)
            )
    return found


def placeholders(text: str) -> set[str]:
    """The names that are filled in: %(name)s, {name}, and %s by its place."""
    percent = {name or f"%{kind}" for name, kind in PERCENT.findall(text) if kind != "%"}
    try:
        braces = {f"{{{name}}}" for _, name, _, _ in string.Formatter().parse(text) if name is not None}
    except ValueError:
        braces = set()
    return percent | braces


def broken_placeholders(root: Path) -> list[str]:
    found = []
    for (_, text), entries in Catalogue.read(root).entries.items():
        for path, entry in entries.items():
            allowed = placeholders(text) | placeholders(entry.msgid_plural)
            for german in [entry.msgstr, *entry.msgstr_plural.values()]:
                if german and (
                    placeholders(german) - allowed or (entry.msgstr and placeholders(german) != allowed)
                ):
                    found.append(f"{path.relative_to(root)}: {text!r} → {german!r}")
    return found


def unused(root: Path) -> list[str]:
    """German that nobody asks for; sign-in's and the CMS's own messages may be overridden on purpose."""
    keys = {message.key for message in used(root)}
    return [
        f"{path.relative_to(root)}: {key[1]!r}"
        for key, entries in Catalogue.read(root).entries.items()
        for path in entries
        if key not in keys
    ]


def main() -> int:
    reports = {
        "Without German": untranslated(ROOT),
        "Fuzzy or empty": fuzzy_or_empty(ROOT),
        "Different German for one message": contradictions(ROOT),
        "Placeholders that do not fit": broken_placeholders(ROOT),
        "Not used by our code": unused(ROOT),
    }
    for title, lines in reports.items():
        print(f"{title}: {len(lines)}")
        print("".join(f"  {line}\n" for line in lines), end="")
    return int(any(lines for title, lines in reports.items() if not title.startswith("Not used")))


if __name__ == "__main__":
    import django
    from django.conf import settings

    settings.configure(USE_I18N=True)
    django.setup()
    sys.exit(main())
