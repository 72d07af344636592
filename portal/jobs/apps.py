from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules


class JobsConfig(AppConfig):
    name = "portal.jobs"
    label = "jobs"

    def ready(self) -> None:
        from portal.audit.registry import verbs
        from portal.jobs import checks  # noqa: F401

        verbs("jobs", {"job.cancelled": {"kind"}})
        autodiscover_modules("jobs")
