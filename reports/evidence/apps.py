from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class EvidenceConfig(AppConfig):
    name = "reports.evidence"
    label = "evidence"
    verbose_name = _("Evidence")

    def ready(self) -> None:
        from guidelines.policies.registry import on_answered, on_withdrawn
        from portal.audit.registry import verbs
        from portal.mail.registry import attachment_provider
        from reports.evidence import registry

        on_answered(registry.ask_for_certificate)
        on_withdrawn(registry.ask_for_withdrawal_certificate)
        attachment_provider("evidence")(registry.mail_attachment)
        verbs(
            "evidence",
            {
                "evidence.issued": {"kind", "sha256"},
                "evidence.downloaded": {"kind", "acknowledgement"},
                "evidence.refused": {"rule"},
                "evidence.checked": {"finding"},
            },
        )
