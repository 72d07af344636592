from django.apps import AppConfig
from django.utils.translation import pgettext_lazy


class ModerationConfig(AppConfig):
    name = "guidelines.moderation"
    label = "moderation"
    verbose_name = pgettext_lazy("room", "Moderation")
