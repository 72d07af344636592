"""What this room tells the frame, the trail, and the rooms below."""

from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from guidelines.incidents.choices import Status, TaskState
from guidelines.playbooks.choices import Trouble

DETAILS = {
    "trouble": pgettext_lazy("trail", "Kind"),
    "status": pgettext_lazy("trail", "State"),
    "state": pgettext_lazy("trail", "State"),
    "social": pgettext_lazy("trail", "Level in social media"),
    "media": pgettext_lazy("trail", "Level in the press"),
    "role": pgettext_lazy("trail", "Role in the incident"),
    "edition": pgettext_lazy("trail", "Edition of the playbook"),
    "seq": pgettext_lazy("trail", "Entry of the incident log"),
    "head": pgettext_lazy("trail", "Hash of the entry"),
    "confidential": pgettext_lazy("trail", "Confidential"),
}

OBJECTS = {
    "incidents.incident": pgettext_lazy("trail", "Incident"),
    "incidents.frozenaccount": _("Planned posts of an account"),
    "incidents.incidenttask": _("Task of an incident"),
    "incidents.levelchange": _("Level of an incident"),
    "incidents.metricsample": _("Figure of an incident"),
    "incidents.roletaken": _("Role in an incident"),
    "incidents.timelineentry": _("Entry of an incident log"),
}


def declare_entries() -> None:
    from guidelines.incidents.kinds import KINDS
    from guidelines.incidents.registry import entry_kinds

    entry_kinds(KINDS)


def leave_a_trail() -> None:
    from guidelines.incidents.verification import first_altered
    from portal.audit.registry import Verb, checked_with_the_trail, looks, objects, verbs

    checked_with_the_trail(first_altered)
    looks("incident.seen")
    objects(OBJECTS)
    verbs(
        "incidents",
        {
            "incident.opened": Verb(_("Incident opened"), trouble=Trouble),
            "incident.reported": Verb(_("Incident reported"), trouble=Trouble),
            "incident.started": Verb(_("Incident started"), "edition"),
            "incident.moved": Verb(_("Status of an incident changed"), status=Status),
            "incident.level": Verb(_("Level of an incident declared"), "social", "media"),
            "incident.role": Verb(_("Role in an incident changed"), "role"),
            "incident.task": Verb(_("Task of an incident changed"), state=TaskState),
            "incident.let_in": Verb(_("Person let into an incident")),
            "incident.let_out": Verb(_("Person taken out of an incident")),
            "incident.confidential": Verb(_("Confidentiality of an incident changed"), "confidential"),
            "incident.seen": Verb(_("Confidential incident looked at")),
            "incident.logged": Verb(_("Entry of an incident log written"), "seq", "head"),
            "incident.refused": Verb(_("Act in an incident refused"), "rule"),
        },
        details=DETAILS,
    )


REPORTING = ("report-choose", "report-list", "report-show", "report-known", "report-send", "report-evidence")


def report_url(trouble: str) -> str:
    """Where `trouble` is reported; without one people are asked what happened."""
    return reverse("incidents:report-send", args=[trouble]) if trouble else reverse("incidents:report-choose")


def appear() -> None:
    from accounts.desk.registry import open_at_kiosk
    from accounts.people.registry import duty_provider, never_blocked
    from guidelines.incidents.parts import hang_in
    from guidelines.incidents.standing import open_for, shown_to, tasks_of
    from guidelines.playbooks.registry import report_address
    from portal.ui.registry import nav, quick

    hang_in()
    duty_provider(tasks_of)
    report_address(report_url)
    # K12 and I1: no duty, no step of setting oneself up and no shared device stands before a report.
    routes = [f"incidents:{name}" for name in REPORTING]
    never_blocked(*routes)
    open_at_kiosk(*routes)
    quick.register(
        _("Report something"),
        "incidents:report-choose",
        icon="megaphone",
        short=pgettext_lazy("button", "Report"),
    )
    nav.register(
        _("Incidents"),
        "incidents:incident-list",
        icon="flame",
        order=45,
        visible=shown_to,
        count=open_for,
    )
