from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class EvidenceConfig(AppConfig):
    name = "reports.evidence"
    label = "evidence"
    verbose_name = _("Evidence")

    def ready(self) -> None:
        from accounts.people.registry import Stored, stored_facts
        from guidelines.policies.registry import on_answered, on_withdrawn
        from portal.audit.registry import looks, verbs
        from portal.mail.registry import attachment_provider
        from portal.ui.registry import nav
        from reports.evidence import registry
        from reports.evidence.permissions import can_sample

        on_answered(registry.ask_for_certificate)
        on_withdrawn(registry.ask_for_withdrawal_certificate)
        attachment_provider("evidence")(registry.mail_attachment)
        looks("evidence.downloaded", "evidence.sampled")
        stored_facts(
            Stored(
                _("Evidence"),
                _("One sealed PDF per answer, with the facts of the acknowledgement; auditors' samples"),
                _("The certificate stands by itself, also without this portal"),
                _("As long as the acknowledgement"),
            )
        )
        nav.register(
            _("Evidence by sample"), "evidence:sample-list", icon="dices", order=810, visible=can_sample
        )
        verbs(
            "evidence",
            {
                "evidence.issued": {"kind", "sha256"},
                "evidence.downloaded": {"kind", "acknowledgement"},
                "evidence.refused": {"rule"},
                "evidence.checked": {"finding"},
                "evidence.sampled": {"seed", "size", "population"},
            },
        )
