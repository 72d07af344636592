from django.apps import AppConfig
from django.utils.translation import pgettext_lazy


class GuidesConfig(AppConfig):
    name = "guidelines.guides"
    label = "guides"
    verbose_name = pgettext_lazy("room", "Decision guides")
