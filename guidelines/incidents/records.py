"""What evidence, decisions, figures and planned posts tell the rest of the portal when it starts."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from guidelines.incidents.choices import FreezeState


def introduce() -> None:
    """Called once, when the room is ready."""
    from accounts.access.registry import on_call_source
    from accounts.people.registry import my_data_provider, stored_facts
    from guidelines.incidents import jobs, my_data, record_parts, registry  # noqa: F401
    from guidelines.incidents.operations.emergencies import is_on_call
    from guidelines.incidents.operations.evidence import date_evidence
    from guidelines.incidents.operations.freezing import freeze_by_level, unsettled
    from guidelines.incidents.storing import EVIDENCE
    from guidelines.incidents.wording import KINDS

    registry.entry_kinds(KINDS)
    record_parts.hang_in()
    registry.on_ended(date_evidence)
    registry.on_level_declared(freeze_by_level)
    registry.unfinished_source(unsettled)
    on_call_source(is_on_call)
    my_data_provider(my_data.about_person)
    stored_facts(*my_data.STORED)
    registry.evidence_shelf(EVIDENCE)
    _hear_of_emergencies()
    _leave_a_trail()


def _hear_of_emergencies() -> None:
    from django.urls import reverse

    from accounts.vault.registry import CauseSource, emergency_cause, on_emergency
    from guidelines.incidents.operations.emergencies import CAUSE, cause_of, note_emergency

    def room(ref: object) -> str:
        return reverse("incidents:room-show", kwargs={"ref": ref})

    emergency_cause(CAUSE, CauseSource(cause_of, room))
    on_emergency(note_emergency)


def _leave_a_trail() -> None:
    from portal.audit.registry import Verb, looks, objects, verbs

    objects(
        {
            "incidents.evidencefile": _("Evidence of an incident"),
            "incidents.decision": _("Decision in an incident"),
        }
    )
    verbs(
        "incidents",
        {
            "incident.evidence_added": Verb(_("Evidence added to an incident"), "sha256", "bytes"),
            "incident.evidence_seen": Verb(_("Evidence of an incident looked at")),
            "incident.evidence_refused": Verb(_("Looking at evidence of an incident refused"), "rule"),
            "incident.evidence_day_set": Verb(_("Day of deletion of evidence set"), "day"),
            "incident.evidence_deleted": Verb(_("Evidence deleted on its day"), "sha256"),
            "incident.decided": Verb(_("Decision written down in an incident")),
            "incident.measured": Verb(_("Figures of an incident noted"), "count"),
            "incident.freeze": Verb(_("Planned posts in an incident checked"), "count", state=FreezeState),
            "incident.words_forgotten": Verb(_("Words of an ended incident taken away"), "count"),
        },
        details={
            "bytes": pgettext_lazy("trail", "Size in bytes"),
            "day": pgettext_lazy("trail", "Day"),
            "state": pgettext_lazy("trail", "State"),
        },
    )
    looks("incident.evidence_seen")
