from django.apps import AppConfig
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

# What everybody may read whatever they owe, and whoever has power without their second factor too (I5): it
# shows them no more than it shows others, and numbers only after it.
READING = ("playbook-list", "playbook-show", "level-card", "triage-start", "triage-show", "outcome-show")
DETAILS = {
    "count": pgettext_lazy("trail", "How many"),
    "playbook": pgettext_lazy("playbook", "Playbook"),
    "role": pgettext_lazy("block", "Role"),
    "slot": pgettext_lazy("block", "Contact"),
}


class PlaybooksConfig(AppConfig):
    name = "guidelines.playbooks"
    label = "playbooks"
    verbose_name = pgettext_lazy("room", "Playbooks")

    def ready(self) -> None:
        from guidelines.playbooks import jobs  # noqa: F401
        from guidelines.playbooks.operations.setup import prepare_playbooks

        post_migrate.connect(prepare_playbooks, sender=self, dispatch_uid="playbooks.prepare_playbooks")
        self._leave_a_trail()
        self._name_things()
        self._be_a_genre()
        self._follow_people()
        self._appear()
        self._print()

    def _leave_a_trail(self) -> None:
        from guidelines.playbooks.choices import NumberKind
        from portal.audit.registry import Verb, verbs

        verbs(
            "playbooks",
            {
                "playbook.holder_named": Verb(_("Role of a playbook filled"), "playbook", "role"),
                "playbook.holder_moved": Verb(_("Order of a playbook’s role changed"), "playbook", "role"),
                "playbook.holder_removed": Verb(_("Role of a playbook taken away"), "playbook", "role"),
                "playbook.contact_set": Verb(_("Contact of a playbook entered"), "playbook", "slot"),
                "playbook.contact_confirmed": Verb(_("Contact of a playbook confirmed"), "playbook", "slot"),
                "playbook.contact_removed": Verb(_("Contact of a playbook taken out"), "playbook", "slot"),
                "playbook.asked": Verb(_("People behind a playbook asked"), "playbook", "count"),
                "playbook.entry_confirmed": Verb(_("Entry of a playbook confirmed by mail"), "playbook"),
                "playbook.entry_objected": Verb(_("Change to an entry of a playbook reported"), "playbook"),
                "playbook.refused": Verb(_("Change around a playbook refused"), "rule"),
                "number.given": Verb(_("Phone number given"), kind=NumberKind),
                "number.removed": Verb(_("Phone number removed"), kind=NumberKind),
            },
            details=DETAILS,
        )

    def _name_things(self) -> None:
        from portal.audit.registry import objects
        from portal.mail.registry import mail_kinds

        objects(
            {
                "playbooks.phonenumber": _("Phone number for alarms"),
                "playbooks.playbookpage": _("Draft of a playbook"),
                "playbooks.roleholder": _("Role of a playbook"),
                "playbooks.contact": _("Contact of a playbook"),
            }
        )
        mail_kinds(
            {
                "playbooks.still_right": pgettext_lazy("mail", "Playbook: still right?"),
                "playbooks.something_changed": pgettext_lazy("mail", "Playbook: something has changed"),
            }
        )

    def _be_a_genre(self) -> None:
        from django.urls import reverse

        from guidelines.editions.registry import Genre, genre
        from guidelines.playbooks.checking import faults
        from guidelines.playbooks.models import PlaybookIndexPage, PlaybookPage
        from guidelines.playbooks.views.shown import shown

        genre(
            Genre(
                slug="playbook",
                label=pgettext_lazy("playbook", "Playbook"),
                plural=pgettext_lazy("playbook", "Playbooks"),
                icon="flame",
                page=PlaybookPage,
                shelf=PlaybookIndexPage,
                address=lambda slug: reverse("playbooks:playbook-show", args=[slug]),
                shown=shown,
                faults=faults,
                stylesheets=("playbooks/css/playbook.css",),
                order=10,
            )
        )

    def _follow_people(self) -> None:
        from accounts.people.registry import my_data_provider, on_lifecycle, stored_facts
        from guidelines.editions.registry import on_released
        from guidelines.playbooks.lifecycle import (
            edition_released,
            something_happened,
            something_happened_to_many,
        )
        from guidelines.playbooks.my_data import STORED, stored_about

        on_lifecycle(something_happened, many=something_happened_to_many)
        on_released(edition_released)
        my_data_provider(stored_about)
        stored_facts(*STORED)

    def _appear(self) -> None:
        from accounts.desk.registry import open_at_kiosk
        from accounts.people.registry import never_blocked
        from guidelines.playbooks.permissions import can_keep_playbooks
        from guidelines.playbooks.views.board import red_for
        from portal.ui.registry import account_menu, nav

        reading = [f"playbooks:{name}" for name in READING]
        never_blocked(*reading)
        open_at_kiosk(*reading)
        nav.register(
            _("When it burns"),
            "playbooks:playbook-list",
            icon="flame",
            order=25,
            short=pgettext_lazy("navigation", "It burns"),
        )
        nav.register(
            pgettext_lazy("navigation", "Readiness"),
            "playbooks:readiness",
            icon="gauge",
            order=63,
            visible=can_keep_playbooks,
            count=red_for,
        )
        account_menu.register(_("My numbers for an alarm"), "playbooks:my-numbers", icon="phone", order=7)

    def _print(self) -> None:
        from portal.audit.registry import Verb, looks, verbs

        verbs(
            "playbooks.printing",
            {
                "pack.made": Verb(_("Offline pack made"), "slot", "files", "sha256"),
                "pack.fetched": Verb(_("Offline pack fetched"), "slot", "file"),
                "pack.forgotten": Verb(_("Old offline packs removed"), "count"),
                "contacts.printed": Verb(_("Phone tree printed"), "work"),
            },
            details={
                "count": pgettext_lazy("trail", "Packs"),
                "file": pgettext_lazy("trail", "File"),
                "files": pgettext_lazy("trail", "Files"),
                "sha256": pgettext_lazy("trail", "Digest (SHA-256)"),
                "slot": pgettext_lazy("trail", "Made for"),
                "work": pgettext_lazy("trail", "Short name"),
            },
        )
        looks("pack.fetched", "contacts.printed")
