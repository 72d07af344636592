from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

# What the details of the verbs below are called in the trail.
DETAILS = {
    "course": pgettext_lazy("trail", "Course"),
    "language": pgettext_lazy("trail", "Language"),
    "told": pgettext_lazy("trail", "Reported by the package"),
    "files": pgettext_lazy("trail", "Files"),
    "version": pgettext_lazy("trail", "Version"),
    "sha256": pgettext_lazy("trail", "Digest of the file (SHA-256)"),
}


class PackagesConfig(AppConfig):
    name = "training.packages"
    label = "packages"
    verbose_name = pgettext_lazy("training", "Course packages")

    def ready(self) -> None:
        from django.conf import settings

        from accounts.people.registry import my_data_provider, stored_facts
        from portal.audit.registry import Verb, objects, verbs
        from training.courses.registry import on_released
        from training.packages import checks  # noqa: F401
        from training.packages.choices import Told
        from training.packages.my_data import STORED, stored_about
        from training.packages.operations import bind_package
        from training.packages.parts import register as register_parts

        register_parts()
        on_released(lambda version: bind_package(version=version))
        my_data_provider(stored_about)
        stored_facts(*STORED)
        objects(
            {
                "packages.package": _("Course package"),
                "packages.packagevisit": _("Work in a course package"),
            }
        )
        verbs(
            "packages",
            {
                "package.uploaded": Verb(_("Course package taken in"), "sha256", "files"),
                "package.reported": Verb(_("Course package reported a course as done"), "course", told=Told),
                "package.confirmed": Verb(
                    _("Course of a package confirmed by the learner"), "course", told=Told
                ),
                "package.exported": Verb(
                    _("Course exported for practice"), "course", "version", language=dict(settings.LANGUAGES)
                ),
                "package.refused": Verb(_("Course package refused"), "rule"),
            },
            details=DETAILS,
        )
