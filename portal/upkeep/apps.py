from django.apps import AppConfig


class UpkeepConfig(AppConfig):
    name = "portal.upkeep"
    label = "upkeep"

    def ready(self) -> None:
        from portal.upkeep import checks  # noqa: F401
