from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

DETAILS = {
    "number": pgettext_lazy("trail", "Version"),
    "cause": pgettext_lazy("trail", "Cause"),
    "step": pgettext_lazy("trail", "Step"),
    "verdict": pgettext_lazy("trail", "Verdict"),
}


class VaultConfig(AppConfig):
    name = "accounts.vault"
    label = "vault"

    def ready(self) -> None:
        from accounts.access.leaving import leaver_part
        from accounts.access.registry import concerns_leavers, on_grant_ended
        from accounts.people.registry import duty_provider, my_data_provider, stored_facts
        from accounts.register.registry import card_part
        from accounts.vault import jobs  # noqa: F401
        from accounts.vault.cards import of_account
        from accounts.vault.duties import duties_of
        from accounts.vault.leaving import (
            change_what_they_know,
            changes_of,
            what_they_know,
            who_knows_something,
        )
        from accounts.vault.my_data import STORED, about_person
        from accounts.vault.operations.rotations import change_after_revoking

        leaver_part(what_they_know, change_what_they_know, follow=changes_of)
        concerns_leavers(who_knows_something)
        on_grant_ended(change_after_revoking)
        card_part(of_account, order=20)
        duty_provider(duties_of)
        my_data_provider(about_person)
        stored_facts(*STORED)
        self._hold_keys()
        self._leave_a_trail()
        self._write()
        self._appear()

    def _hold_keys(self) -> None:
        from accounts.vault.choices import RING
        from accounts.vault.operations.keys import code_keys, rewrap_code, rewrap_version, version_keys
        from portal.keys.registry import holder

        holder("credentials", version_keys, rewrap_version, ring=RING)
        holder("recovery codes", code_keys, rewrap_code, ring=RING)

    def _appear(self) -> None:
        from accounts.vault.duties import waiting_for
        from accounts.vault.permissions import oversees_vault
        from portal.ui.registry import nav, stylesheet

        stylesheet("components", "vault/css/vault.css")
        nav.register(
            _("Vault"),
            "vault:rotation-list",
            icon="vault",
            order=330,
            visible=oversees_vault,
            count=waiting_for,
        )

    def _write(self) -> None:
        from portal.mail.registry import mail_kinds

        mail_kinds(
            {
                "vault.second_person": pgettext_lazy("mail", "Secret: a second person is asked"),
                "vault.agreed": pgettext_lazy("mail", "Secret: the second person agreed"),
                "vault.few_codes": pgettext_lazy("mail", "Few recovery codes left"),
                "vault.tampered": pgettext_lazy("mail", "Vault does not fit the trail"),
                "vault.emergency": pgettext_lazy("mail", "Emergency access used"),
                "vault.rotation_due": pgettext_lazy("mail", "Secrets to change"),
                "vault.rotations_due": pgettext_lazy("mail", "Secrets of several accounts to change"),
                "vault.rotation_check": pgettext_lazy("mail", "Changed secrets to check"),
            }
        )

    def _leave_a_trail(self) -> None:
        from accounts.vault.choices import CredentialKind, GlassState, RotationCause, StepKind
        from portal.audit.registry import Verb, objects, verbs

        objects(
            {
                "vault.credential": _("Credential"),
                "vault.credentialversion": _("Version of a secret"),
                "vault.rotation": _("Change of secrets"),
            },
        )
        kind = {"kind": CredentialKind}
        verbs(
            "vault",
            {
                "credential.added": Verb(_("Secret put into the vault"), **kind),
                "credential.changed": Verb(_("Rules of a secret changed"), **kind),
                "credential.removed": Verb(_("Secret taken out of use"), **kind),
                "credential.staged": Verb(_("New secret prepared"), "number"),
                "credential.live": Verb(_("New secret in force"), "number"),
                "credential.suspected": Verb(_("Secret suspected to be known"), "number"),
                "credential.shredded": Verb(_("Replaced secret destroyed"), "number"),
                "credential.checked_out": Verb(_("Secret checked out")),
                "credential.checked_in": Verb(_("Secret given back")),
                "credential.refused": Verb(_("Act on a secret refused"), "rule"),
                "secret.asked": Verb(_("Secret asked for"), "number"),
                "secret.agreed": Verb(_("Second person agreed to show a secret")),
                "secret.declined": Verb(_("Second person declined to show a secret")),
                "secret.shown": Verb(_("Secret shown"), "number", **kind),
                "secret.refused": Verb(_("Showing a secret refused"), "rule"),
                "secret.tampered": Verb(_("Vault does not fit the trail")),
                "rotation.opened": Verb(_("Change of secrets opened"), cause=RotationCause),
                "rotation.taken": Verb(_("Change of secrets taken over")),
                "rotation.let_go": Verb(_("Change of secrets left to others")),
                "rotation.step_done": Verb(_("Step of a change done"), step=StepKind),
                "rotation.changed": Verb(_("Secrets changed")),
                "rotation.verified": Verb(_("Change of secrets checked")),
                "rotation.waiver_proposed": Verb(_("Waiver of a change proposed")),
                "rotation.waived": Verb(_("Change of secrets waived for a time")),
                "rotation.refused": Verb(_("Act on a change of secrets refused"), "rule"),
                "emergency.used": Verb(_("Emergency access used"), **kind),
                "emergency.reviewed": Verb(_("Emergency access reviewed"), verdict=GlassState),
                "emergency.refused": Verb(_("Emergency access refused"), "rule"),
            },
            details=DETAILS,
        )
