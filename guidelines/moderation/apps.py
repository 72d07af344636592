from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

DETAILS = {
    "bytes": pgettext_lazy("trail", "Size in bytes"),
    "day": pgettext_lazy("trail", "Day"),
    "files": pgettext_lazy("trail", "Files"),
    "measure": pgettext_lazy("trail", "Measure"),
    "verdict": pgettext_lazy("trail", "Verdict"),
}


class ModerationConfig(AppConfig):
    name = "guidelines.moderation"
    label = "moderation"
    verbose_name = pgettext_lazy("room", "Moderation")

    def ready(self) -> None:
        from accounts.people.registry import (
            duty_provider,
            my_data_provider,
            on_lifecycle,
            stored_facts,
            two_person_duty,
        )
        from accounts.register.registry import card_part
        from guidelines.incidents.registry import RoomPart, entry_kinds, evidence_shelf, room_part
        from guidelines.moderation import jobs  # noqa: F401
        from guidelines.moderation.cards import REGION, of_account, of_incident
        from guidelines.moderation.duties import duties_of
        from guidelines.moderation.entries import KINDS
        from guidelines.moderation.lifecycle import something_happened, something_happened_to_many
        from guidelines.moderation.my_data import STORED, about_person
        from guidelines.moderation.operations.files import FILES
        from guidelines.moderation.permissions import appeal_people
        from guidelines.moderation.pseudonyms import rewrap_name, sealed_names
        from portal.keys.registry import holder

        holder("names of people outside", sealed_names, rewrap_name)
        evidence_shelf(FILES)
        on_lifecycle(something_happened, many=something_happened_to_many)
        duty_provider(duties_of)
        my_data_provider(about_person)
        stored_facts(*STORED)
        card_part(of_account, order=40)
        entry_kinds(KINDS)
        room_part(RoomPart(REGION, pgettext_lazy("room", "Moderation"), 70, of_incident))
        two_person_duty(
            "moderation.appeals",
            title=_("Appeals against moderation"),
            missing=_(
                "Whoever decided about a post does not decide the appeal. With one person in legal, appeals "
                "stay unanswered wherever that person has decided."
            ),
            holders=appeal_people,
        )
        self._name_objects()
        self._leave_a_trail()
        self._write()
        self._appear()

    def _appear(self) -> None:
        from guidelines.moderation.permissions import oversees_moderation
        from portal.ui.registry import nav

        nav.register(
            pgettext_lazy("room", "Moderation"),
            "moderation:board",
            icon="gavel",
            order=345,
            visible=oversees_moderation,
        )

    def _write(self) -> None:
        from portal.mail.registry import mail_kinds

        mail_kinds(
            {
                "moderation.notice_received": pgettext_lazy("mail", "Notice of content on our channel"),
                "moderation.notice_due": pgettext_lazy("mail", "Notice is due or overdue"),
                "moderation.ban_ending": pgettext_lazy("mail", "Ban ends or is to be looked at"),
                "moderation.appeal_waiting": pgettext_lazy("mail", "Appeal to decide"),
                "moderation.appeal_overdue": pgettext_lazy("mail", "Appeal is overdue"),
                "moderation.operator_silent": pgettext_lazy("mail", "Operator of a portal has not answered"),
            }
        )

    def _name_objects(self) -> None:
        from portal.audit.registry import looks, objects

        objects(
            {
                "moderation.hearing": _("Hearing of an author"),
                "moderation.outsider": _("Name of somebody outside"),
                "moderation.moderationdecision": _("Decision about a post"),
                "moderation.ban": _("Ban from a channel"),
                "moderation.appeal": _("Appeal against moderation"),
            }
        )
        looks("moderation.name_shown", "moderation.exported", "moderation.file_seen")

    def _leave_a_trail(self) -> None:
        from guidelines.moderation import choices
        from guidelines.moderation.models import MATTERS
        from portal.audit.registry import Verb, verbs

        kinds = {model._meta.model_name: model._meta.verbose_name for model in MATTERS}
        verbs(
            "moderation",
            {
                "moderation.case_opened": Verb(_("Moderation case opened")),
                "moderation.taken": Verb(_("Moderation taken over")),
                "moderation.author_asked": Verb(_("Author asked for their side")),
                "moderation.author_answered": Verb(_("Answer of an author noted")),
                "moderation.decided": Verb(_("Decided about a post"), measure=choices.Measure),
                "moderation.author_told": Verb(_("Author told of a decision")),
                "moderation.ban_lifted": Verb(_("Ban lifted on the platform")),
                "moderation.ban_reviewed": Verb(_("Ban for good looked at"), verdict=choices.BanVerdict),
                "moderation.appeal_received": Verb(_("Appeal received")),
                "moderation.appeal_decided": Verb(_("Appeal decided"), outcome=choices.AppealOutcome),
                "moderation.notice_received": Verb(_("Notice of content received")),
                "moderation.notice_checked": Verb(_("Notice of content checked")),
                "moderation.notice_decided": Verb(
                    _("Notice of content decided"), verdict=choices.NoticeVerdict
                ),
                "moderation.notice_answered": Verb(_("Notice of content answered")),
                "moderation.review_opened": Verb(_("Review on a portal entered")),
                "moderation.operator_told": Verb(_("Operator of a portal told")),
                "moderation.operator_reminded": Verb(_("Operator of a portal reminded")),
                "moderation.review_closed": Verb(
                    _("Review on a portal closed"), outcome=choices.ReviewOutcome
                ),
                "moderation.name_shown": Verb(_("Name of somebody outside shown")),
                "moderation.exported": Verb(_("Register of moderation taken as a file"), "filter", "rows"),
                "moderation.erased": Verb(
                    _("Moderation emptied on its deletion date"), "count", "files", kind=kinds
                ),
                "moderation.file_added": Verb(_("File added to a moderation case"), "sha256", "bytes"),
                "moderation.file_seen": Verb(_("File of a moderation case looked at")),
                "moderation.day_set": Verb(_("Deletion date of moderation set"), "day"),
                "moderation.refused": Verb(_("Act on moderation refused"), "rule"),
            },
            details=DETAILS,
        )
