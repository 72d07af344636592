"""Walks every address of the portal. `python -m tests.whole_house.routes` stores the CMS's list again."""

import os
import re
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

CMS_LIST = Path(__file__).with_name("cms_routes.txt")
CMS_PREFIXES = ("cms/", "cms-documents/", "pages/")
DUMMIES = {"int": "1", "uuid": "00000000-0000-4000-8000-000000000000"}
# Wagtail's few regular expressions, by an address that each of them matches.
EXAMPLES = {
    r"cms-documents/^(\d+)/(.*)$": "cms-documents/1/x.pdf",
    r"pages/^((?:[\w\-]+/)*)$": "pages/x/",
    r"cms/pages/^(\d+)/revisions/compare/(live|earliest|\d+)\.\.\.(live|latest|\d+)/$": (
        "cms/pages/1/revisions/compare/1...2/"
    ),
    "cms/^.*/$": "cms/nowhere/",
}


class Route(NamedTuple):
    """One pattern: its full name and its route as Django's patterns spell it."""

    name: str
    route: str

    @property
    def is_cms(self) -> bool:
        return self.route.startswith(CMS_PREFIXES)

    def example(self) -> str:
        """An address that the pattern matches, with invented ids."""
        path = EXAMPLES.get(self.route, self.route).replace("^", "").removesuffix("$")
        return "/" + re.sub(r"<(?:(\w+):)?\w+>", lambda found: DUMMIES.get(found[1] or "", "x"), path)


def walk(resolver: object, prefix: str = "", spaces: tuple[str, ...] = ()) -> Iterator[Route]:
    for pattern in resolver.url_patterns:  # type: ignore[attr-defined]
        route = prefix + str(pattern.pattern)
        if hasattr(pattern, "url_patterns"):
            inner = (*spaces, pattern.namespace) if pattern.namespace else spaces
            yield from walk(pattern, route, inner)
        else:
            yield Route(":".join([*spaces, pattern.name or "-"]), route)


def all_routes() -> list[Route]:
    from django.urls import get_resolver

    return sorted(set(walk(get_resolver())))


def cms_lines(routes: list[Route]) -> list[str]:
    return [f"{route.name}\t{route.route}" for route in routes if route.is_cms]


if __name__ == "__main__":
    import django

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings.test")
    django.setup()
    CMS_LIST.write_text("\n".join(cms_lines(all_routes())) + "\n", encoding="utf-8")
