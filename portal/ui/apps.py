"""The look of the portal: frame, components, forms, preferences and the pages everybody may read."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class UiConfig(AppConfig):
    name = "portal.ui"
    verbose_name = _("Look and frame")

    def ready(self):
        from portal.ui.registry import account_menu

        account_menu.register(_("Security"), "mfa_index", icon="key-round", order=10)
        account_menu.register(_("Password"), "account_change_password", icon="lock", order=20)
        account_menu.register(_("My sessions"), "usersessions_list", icon="monitor-smartphone", order=30)
