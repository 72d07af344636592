from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules
from django.utils.translation import gettext_lazy as _


class JobsConfig(AppConfig):
    name = "portal.jobs"
    label = "jobs"

    def ready(self) -> None:
        from portal.audit.registry import Verb, objects, verbs
        from portal.jobs import checks  # noqa: F401
        from portal.jobs.registry import titles

        autodiscover_modules("jobs")
        objects({"jobs.job": _("Work in the background")})
        verbs("jobs", {"job.cancelled": Verb(_("Work in the background cancelled"), kind=titles())})
