from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

DETAILS = {
    "binding": pgettext_lazy("trail", "Digest of the edition"),
    "edition": pgettext_lazy("trail", "Edition"),
    "genre": pgettext_lazy("trail", "What it is"),
    "next": pgettext_lazy("trail", "Next review"),
    "language": pgettext_lazy("trail", "Language"),
    "work": pgettext_lazy("trail", "Short name"),
}


class EditionsConfig(AppConfig):
    name = "guidelines.editions"
    label = "editions"
    verbose_name = pgettext_lazy("room", "Playbooks and guides")

    def ready(self) -> None:
        from guidelines.editions import jobs  # noqa: F401

        self._leave_a_trail()
        self._name_things()
        self._take_two()
        self._appear()

    def _leave_a_trail(self) -> None:
        from django.conf import settings

        from guidelines.editions.registry import GenreWords
        from portal.audit.registry import Verb, verbs

        genre = GenreWords()
        verbs(
            "editions",
            {
                "work.opened": Verb(_("Playbook or guide begun"), genre=genre),
                "work.written": Verb(
                    _("Draft of a playbook or guide written"), language=dict(settings.LANGUAGES)
                ),
                "work.proposed": Verb(_("Release of a playbook or guide proposed"), "work", genre=genre),
                "work.sent_back": Verb(_("Proposal for a playbook or guide sent back")),
                "work.proposal_withdrawn": Verb(_("Proposal for a playbook or guide withdrawn")),
                "work.released": Verb(
                    _("Playbook or guide released"), "work", "edition", "binding", genre=genre
                ),
                "work.retired": Verb(_("Playbook or guide withdrawn"), genre=genre),
                "work.reviewed": Verb(_("Playbook or guide reviewed, unchanged"), "next", genre=genre),
                "work.refused": Verb(_("Change to a playbook or guide refused"), "rule"),
            },
            details=DETAILS,
        )

    def _name_things(self) -> None:
        from portal.audit.registry import objects
        from portal.mail.registry import mail_kinds

        objects(
            {
                "editions.work": _("Playbook or guide"),
                "editions.edition": _("Edition of a playbook or guide"),
                "editions.editionproposal": _("Proposed playbook or guide"),
            }
        )
        mail_kinds(
            {
                "editions.proposal_waiting": pgettext_lazy("mail", "Playbook or guide to decide"),
                "editions.proposal_decided": pgettext_lazy("mail", "Decision on a playbook or guide"),
                "editions.review": pgettext_lazy("mail", "Playbook or guide to review"),
            }
        )

    def _take_two(self) -> None:
        from accounts.people.choices import Role
        from accounts.people.registrations import holders
        from accounts.people.registry import two_person_duty

        two_person_duty(
            "editions.release",
            title=_("Releasing playbooks and guides"),
            missing=_("What the only approver has proposed or helped to write, nobody can release."),
            holders=lambda: holders(Role.APPROVER),
        )

    def _appear(self) -> None:
        from guidelines.editions.permissions import can_write_works
        from guidelines.editions.views.desk import waiting_for
        from portal.ui.registry import nav

        nav.register(
            pgettext_lazy("navigation", "Playbooks and guides"),
            "editions:desk",
            icon="book-open-check",
            order=62,
            visible=can_write_works,
            count=waiting_for,
        )
