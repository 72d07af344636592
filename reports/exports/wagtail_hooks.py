"""Wagtail's own exports (page reports, site history, translations) keep to the rule of ours (E2)."""

from collections.abc import Iterator
from typing import Any

from django.utils.encoding import is_protected_type
from wagtail.admin.views.mixins import SpreadsheetExportMixin

from reports.exports.sheets import TEXT_FORMAT, defused, is_dangerous, plain

wagtails_value = SpreadsheetExportMixin.preprocess_field_value
wagtails_row = SpreadsheetExportMixin.generate_xlsx_row


def harmless_value(view: SpreadsheetExportMixin, field: str, value: Any, export_format: str) -> Any:
    """What every view under /cms/ writes into a cell, CSV or XLSX."""
    made = wagtails_value(view, field, value, export_format)
    if is_protected_type(made):
        return made
    text = plain(str(made))
    return defused(text) if export_format == view.FORMAT_CSV else text


def harmless_row(view: SpreadsheetExportMixin, *args: Any, **options: Any) -> Iterator[Any]:
    """Wagtail writes text as text; without the format it would turn into a formula when edited."""
    for cell in wagtails_row(view, *args, **options):
        if isinstance(cell.value, str) and is_dangerous(cell.value):
            cell.number_format = TEXT_FORMAT
        yield cell


# Wagtail offers no setting and no hook for it; no view of its own overrides these two.
SpreadsheetExportMixin.preprocess_field_value = harmless_value
SpreadsheetExportMixin.generate_xlsx_row = harmless_row
