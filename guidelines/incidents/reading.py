"""What people read of an incident: its plan in their language, names, the playbook that would fit."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.db.models import Q, QuerySet
from django.utils.translation import get_language, gettext, pgettext

from accounts.people.models import Employee
from guidelines.editions.models import Edition, Work
from guidelines.editions.reading import authoritative, text_for
from guidelines.incidents.models import Incident, IncidentTask, Report, TimelineEntry
from guidelines.incidents.planning import bare_plan
from guidelines.playbooks.models import RoleHolder
from guidelines.playbooks.structure import Plan, plan_of

GENRE = "playbook"
PERSON_FACTS = ("person", "to", "from")


def plan_for(incident: Incident, language: str | None = None) -> Plan:
    """The plan that the incident runs by, in the reader's language or `language`; without a pinned playbook
    the bare one, in which somebody leads and levels have numbers only. Read once for each object."""
    spoken = language or get_language() or ""
    plans: dict[str, Plan] = incident.__dict__.setdefault("_plans", {})
    if spoken not in plans:
        plans[spoken] = (
            plan_of(text_for(incident.edition, spoken).data)
            if incident.edition
            else bare_plan(pgettext("incident role", "Lead"))
        )
    return plans[spoken]


def role_name(incident: Incident, key: str) -> str:
    role = plan_for(incident).role(key)
    return role.name if role else key


def task_title(incident: Incident, key: str, title: str = "") -> str:
    """The words of a task: its own, or those of the playbook."""
    found = next((one.title for one in plan_for(incident).tasks if one.key == key), key)
    return title or found


def reports_of(incident: Incident) -> QuerySet[Report]:
    """Its own reports and those of incidents that were merged into it."""
    return Report.objects.filter(Q(incident=incident) | Q(incident__duplicate_of=incident))


def newer_edition(incident: Incident) -> Edition | None:
    """I2: an edition that was released after the pinned one, for the banner."""
    if incident.edition is None:
        return None
    current = incident.edition.work.current
    return current if current and current.number > incident.edition.number else None


def playbooks() -> list[Work]:
    """Every playbook in force, with its texts."""
    return list(Work.objects.of_genre(GENRE).in_force().with_texts().order_by("slug"))


def fits(work: Work, trouble: str) -> bool:
    """Whether a playbook in force says that it is for this kind of trouble."""
    return work.current is not None and trouble in plan_of(authoritative(work.current).data).troubles


def lead_holders(works: Iterable[Work]) -> list[Employee]:
    """Who is named to lead by these playbooks and can act, the first ones first."""
    found: dict[int, Employee] = {}
    for work in works:
        lead = plan_of(authoritative(work.current).data).lead if work.current else None
        holders = RoleHolder.objects.filter(work=work, role=lead.key if lead else "")
        for holder in holders.who_can_act().in_order():
            found.setdefault(holder.person_id, holder.person)
    return list(found.values())


def give_names(entries: Iterable[TimelineEntry]) -> None:
    """Fetch the names of everybody, and the titles of all own tasks, that the facts of `entries` mention:
    two statements, whatever their number."""
    listed = list(entries)
    people = {str(entry.facts.get(key, "")) for entry in listed for key in PERSON_FACTS} - {""}
    tasks = {str(entry.facts["id"]) for entry in listed if entry.facts.get("id")}
    known: dict[str, str] = {}
    for queryset, field in (
        (Employee.objects.filter(ref__in=people), "name"),
        (IncidentTask.objects.filter(ref__in=tasks), "title"),
    ):
        known |= {str(ref): name for ref, name in queryset.values_list("ref", field)}
    for entry in listed:
        entry.__dict__["_names"] = known


def name_in(entry: TimelineEntry, facts: Mapping[str, Any], key: str) -> str:
    """The name of the person whom the fact `key` refers to: "person", "to" or "from"."""
    return _named(entry, str(facts.get(key, ""))) or gettext("somebody")


def task_in(entry: TimelineEntry, facts: Mapping[str, Any]) -> str:
    """The title of the task that the facts mention, by its key in the playbook or its own `id`."""
    if facts.get("task"):
        return task_title(entry.incident, str(facts["task"]))
    return _named(entry, str(facts.get("id", ""))) or gettext("a task")


def _named(entry: TimelineEntry, ref: str) -> str:
    if "_names" not in entry.__dict__:
        give_names([entry])
    return str(entry.__dict__["_names"].get(ref, ""))
