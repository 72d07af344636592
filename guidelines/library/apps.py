from django.apps import AppConfig
from django.db.models.signals import post_migrate, pre_save
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

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
        from django.conf import settings

        from guidelines.library.operations.setup import prepare_library
        from guidelines.library.translating import drop_unstorable
        from portal.audit.registry import Verb, verbs
        from portal.mail.registry import mail_kinds
        from portal.ui.registry import stylesheet

        for name in STYLESHEETS:
            stylesheet("components", f"library/css/{name}.css")
        post_migrate.connect(prepare_library, sender=self, dispatch_uid="library.prepare_library")
        pre_save.connect(drop_unstorable, sender="wagtail_localize.StringTranslation")
        mail_kinds({"library.comments": pgettext_lazy("mail", "Comment on a draft")})
        written = Verb(_("Draft of a guideline written"), language=dict(settings.LANGUAGES))
        verbs("library", {"guideline.written": written})
