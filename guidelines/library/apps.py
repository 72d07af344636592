from django.apps import AppConfig
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _

STYLESHEETS = (
    "text",
    "key_point",
    "do_dont",
    "example_post",
    "note",
    "steps",
    "contact",
    "file",
    "picture",
    "table",
    "faq",
    "embed",
    "comparison",
)


class LibraryConfig(AppConfig):
    name = "guidelines.library"
    label = "library"
    verbose_name = _("Guidelines")

    def ready(self) -> None:
        from guidelines.library.operations.setup import prepare_library
        from portal.audit.registry import verbs
        from portal.ui.registry import stylesheet

        for name in STYLESHEETS:
            stylesheet("components", f"library/css/{name}.css")
        post_migrate.connect(prepare_library, sender=self, dispatch_uid="library.prepare_library")
        verbs("library", {"guideline.written": {"language"}})
