from django.apps import AppConfig
from django.utils.translation import pgettext_lazy


class PlaybooksConfig(AppConfig):
    name = "guidelines.playbooks"
    label = "playbooks"
    verbose_name = pgettext_lazy("room", "Playbooks")
