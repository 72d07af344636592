"""What evidence, decisions, figures and planned posts tell the rest of the portal when it starts."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


def introduce() -> None:
    """Called once, when the room is ready."""
    from guidelines.incidents import registry
    from guidelines.incidents.operations.evidence import date_evidence, evidence_keys, rewrap_evidence
    from guidelines.incidents.wording import KINDS
    from portal.keys.registry import holder

    registry.entry_kinds(KINDS)
    registry.on_ended(date_evidence)
    holder("evidence of incidents", evidence_keys, rewrap_evidence)
    _leave_a_trail()


def _leave_a_trail() -> None:
    from portal.audit.registry import Verb, looks, objects, verbs

    objects({"incidents.evidencefile": _("Evidence of an incident")})
    verbs(
        "incidents",
        {
            "incident.evidence_added": Verb(_("Evidence added to an incident"), "sha256", "bytes"),
            "incident.evidence_seen": Verb(_("Evidence of an incident looked at")),
            "incident.evidence_refused": Verb(_("Looking at evidence of an incident refused"), "rule"),
            "incident.evidence_day_set": Verb(_("Day of deletion of evidence set"), "day"),
            "incident.evidence_deleted": Verb(_("Evidence deleted on its day"), "sha256"),
        },
        details={
            "bytes": pgettext_lazy("trail", "Bytes"),
            "day": pgettext_lazy("trail", "Day"),
            "sha256": "SHA-256",
        },
    )
    looks("incident.evidence_seen")
