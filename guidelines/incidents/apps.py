from django.apps import AppConfig
from django.utils.translation import pgettext_lazy


class IncidentsConfig(AppConfig):
    name = "guidelines.incidents"
    label = "incidents"
    verbose_name = pgettext_lazy("room", "Incidents")
