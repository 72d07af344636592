"""A page per role says which addresses it opens. `python -m tests.whole_house.role_pages` stores them."""

import os
import re
from pathlib import Path

FOLDER = Path(__file__).resolve().parents[2] / "docs" / "roles"
MARK = "<!-- addresses -->"


def addresses_of(actor: str) -> list[str]:
    """What `actor` may open or do and not everybody who is signed in."""
    from tests.whole_house.access import SIGNED_IN
    from tests.whole_house.declared import DECLARED

    lines = []
    for name, access in sorted(DECLARED.items()):
        ways = [
            method
            for method, who in (("read", access.get), ("do", access.post))
            if who is not None and actor in who and not who >= SIGNED_IN
        ]
        if ways:
            lines.append(f"- `{name}` ({', '.join(ways)})")
    return lines


def with_addresses(text: str, actor: str) -> str:
    head = text.partition(MARK)[0]
    listed = "\n".join(addresses_of(actor)) or "None yet."
    return f"{head}{MARK}\n{listed}\n"


def documented(path: Path) -> list[str]:
    return re.findall(r"^- `.*$", path.read_text(encoding="utf-8").partition(MARK)[2], re.MULTILINE)


def actors() -> list[str]:
    from tests.whole_house.access import MANAGER, ROLES

    return sorted({MANAGER} | ROLES)


if __name__ == "__main__":
    import django

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings.test")
    django.setup()
    for actor in actors():
        page = FOLDER / f"{actor}.md"
        page.write_text(with_addresses(page.read_text(encoding="utf-8"), actor), encoding="utf-8")
