"""What stands in the files of HR's lists, and how each list is opened again."""

from reports.dashboards.columns.mail import MAIL, open_mail
from reports.dashboards.columns.papers import PAPERS, open_papers
from reports.dashboards.columns.requests import REQUESTS, facts_of, open_requests
from reports.dashboards.columns.reservations import RESERVATIONS, open_reservations
from reports.exports.registry import Opener

OPENERS: dict[str, Opener] = {
    REQUESTS: open_requests,
    RESERVATIONS: open_reservations,
    PAPERS: open_papers,
    MAIL: open_mail,
}

__all__ = ["MAIL", "OPENERS", "PAPERS", "REQUESTS", "RESERVATIONS", "facts_of"]
