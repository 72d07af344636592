from django.apps import AppConfig
from django.utils.translation import pgettext_lazy


class IncidentsConfig(AppConfig):
    name = "guidelines.incidents"
    label = "incidents"
    verbose_name = pgettext_lazy("room", "Incidents")

    def ready(self) -> None:
        from guidelines.incidents import records, registrations

        registrations.declare_entries()
        registrations.leave_a_trail()
        records.introduce()
        registrations.appear()
