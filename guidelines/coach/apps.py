from django.apps import AppConfig
from django.utils.translation import pgettext_lazy


class CoachConfig(AppConfig):
    name = "guidelines.coach"
    label = "coach"
    verbose_name = pgettext_lazy("room", "Privacy coach")
