"""The register of moderation as a file."""

from django.http import FileResponse, HttpRequest, HttpResponse, StreamingHttpResponse
from django.utils import timezone
from django.utils.translation import pgettext
from django.views.decorators.http import require_GET

from accounts.people.views.access import only_for
from guidelines.moderation.forms import CaseFilterForm
from guidelines.moderation.operations import note_export
from guidelines.moderation.permissions import oversees_moderation
from reports.dashboards.columns.moderation import open_moderation
from reports.dashboards.files import csv_parts, xlsx_file
from reports.exports.choices import Kind


@only_for(oversees_moderation)
@require_GET
def export_cases(request: HttpRequest, kind: str) -> HttpResponse:
    """The cases that the list shows, whole; that it was taken is a row of the trail."""
    form, sheet = CaseFilterForm(request.GET or None), Kind(kind)
    table = open_moderation(form, request.user)
    wanted = " ".join(sorted(form.changed_data)) if form.is_bound else ""
    note_export(wanted=wanted, rows=table.total, by=request.user)
    name = f"{pgettext('file', 'moderation')}-{timezone.localdate().isoformat()}.{sheet}"
    if sheet == Kind.XLSX:
        content = xlsx_file(table, request.user.language)
        return FileResponse(content, as_attachment=True, filename=name, content_type=sheet.media_type)
    response = StreamingHttpResponse(csv_parts(table, request.user.language), content_type=sheet.media_type)
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
