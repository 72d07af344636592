from typing import TYPE_CHECKING

from django.db import models
from django.db.models import Exists, Q

from accounts.people.choices import Role
from accounts.people.permissions import has_role
from guidelines.incidents.choices import OPEN, RUNNING, Mode
from guidelines.playbooks.models import RoleHolder

if TYPE_CHECKING:
    from datetime import date

    from accounts.people.models import Employee
    from guidelines.incidents.models import EvidenceFile, Incident  # noqa: F401  in brackets below


class IncidentQuerySet(models.QuerySet["Incident"]):
    def open(self) -> "IncidentQuerySet":
        return self.filter(status__in=OPEN)

    def running(self) -> "IncidentQuerySet":
        return self.filter(status__in=RUNNING)

    def held(self) -> "IncidentQuerySet":
        """Locked until the transaction ends."""
        return self.select_for_update(of=("self",), no_key=True)

    def known_to_reporters(self) -> "IncidentQuerySet":
        """What whoever reports may hear of: that such a thing is known and looked into."""
        return self.open().filter(mode=Mode.LIVE, is_confidential=False)

    def visible_to(self, person: "Employee") -> "IncidentQuerySet":
        """Whose room `person` may enter: those who have a role in it or were let in; crisis leads enter
        every room that is not confidential, and so do those whom the pinned playbook names; before one is
        pinned, everybody whom any playbook names: an alarm may reach each of them."""
        inside = Q(roles__person=person, roles__ended_at=None) | Q(members__person=person)
        if has_role(person, Role.CRISIS_LEAD):
            inside |= Q(is_confidential=False)
        else:
            inside |= Q(is_confidential=False, edition__work__holders__person=person)
            named = RoleHolder.objects.filter(person=person)
            inside |= Q(Exists(named), is_confidential=False, edition=None)
        return self.filter(pk__in=self.model.objects.filter(inside).values("pk"))


class EvidenceFileQuerySet(models.QuerySet["EvidenceFile"]):
    def due(self, today: "date") -> "EvidenceFileQuerySet":
        """Whose day has come. While an incident is open, only a day that somebody has set counts."""
        counts = Q(is_dated_by_hand=True) | ~Q(incident__status__in=OPEN)
        return self.filter(counts, deleted_at=None, delete_on__lte=today)

    def of_room(self, incident: "Incident") -> "EvidenceFileQuerySet":
        """Of an incident and of those that were merged with it."""
        return self.filter(Q(incident=incident) | Q(incident__duplicate_of=incident)).order_by("pk")
