from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

DETAILS = {
    "head": pgettext_lazy("trail", "End of the incident log"),
    "lines_sha256": pgettext_lazy("trail", "SHA-256 of the JSON lines"),
    "part": pgettext_lazy("trail", "File"),
    "pdf_sha256": pgettext_lazy("trail", "SHA-256 of the PDF"),
    "state": pgettext_lazy("trail", "State"),
}


class ReviewsConfig(AppConfig):
    name = "guidelines.reviews"
    label = "reviews"
    verbose_name = pgettext_lazy("room", "Reviews of incidents")

    def ready(self) -> None:
        from accounts.people.registry import my_data_provider, stored_facts
        from guidelines.incidents import registry
        from guidelines.reviews import jobs  # noqa: F401
        from guidelines.reviews.dossier.chapters import CHAPTERS
        from guidelines.reviews.dossier.records import RECORDS
        from guidelines.reviews.entries import ENTRIES
        from guidelines.reviews.my_data import STORED, about_person
        from guidelines.reviews.operations.dossiers import (
            dossier_keys,
            forget_dossiers,
            rewrap_dossier,
        )
        from guidelines.reviews.operations.reviews import open_review
        from guidelines.reviews.room import PART
        from portal.keys.registry import holder

        registry.entry_kinds(ENTRIES)
        registry.room_part(PART)
        for chapter in (*CHAPTERS, *RECORDS):
            registry.dossier_part(chapter)
        registry.on_ended(open_review)
        registry.on_forgotten(forget_dossiers)
        holder("dossiers of incidents", dossier_keys, rewrap_dossier)
        my_data_provider(about_person)
        stored_facts(*STORED)
        self._leave_a_trail()

    def _leave_a_trail(self) -> None:
        from guidelines.reviews.choices import ActionState, Part
        from portal.audit.registry import Verb, objects, verbs
        from portal.mail.registry import mail_kinds

        objects({"reviews.dossier": _("Dossier of an incident")})
        verbs(
            "reviews",
            {
                "incident_review.written": Verb(_("Review of an incident written")),
                "incident_review.found": Verb(_("Finding of a review noted")),
                "incident_review.left": Verb(_("Finding left without an action")),
                "incident_review.action": Verb(_("Action given after an incident")),
                "incident_review.action_settled": Verb(
                    _("Action after an incident settled"), state=ActionState
                ),
                "incident_review.closed": Verb(_("Review of an incident closed")),
                "incident_review.refused": Verb(_("Step of a review refused"), "rule"),
                "dossier.asked": Verb(_("Dossier of an incident asked for")),
                "dossier.issued": Verb(
                    _("Dossier of an incident issued"), "pdf_sha256", "lines_sha256", "head"
                ),
                "dossier.fetched": Verb(_("Dossier of an incident fetched"), part=Part),
                "dossier.deleted": Verb(_("Files of a dossier deleted")),
                "dossier.refused": Verb(_("Access to a dossier refused"), "rule"),
            },
            details=DETAILS,
        )
        mail_kinds(
            {
                "reviews.action_given": pgettext_lazy("mail", "Action after an incident"),
                "reviews.action_due": pgettext_lazy("mail", "Action after an incident is due"),
            }
        )
