from django.apps import AppConfig
from django.utils.translation import pgettext_lazy


class EditionsConfig(AppConfig):
    name = "guidelines.editions"
    label = "editions"
    verbose_name = pgettext_lazy("room", "Playbooks and guides")
