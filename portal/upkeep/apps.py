from django.apps import AppConfig
from django.utils.translation import pgettext_lazy


class UpkeepConfig(AppConfig):
    name = "portal.upkeep"
    label = "upkeep"

    def ready(self) -> None:
        from portal.mail.registry import mail_kinds
        from portal.upkeep import checks  # noqa: F401
        from portal.upkeep.certificates import seal_concern
        from portal.upkeep.registry import concern

        mail_kinds({"upkeep.seal_ends": pgettext_lazy("mail", "Sealing certificate ends")})
        concern("seal", seal_concern)
