from accounts.people.models.audience import Audience, AudienceClause, AudienceEntry, AudienceMember
from accounts.people.models.employee import Absence, Employee, Invitation
from accounts.people.models.organisation import Department, Entity, Location, Organisation

__all__ = [
    "Absence",
    "Audience",
    "AudienceClause",
    "AudienceEntry",
    "AudienceMember",
    "Department",
    "Employee",
    "Entity",
    "Invitation",
    "Location",
    "Organisation",
]
