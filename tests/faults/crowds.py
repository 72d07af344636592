"""Many at the same moment, each with a database connection of their own."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

from django.db import connections

from portal.audit.rules import RuleBroken

SECONDS = 60


def at_once(acts: list[Callable[[], object]]) -> list[object]:
    """Let go of all `acts` at once; what each returned, or the rule that refused it."""
    barrier = Barrier(len(acts))

    def run(act: Callable[[], object]) -> object:
        try:
            barrier.wait(SECONDS)
            return act()
        except RuleBroken as refused:
            return refused
        finally:
            connections.close_all()

    with ThreadPoolExecutor(len(acts)) as pool:
        return list(pool.map(run, acts))


def refusals(results: list[object]) -> list[type]:
    return [type(result) for result in results if isinstance(result, RuleBroken)]


def done(results: list[object]) -> list[object]:
    return [result for result in results if not isinstance(result, RuleBroken)]
