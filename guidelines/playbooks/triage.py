"""The questions that lead to what should be done: where they can go, and what is wrong with them. Pure."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from guidelines.playbooks.structure import Plan, TriageNode, TriageOutcome


@dataclass(frozen=True)
class Ways:
    """The questions of a plan by their keys. People begin at the first one."""

    nodes: dict[str, TriageNode] = field(default_factory=dict)
    outcomes: dict[str, TriageOutcome] = field(default_factory=dict)

    @property
    def start(self) -> TriageNode | None:
        return next(iter(self.nodes.values()), None)

    @property
    def faults(self) -> Iterator[str]:
        """Dead ends, loops, and what nobody can reach."""
        if self.start is None:
            yield _("There is no first question.")
            return
        for node in self.nodes.values():
            yield from self._dead_ends(node)
        if self._loops():
            yield _("The questions lead back to themselves.")
        reached = self._reached()
        for part in (*self.nodes.values(), *self.outcomes.values()):
            if part.key not in reached:
                yield _("Nobody can get to “%(title)s”.") % {"title": title_of(part)}

    def _dead_ends(self, node: TriageNode) -> Iterator[str]:
        if not node.answers:
            yield _("“%(question)s” has no answers.") % {"question": node.question}
        for answer in node.answers:
            if answer.goes_to not in self.nodes and answer.outcome not in self.outcomes:
                yield _("“%(answer)s” leads nowhere.") % {"answer": answer.text}
            elif answer.goes_to and answer.outcome:
                yield _("“%(answer)s” leads to two places.") % {"answer": answer.text}

    def _following(self, key: str) -> list[str]:
        node = self.nodes.get(key)
        return [answer.goes_to for answer in node.answers if answer.goes_to in self.nodes] if node else []

    def _reached(self) -> set[str]:
        assert self.start is not None
        reached, waiting = set(), [self.start.key]
        while waiting:
            key = waiting.pop()
            if key in reached:
                continue
            reached.add(key)
            waiting += self._following(key)
            reached |= {answer.outcome for answer in self.nodes[key].answers if answer.outcome}
        return reached

    def _loops(self) -> bool:
        """Take away, again and again, the questions that lead to no other; what remains goes round."""
        left = set(self.nodes)
        while ends := {key for key in left if not left.intersection(self._following(key))}:
            left -= ends
        return bool(left)


def ways_of(plan: Plan) -> Ways:
    return Ways({node.key: node for node in plan.nodes}, {one.key: one for one in plan.outcomes})


def title_of(part: TriageNode | TriageOutcome) -> str:
    return part.question if isinstance(part, TriageNode) else part.title


def walked(text: str, ways: Ways) -> list[str]:
    """The questions that `text` ("first.second") names, without what is not there."""
    return [key for key in text.split(".")[: len(ways.nodes)] if key in ways.nodes]
