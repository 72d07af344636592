"""Mail that did not arrive: HR tells these people in person, or has the address put right."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import pgettext_lazy
from django.views.decorators.http import require_GET, require_http_methods

from accounts.people.models import Employee
from accounts.people.views.access import only_for
from portal.mail.models import Message
from reports.dashboards.choices import Look
from reports.dashboards.columns.mail import MAIL, open_mail
from reports.dashboards.operations import note_look
from reports.dashboards.permissions import sees_people
from reports.dashboards.views.files import HrList, as_file, query_of
from reports.dashboards.waiting import MAIL_DAYS, undelivered_lately
from reports.dashboards.wording import kind_in_words, obstacle_in_words
from reports.exports.choices import Kind

PAGE = 50
LIST = HrList(MAIL, "dashboards:mail-list", Look.MAIL_FILE, pgettext_lazy("file", "refused-mail"))


@only_for(sees_people)
@require_GET
def list_mail(request: HttpRequest) -> HttpResponse:
    """The newest first, a page at a time."""
    before = request.GET.get("before", "")
    mails = undelivered_lately(request.user).order_by("-pk")
    if before.isascii() and before.isdigit() and len(before) < 19:
        mails = mails.filter(pk__lt=int(before))
    rows = list(mails[: PAGE + 1])
    shown = rows[:PAGE]
    note_look(look=Look.MAIL, by=request.user, shown=len(shown))
    context = {
        "lines": _lines(shown),
        "days": MAIL_DAYS,
        "query": query_of(request),
        "next": f"?before={shown[-1].pk}" if len(rows) > PAGE else "",
        "first": request.path if before else "",
    }
    return render(request, "dashboards/hr/mail.html", context)


@only_for(sees_people)
@require_http_methods(["GET", "POST"])
def export_mail(request: HttpRequest, kind: str) -> HttpResponse:
    """All of it as a file."""
    return as_file(request, LIST, Kind(kind), open_mail({}, request.user), facts={})


def _lines(mails: list[Message]) -> list[dict[str, object]]:
    people = Employee.objects.in_bulk([mail.recipient_ref for mail in mails], field_name="ref")
    return [
        {
            "mail": mail,
            "person": people.get(mail.recipient_ref),
            "kind": kind_in_words(mail.kind),
            "why": obstacle_in_words(mail.error),
        }
        for mail in mails
    ]
