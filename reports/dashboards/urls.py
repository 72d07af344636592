"""Home, HR's pages, a manager's team, and figures."""

from django.urls import path

from reports.dashboards.views import (
    everybody,
    figures,
    home,
    mail,
    moderation,
    overview,
    papers,
    people,
    requests,
    reservations,
    team,
    works_council,
)

app_name = "dashboards"

urlpatterns = [
    path("", home.home, name="home"),
    path("team/", team.show_team, name="team-show"),
    path("figures/", figures.show_figures, name="figures-show"),
    path("works-council/", works_council.show_agreements, name="works-council-show"),
    path("hr/", overview.show_overview, name="hr-overview"),
    path("hr/acknowledgements/", requests.list_requests, name="request-list"),
    path(
        "hr/acknowledgements/list.csv", requests.export_requests, {"kind": "csv"}, name="request-export-csv"
    ),
    path(
        "hr/acknowledgements/list.xlsx",
        requests.export_requests,
        {"kind": "xlsx"},
        name="request-export-xlsx",
    ),
    path("hr/acknowledgements/remind/", requests.remind_list, name="request-list-remind"),
    path("hr/people/list.csv", everybody.export_people, {"kind": "csv"}, name="people-export-csv"),
    path("hr/people/list.xlsx", everybody.export_people, {"kind": "xlsx"}, name="people-export-xlsx"),
    path("hr/people/<uuid:ref>/", people.show_person, name="person-show"),
    path("hr/requests/<uuid:ref>/exempt/", people.exempt_person, name="request-exempt"),
    path("hr/requests/<uuid:ref>/extend/", people.extend_request, name="request-extend"),
    path("hr/requests/<uuid:ref>/paper/", people.record_sheet, name="request-record-paper"),
    path("hr/requests/<uuid:ref>/remind/", people.remind_person, name="request-remind"),
    path("moderation/cases/list.csv", moderation.export_cases, {"kind": "csv"}, name="moderation-export-csv"),
    path(
        "moderation/cases/list.xlsx",
        moderation.export_cases,
        {"kind": "xlsx"},
        name="moderation-export-xlsx",
    ),
    path("hr/reservations/", reservations.list_reservations, name="reservation-list"),
    path(
        "hr/reservations/list.csv",
        reservations.export_reservations,
        {"kind": "csv"},
        name="reservation-export-csv",
    ),
    path(
        "hr/reservations/list.xlsx",
        reservations.export_reservations,
        {"kind": "xlsx"},
        name="reservation-export-xlsx",
    ),
    path("hr/reservations/<uuid:ref>/", reservations.settle_case, name="reservation-settle"),
    path("hr/papers/", papers.list_papers, name="paper-list"),
    path("hr/papers/list.csv", papers.export_papers, {"kind": "csv"}, name="paper-export-csv"),
    path("hr/papers/list.xlsx", papers.export_papers, {"kind": "xlsx"}, name="paper-export-xlsx"),
    path("hr/papers/<uuid:ref>/", papers.show_paper, name="paper-show"),
    path("hr/papers/<uuid:ref>/scan/", papers.show_scan, name="paper-scan"),
    path("hr/papers/<uuid:ref>/confirm/", papers.confirm, name="paper-confirm"),
    path("hr/papers/<uuid:ref>/refuse/", papers.refuse, name="paper-refuse"),
    path("hr/mail/", mail.list_mail, name="mail-list"),
    path("hr/mail/list.csv", mail.export_mail, {"kind": "csv"}, name="mail-export-csv"),
    path("hr/mail/list.xlsx", mail.export_mail, {"kind": "xlsx"}, name="mail-export-xlsx"),
]
