"""What was decided, between which options, and why. A later decision replaces one; nothing is changed."""

from collections.abc import Sequence

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.people.models import Employee
from guidelines.incidents.models import Decision, Incident
from guidelines.incidents.permissions import can_enter
from guidelines.incidents.rules import NotOpen, ReasonRequired
from guidelines.incidents.timeline import held, write
from portal.audit.chain import storable
from portal.audit.rules import NotPermitted, RuleBroken
from portal.audit.trail import operation, record

OPTIONS = range(2, 7)
OPTION_MAX = 300


class OptionsIncomplete(RuleBroken):
    message = _("Please name two to six different options, and choose one of them.")


class ReplacedAlready(RuleBroken):
    message = _("Somebody has replaced this decision already. Please look at the newer one.")


@operation(refused="incident.refused")
def decide(
    *,
    incident: Incident,
    question: str,
    options: Sequence[str],
    chosen: str,
    reason: str,
    by: Employee,
    replaces: Decision | None = None,
) -> Decision:
    """Write a decision down. `chosen` is one of `options`, of which there are two to six.

    Raises `OptionsIncomplete`, `ReasonRequired`, `ReplacedAlready`, `NotOpen`, `NotPermitted`.
    """
    incident = held(incident)
    if not can_enter(by, incident):
        raise NotPermitted
    if not incident.is_open:
        raise NotOpen
    named = [text for text in (storable(option).strip()[:OPTION_MAX] for option in options) if text]
    taken, asked, why = (
        storable(chosen).strip()[:OPTION_MAX],
        storable(question).strip(),
        storable(reason).strip(),
    )
    if len(named) not in OPTIONS or len(set(named)) != len(named) or taken not in named:
        raise OptionsIncomplete
    if not why or not asked:
        raise ReasonRequired
    decision = Decision.objects.create(
        incident=incident,
        question=asked[:300],
        options=named,
        chosen=taken,
        reason=why[:4000],
        decided_by=by,
        decided_at=timezone.now(),
        replaces=_replaceable(incident, replaces),
    )
    facts = {"decision": str(decision.ref), "replaces": str(replaces.ref) if replaces else ""}
    write(incident, "incidents.decided", by=by, facts=facts, text=f"{decision.question}\n→ {taken}\n{why}")
    record("incident.decided", by=by, obj=decision)
    return decision


def _replaceable(incident: Incident, earlier: Decision | None) -> Decision | None:
    if earlier is None:
        return None
    if earlier.incident_id != incident.pk:
        raise NotPermitted
    if Decision.objects.filter(replaces=earlier).exists():
        raise ReplacedAlready
    return earlier
