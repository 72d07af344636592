from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

STYLESHEETS = ("home", "chart", "hr")


# What the details of the verbs below are called in the trail.
DETAILS = {
    "digest": pgettext_lazy("trail", "Digest of the filter"),
    "shown": pgettext_lazy("trail", "Rows shown"),
}


class DashboardsConfig(AppConfig):
    name = "reports.dashboards"
    label = "dashboards"
    verbose_name = _("Dashboards")

    def ready(self) -> None:
        from accounts.desk.registry import open_at_kiosk
        from accounts.people.registry import people_files
        from guidelines.moderation.registry import case_files
        from portal.audit.registry import Verb, looks, verbs
        from portal.ui.registry import stylesheet
        from reports.dashboards.choices import Look
        from reports.dashboards.columns import LISTS
        from reports.dashboards.permissions import sees_people
        from reports.dashboards.registry import work_provider
        from reports.dashboards.waiting import PROVIDERS
        from reports.exports.registry import list_source

        for name, (title, open_table) in LISTS.items():
            list_source(name, open_table, title=title)
        for provider in PROVIDERS:
            work_provider(provider)
        for name in STYLESHEETS:
            stylesheet("pages", f"dashboards/css/{name}.css")
        files = {"CSV": "dashboards:people-export-csv", "XLSX": "dashboards:people-export-xlsx"}
        people_files(files, visible=sees_people)
        case_files({"CSV": "dashboards:moderation-export-csv", "XLSX": "dashboards:moderation-export-xlsx"})
        self._places()
        open_at_kiosk("dashboards:home")
        looks("person_data.viewed")
        viewed = Verb(_("Data of people viewed"), "filter", "digest", "shown", list=Look)
        verbs("dashboards", {"person_data.viewed": viewed}, details=DETAILS)

    def _places(self) -> None:
        from portal.ui.registry import nav
        from reports.dashboards.permissions import sees_agreements, sees_figures, sees_people, shows_team

        nav.register(pgettext_lazy("page", "Home"), "dashboards:home", icon="house", order=10)
        nav.register(
            pgettext_lazy("page", "My team"),
            "dashboards:team-show",
            icon="users-round",
            order=40,
            visible=shows_team,
        )
        nav.register(
            _("Acknowledgements"),
            "dashboards:hr-overview",
            icon="clipboard-check",
            order=605,
            visible=sees_people,
            short=pgettext_lazy("navigation", "HR"),
        )
        nav.register(
            pgettext_lazy("page", "Figures"),
            "dashboards:figures-show",
            icon="chart-column",
            order=650,
            visible=sees_figures,
        )
        nav.register(
            pgettext_lazy("page", "Works council"),
            "dashboards:works-council-show",
            icon="handshake",
            order=655,
            visible=sees_agreements,
        )
