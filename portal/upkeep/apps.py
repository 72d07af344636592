from django.apps import AppConfig


class UpkeepConfig(AppConfig):
    name = "portal.upkeep"
    label = "upkeep"

    def ready(self) -> None:
        from portal.upkeep import checks  # noqa: F401
        from portal.upkeep.certificates import seal_concern
        from portal.upkeep.registry import concern

        concern("seal", seal_concern)
