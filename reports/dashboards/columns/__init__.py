"""What stands in the files of HR's lists, and how each list is opened again."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from reports.dashboards.columns.mail import MAIL, open_mail
from reports.dashboards.columns.papers import PAPERS, open_papers
from reports.dashboards.columns.people import PEOPLE, open_people
from reports.dashboards.columns.requests import REQUESTS, facts_of, open_requests
from reports.dashboards.columns.reservations import RESERVATIONS, open_reservations
from reports.exports.registry import Opener, Text

LISTS: dict[str, tuple[Text, Opener]] = {
    REQUESTS: (_("Acknowledgements"), open_requests),
    RESERVATIONS: (pgettext_lazy("page", "Reservations"), open_reservations),
    PAPERS: (pgettext_lazy("page", "On paper"), open_papers),
    MAIL: (pgettext_lazy("page", "Refused mail"), open_mail),
    PEOPLE: (_("People"), open_people),
}

__all__ = ["LISTS", "MAIL", "PAPERS", "PEOPLE", "REQUESTS", "RESERVATIONS", "facts_of"]
