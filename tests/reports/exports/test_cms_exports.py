"""E2: whatever Wagtail exports under /cms/, no cell starts a formula. Every route that exports is walked."""

import csv
import io
from collections.abc import Iterator
from typing import Any

import openpyxl
import pytest
from django.test import Client
from django.urls import URLResolver, get_resolver, reverse
from wagtail.admin.views.mixins import SpreadsheetExportMixin

from guidelines.library.models import GuidelinePage
from reports.exports.sheets import TEXT_FORMAT, is_dangerous
from reports.exports.wagtail_hooks import wagtails_value
from tests.factories.drafts import write
from tests.factories.people import Cast, signed_in
from tests.guidelines.policies.place import with_every_right

pytestmark = pytest.mark.django_db

FORMULA = "=1+1"
UNSTORABLE = "\x0b"
# Of these Wagtail wants an object first; each exports nothing but has the same columns as its list.
NEED_AN_OBJECT = {
    "wagtailadmin_pages:history",
    "wagtailadmin_pages:history_results",
    "wagtailadmin_explore",
}


def exporting_routes(patterns: Any = None, space: str = "") -> Iterator[str]:
    """The names of all routes below /cms/ whose view can export."""
    if patterns is None:
        (cms,) = [one for one in get_resolver().url_patterns if str(one.pattern) == "cms/"
                  and isinstance(one, URLResolver)]  # fmt: skip
        patterns = cms.url_patterns
    for pattern in patterns:
        if isinstance(pattern, URLResolver):
            inner = f"{space}{pattern.namespace}:" if pattern.namespace else space
            yield from exporting_routes(pattern.url_patterns, inner)
            continue
        view = getattr(pattern.callback, "view_class", None)
        if view and issubclass(view, SpreadsheetExportMixin):
            yield f"{space}{pattern.name}"


ROUTES = sorted(set(exporting_routes()))


@pytest.fixture
def mighty(cast: Cast) -> Client:
    """Somebody who may export everything, in a portal whose texts and people are called like formulas."""
    write(cast, title=f"{FORMULA}{UNSTORABLE}")
    type(cast.ben).objects.filter(pk=cast.ben.pk).update(name=FORMULA)
    GuidelinePage.objects.update(live=True)
    return signed_in(Client(), with_every_right(cast.ines))


def cells(client: Client, route: str, format_: str) -> list[Any]:
    answer = client.get(reverse(route), {"export": format_})
    assert answer.status_code == 200, route
    content = b"".join(answer.streaming_content) if answer.streaming else answer.content
    if format_ == "csv":
        return [cell for row in csv.reader(io.StringIO(content.decode())) for cell in row]
    sheet = openpyxl.load_workbook(io.BytesIO(content)).active
    return [cell for row in sheet.iter_rows() for cell in row]


def test_the_routes_are_found() -> None:
    """Guards the walk itself: Wagtail's reports and wagtail-localize's are among them."""
    known = {"wagtailadmin_reports:site_history", "wagtailadmin_reports:aging_pages"}
    assert known | {"wagtail_localize:translations_report"} <= set(ROUTES)


def test_no_cell_starts_a_formula(mighty: Client) -> None:
    for route in sorted(set(ROUTES) - NEED_AN_OBJECT):
        assert [(route, cell) for cell in cells(mighty, route, "csv") if is_dangerous(cell)] == []
        for cell in cells(mighty, route, "xlsx"):
            assert cell.data_type != "f", route
            assert not is_dangerous(str(cell.value or "")) or cell.number_format == TEXT_FORMAT, route


def test_the_text_itself_is_kept(mighty: Client) -> None:
    history = "wagtailadmin_reports:site_history"
    assert f"'{FORMULA}" in cells(mighty, history, "csv")
    assert FORMULA in [cell.value for cell in cells(mighty, history, "xlsx")]


def test_the_walk_would_notice_a_formula(mighty: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(SpreadsheetExportMixin, "preprocess_field_value", wagtails_value)
    found = cells(mighty, "wagtailadmin_reports:site_history", "csv")
    assert [cell for cell in found if is_dangerous(cell)]
