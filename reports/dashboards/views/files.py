"""Taking a list of HR along as a file: a short one at once, a long one by a job."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.http import FileResponse, HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.functional import Promise

from reports.dashboards.choices import Look
from reports.dashboards.files import AT_ONCE_ROWS, csv_parts, xlsx_file
from reports.dashboards.filters import Described
from reports.dashboards.operations import note_look
from reports.exports.choices import Kind
from reports.exports.operations import start_list
from reports.exports.registry import Table

PAGING = ("after", "before")


@dataclass(frozen=True)
class HrList:
    """A list of HR: its name, its page, how the trail calls a look at its file, and the name of that file."""

    name: str
    page: str
    look: Look
    file_name: Promise


def as_file(
    request: HttpRequest,
    hr_list: HrList,
    kind: Kind,
    table: Table,
    *,
    facts: Mapping[str, Any],
    wanted: Described | None = None,
    part: str = "",
) -> HttpResponse:
    """The whole list; a long one is made by a job from `facts`, after a POST. The look is noted with its
    filter: `wanted`, or the `part` of the list."""
    is_long = table.total > AT_ONCE_ROWS
    if is_long and request.method == "GET":
        context = {"list": hr_list, "rows": table.total, "query": query_of(request), "kind": kind.name}
        return render(request, "dashboards/hr/long_list.html", context)
    note_look(look=hr_list.look, by=request.user, wanted=wanted, part=part, shown=table.total)
    if is_long:
        export = start_list(name=hr_list.name, kind=kind, facts=facts, rows=table.total, by=request.user)
        return redirect("exports:export-show", ref=export.ref)
    return _written(request, kind, table, f"{hr_list.file_name}-{timezone.localdate().isoformat()}.{kind}")


def query_of(request: HttpRequest) -> str:
    """The filter as it stands in the address, without the page and without empty fields."""
    query = request.GET.copy()
    for name, values in list(query.lists()):
        if name in PAGING or not any(values):
            del query[name]
    return query.urlencode()


def _written(request: HttpRequest, kind: Kind, table: Table, name: str) -> HttpResponse:
    person = request.user
    if kind == Kind.XLSX:
        content = xlsx_file(table, person.language)
        return FileResponse(content, as_attachment=True, filename=name, content_type=kind.media_type)
    response = StreamingHttpResponse(csv_parts(table, person.language), content_type=kind.media_type)
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
