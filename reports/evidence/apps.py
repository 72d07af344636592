from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

# What the details of the verbs below are called in the trail.
DETAILS = {
    "acknowledgement": pgettext_lazy("trail", "Confirmation"),
    "finding": pgettext_lazy("trail", "Finding"),
    "seed": pgettext_lazy("trail", "Seed"),
    "size": pgettext_lazy("trail", "Size of the sample"),
    "population": pgettext_lazy("trail", "Drawn from"),
}


class EvidenceConfig(AppConfig):
    name = "reports.evidence"
    label = "evidence"
    verbose_name = _("Evidence")

    def ready(self) -> None:
        from accounts.people.registry import Stored, stored_facts
        from guidelines.policies.registry import on_answered, on_withdrawn
        from portal.audit.registry import Verb, looks, objects, verbs
        from portal.mail.registry import attachment_provider
        from portal.ui.registry import nav
        from reports.evidence import registry
        from reports.evidence.checking import FINDINGS
        from reports.evidence.choices import EvidenceKind
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
        objects(
            {
                "evidence.evidencedocument": _("Certificate"),
                "evidence.evidencesample": _("Sample of evidence"),
            }
        )
        verbs(
            "evidence",
            {
                "evidence.issued": Verb(_("Certificate issued"), "sha256", kind=EvidenceKind),
                "evidence.downloaded": Verb(
                    _("Certificate downloaded"), "acknowledgement", kind=EvidenceKind
                ),
                "evidence.refused": Verb(_("Evidence refused"), "rule"),
                "evidence.checked": Verb(_("Certificate checked"), finding=FINDINGS),
                "evidence.sampled": Verb(_("Sample drawn"), "seed", "size", "population"),
            },
            details=DETAILS,
        )
