"""What the pages of every import share: its steps, filters by verdict, and the way to the next rows."""

from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode

from django.db.models import Choices
from django.http import HttpRequest
from django.utils.translation import gettext, pgettext

from accounts.imports.choices import State
from accounts.imports.limits import FILE_BYTES_MAX

MEGABYTES = FILE_BYTES_MAX // 1024 // 1024
_AT = {
    State.CHECKING: "checked",
    State.FAILED: "columns",
    State.APPLYING: "applied",
    State.UNDOING: "applied",
    State.UNDONE: "applied",
}


def steps_at(now: str) -> list[dict[str, str]]:
    """The steps, with the one marked where an import in the state `now` stands."""
    names = {
        "upload": gettext("Choose a file"),
        "columns": gettext("Assign the columns"),
        "checked": gettext("Look at what would happen"),
        "applied": pgettext("import", "Done"),
    }
    at = _AT.get(State(now), now) if now in State.values else now
    order = list(names)
    here = order.index(at) if at in names else 1
    return [
        {"label": label, "state": "done" if place < here else "current" if place == here else ""}
        for place, label in enumerate(names.values())
    ]


def filters_by(verdicts: type[Choices], counts: Mapping[str, int], current: str) -> list[dict[str, Any]]:
    """All rows, or those of one verdict, each with their number."""
    everything = {
        "label": gettext("All rows"),
        "url": "?",
        "current": current not in verdicts.values,
        "count": sum(counts.get(verdict, 0) for verdict in verdicts.values),
    }
    return [
        everything,
        *(
            {
                "label": label,
                "url": f"?{urlencode({'show': value})}",
                "current": current == value,
                "count": counts.get(value, 0),
            }
            for value, label in verdicts.choices
        ),
    ]


def number_in(text: str) -> int:
    """A number as an address carries it; nonsense is 0."""
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else 0


def address_of_rows(request: HttpRequest, after: int | None = None) -> str:
    """This page with the same filter, and the rows behind number `after`."""
    query = {name: value for name, value in request.GET.items() if name != "after" and value}
    if after:
        query["after"] = str(after)
    return f"?{urlencode(query)}"
