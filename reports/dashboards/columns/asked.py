"""Who a row is about and what they were asked to confirm: the first columns of every list of requests.

A row has a `request`, and the `title` and `version` of the text that it is about.
"""

from typing import Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from reports.exports.sheets import Column

ASKED: tuple[Column[Any], ...] = (
    Column(_("Name"), lambda line: line.request.employee.name, 28),
    Column(_("Personnel number"), lambda line: line.request.employee.personnel_number),
    Column(_("Department"), lambda line: line.request.department.name, 24),
    Column(_("Entity"), lambda line: line.request.entity.name, 24),
    Column(_("Location"), lambda line: line.request.location.name),
    Column(_("Guideline"), lambda line: line.title, 32),
    Column(pgettext_lazy("guideline", "Version"), lambda line: line.version.number, 10),
)
