"""What changed between two frozen texts, in the shape people read: part by part, then word by word.

The work is bounded: at most `MAX_PAIRS` comparisons of parts and `MAX_WORDS` words inside one line, so that
two texts of 600 KB are compared in seconds; beyond the bounds a part is shown as removed and added.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum
from itertools import groupby, zip_longest

from django.template.loader import render_to_string
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe

from guidelines.library.parting import Part, parts_of

MAX_PAIRS = 4000
MAX_WORDS = 3000
MAX_LINES = 400
ALIKE = 0.5
WORD = re.compile(r"\S+\s*")
SENTENCE = re.compile(r".+?[.!?:…][“”\"»)]*(?:\s+|$)|.+?$", re.DOTALL)
SHORT_RUN = 2
CONTEXT_LINES = 1
LEFT_OUT = "…"


class ChangeKind(StrEnum):
    SAME = "same"
    CHANGED = "changed"
    ADDED = "added"
    REMOVED = "removed"
    MOVED = "moved"


@dataclass(frozen=True)
class Change:
    """One part of the text. `lines` hold the readable difference as HTML with `<ins>` and `<del>`.

    `under` is the heading the part stands under, "" before the first one.
    """

    kind: ChangeKind
    old: str
    new: str
    lines: tuple[SafeString, ...] = ()
    under: str = ""


def compare(old_html: str, new_html: str) -> list[Change]:
    """Every part of the newer text in its order, with the removed ones where they stood."""
    old, new = parts_of(old_html), parts_of(new_html)
    changes = list(_aligned(old, new))
    return _with_moves(changes)


def has_changes(changes: list[Change]) -> bool:
    return any(change.kind is not ChangeKind.SAME for change in changes)


def comparison_html(changes: list[Change]) -> SafeString:
    """The comparison for people: changes in full, what stayed the same folded, states said in words."""
    groups = []
    for same, run in groupby(changes, key=lambda change: change.kind is ChangeKind.SAME):
        members = list(run)
        if same:
            groups.append({"same": True, "count": len(members), "parts": members})
        else:
            groups += [{"same": False, "change": change} for change in members]
    return mark_safe(render_to_string("library/comparison.html", {"groups": groups}))


def _aligned(old: list[Part], new: list[Part]) -> Iterator[Change]:
    matcher = SequenceMatcher(None, old, new, autojunk=False)
    for tag, i1, i2, j1, j2 in matcher.get_opcodes():
        if tag == "equal":
            yield from (
                Change(ChangeKind.SAME, a.text, b.text, under=b.under)
                for a, b in zip(old[i1:i2], new[j1:j2], strict=True)
            )
        else:
            yield from _replaced(old[i1:i2], new[j1:j2])


def _replaced(old: list[Part], new: list[Part]) -> Iterator[Change]:
    """Pair what is alike, in order; the rest was removed or added."""
    pairs = _pairs(old, new)
    done = 0
    for position, part in enumerate(new):
        partner = pairs.get(position)
        if partner is None:
            yield _added(part)
            continue
        yield from (_removed(gone) for gone in old[done:partner])
        done = partner + 1
        yield _changed(old[partner], part)
    yield from (_removed(gone) for gone in old[done:])


def _pairs(old: list[Part], new: list[Part]) -> dict[int, int]:
    """Which old part each new one came from: positions only ever rise. Bounded by `MAX_PAIRS` comparisons."""
    found: dict[int, int] = {}
    start, budget = 0, MAX_PAIRS
    words = [_word_set(part) for part in old]
    for position, part in enumerate(new):
        mine, best, score = _word_set(part), None, ALIKE
        for candidate in range(start, len(old)):
            budget -= 1
            if budget < 0:
                return found
            alike = _likeness(mine, words[candidate]) + (0.2 if old[candidate].shape == part.shape else 0)
            if alike > score:
                best, score = candidate, alike
        if best is not None:
            found[position] = best
            start = best + 1
    return found


def _word_set(part: Part) -> frozenset[str]:
    return frozenset(re.findall(r"\w+", part.text.lower()))


def _likeness(left: frozenset[str], right: frozenset[str]) -> float:
    total = len(left) + len(right)
    return 2 * len(left & right) / total if total else 0.0


def _with_moves(changes: list[Change]) -> list[Change]:
    """What disappeared in one place and came unchanged in another has moved."""
    gone = {change.old for change in changes if change.kind is ChangeKind.REMOVED}
    come = {change.new for change in changes if change.kind is ChangeKind.ADDED}
    moved = gone & come
    return [
        Change(ChangeKind.MOVED, change.new, change.new, _plain_lines(change.new))
        if change.new in moved
        else change
        for change in changes
        if not (change.kind is ChangeKind.REMOVED and change.old in moved)
    ]


def _added(part: Part) -> Change:
    return Change(ChangeKind.ADDED, "", part.text, _marked("ins", part.text), part.under)


def _removed(part: Part) -> Change:
    return Change(ChangeKind.REMOVED, part.text, "", _marked("del", part.text), part.under)


def _changed(old: Part, new: Part) -> Change:
    lines = tuple(_line_differences(old.text.splitlines(), new.text.splitlines()))
    return Change(ChangeKind.CHANGED, old.text, new.text, lines, new.under)


def _line_differences(old: list[str], new: list[str]) -> Iterator[SafeString]:
    if max(len(old), len(new)) > MAX_LINES:
        yield from (*_marked("del", "\n".join(old)), *_marked("ins", "\n".join(new)))
        return
    for tag, i1, i2, j1, j2 in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if tag == "equal":
            yield from _context(new[j1:j2], first=j1 == 0, last=j2 == len(new))
        else:
            yield from (_line(a, b) for a, b in zip_longest(old[i1:i2], new[j1:j2], fillvalue=""))


def _context(lines: list[str], *, first: bool, last: bool) -> Iterator[SafeString]:
    """Unchanged lines beside a change; those further away are left out."""
    before = 0 if first else CONTEXT_LINES
    after = 0 if last else CONTEXT_LINES
    if len(lines) <= before + after + 1:
        yield from _plain_lines("\n".join(lines))
        return
    yield from _plain_lines("\n".join([*lines[:before], LEFT_OUT, *lines[len(lines) - after :]]))


def _line(old: str, new: str) -> SafeString:
    """One line, sentence by sentence: alike sentences word by word, others whole."""
    if not old or not new or max(len(WORD.findall(old)), len(WORD.findall(new))) > MAX_WORDS:
        return _whole(old, new)
    before, after = SENTENCE.findall(old), SENTENCE.findall(new)
    matcher = SequenceMatcher(None, [_bare(s) for s in before], [_bare(s) for s in after], autojunk=False)
    pieces: list[SafeString] = []
    for tag, i1, i2, j1, j2 in matcher.get_opcodes():
        if tag == "equal":
            pieces.append(format_html("{}", "".join(after[j1:j2])))
        else:
            pieces.append(_words("".join(before[i1:i2]), "".join(after[j1:j2])))
    return _joined(pieces)


def _words(old: str, new: str) -> SafeString:
    before, after = WORD.findall(old), WORD.findall(new)
    matcher = SequenceMatcher(None, [_bare(w) for w in before], [_bare(w) for w in after], autojunk=False)
    if matcher.ratio() < ALIKE:
        return _whole(old, new)
    pieces = []
    for equal, i1, i2, j1, j2 in _calm(matcher.get_opcodes()):
        left, right = "".join(before[i1:i2]), "".join(after[j1:j2])
        pieces.append(format_html("{}", right) if equal else _whole(left, right))
    return _joined(pieces)


def _calm(opcodes: list[tuple[str, int, int, int, int]]) -> Iterator[tuple[bool, int, int, int, int]]:
    """Join changes that only a word or two lie between: confetti is harder to read than a phrase."""
    last = len(opcodes) - 1
    flags = [
        tag == "equal" and (i2 - i1 > SHORT_RUN or position in (0, last))
        for position, (tag, i1, i2, _j1, _j2) in enumerate(opcodes)
    ]
    for equal, run in groupby(zip(flags, opcodes, strict=True), key=lambda pair: pair[0]):
        members = [opcode for _flag, opcode in run]
        yield equal, members[0][1], members[-1][2], members[0][3], members[-1][4]


def _bare(text: str) -> str:
    return text.strip()


def _joined(pieces: list[SafeString]) -> SafeString:
    return format_html_join("", "{}", ((piece,) for piece in pieces))


def _whole(old: str, new: str) -> SafeString:
    """The old words struck out, then the new ones; spaces around them stay outside of the marks."""
    gone = format_html("<del>{}</del>", old.strip()) if old.strip() else mark_safe("")
    come = format_html("<ins>{}</ins>", new.strip()) if new.strip() else mark_safe("")
    between = " " if gone and come else ""
    after = " " if (new or old)[-1:].isspace() else ""
    return format_html("{}{}{}{}", gone, between, come, after)


def _marked(tag: str, text: str) -> tuple[SafeString, ...]:
    return tuple(
        format_html("<{}>{}</{}>", mark_safe(tag), line, mark_safe(tag)) for line in text.splitlines()
    )


def _plain_lines(text: str) -> tuple[SafeString, ...]:
    return tuple(format_html("{}", line) for line in text.splitlines())
