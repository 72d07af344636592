"""Whose approval a statement needs, and whose turn it is.

The chain is what the level in force asks for. A holding line whose words are the approved template's own
needs the lead alone: its words were approved when the playbook was released.
"""

from collections.abc import Iterable, Sequence
from datetime import date

from guidelines.incidents.models import Incident
from guidelines.incidents.reading import plan_for
from guidelines.playbooks.choices import TemplateKind
from guidelines.playbooks.models import RoleHolder
from guidelines.playbooks.structure import ResponseTemplate
from guidelines.statements.choices import Verdict
from guidelines.statements.models import Approval, Wording


def has_language(incident: Incident, language: str) -> bool:
    edition = incident.edition
    return edition is not None and any(text.language == language for text in edition.texts.all())


def template_of(incident: Incident, key: str, language: str) -> ResponseTemplate | None:
    """The template `key` of the pinned playbook, if it has one in that very language."""
    if not has_language(incident, language):
        return None
    return next((one for one in plan_for(incident, language).templates if one.key == key), None)


def is_expired(template: ResponseTemplate, today: date) -> bool:
    return bool(template.valid_until) and template.valid_until < today.isoformat()


def needed(incident: Incident, kind: str, wording: Wording) -> list[str]:
    """The roles that have to approve, in order. Empty: it may be said as it is."""
    if incident.edition is None:
        return []
    plan = plan_for(incident, incident.edition.authoritative_language)
    lead = plan.lead
    if kind == TemplateKind.HOLDING and wording.from_template and lead is not None:
        return [lead.key]
    level = plan.level(incident.level)
    return list(level.approvals) if level else []


def said_to(wording: Wording) -> dict[str, Approval]:
    """What was said to a wording, by role."""
    return {one.role: one for one in wording.approvals.all()}


def next_role(chain: Sequence[str], wording: Wording) -> str:
    """The role whose turn it is, or "" when nobody is missing."""
    said = said_to(wording)
    return next((role for role in chain if role not in said), "")


def stands(chain: Sequence[str], wording: Wording) -> bool:
    """Whether every role of the chain has approved or is not waited for."""
    said = said_to(wording)
    return all(role in said and said[role].verdict != Verdict.REFUSED for role in chain)


class Answerers:
    """Who may approve for which role of an incident: whoever has it there; while nobody has, those whom the
    playbook names for it and who can act. Two statements, whatever the number of roles."""

    def __init__(self, incident: Incident) -> None:
        self._taken = _by_role(incident.roles.filter(ended_at=None).values_list("role", "person"))
        self._named: dict[str, list[int]] = {}
        if incident.edition is not None:
            named = RoleHolder.objects.filter(work=incident.edition.work).who_can_act().in_order()
            self._named = _by_role((one.role, one.person_id) for one in named)

    def of(self, role: str) -> list[int]:
        """Primary keys, those first who are asked first."""
        return self._taken.get(role) or self._named.get(role, [])


def _by_role(pairs: Iterable[tuple[str, int]]) -> dict[str, list[int]]:
    found: dict[str, list[int]] = {}
    for role, person in pairs:
        found.setdefault(role, []).append(person)
    return found
