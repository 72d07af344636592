from accounts.people.models.audience import Audience, AudienceClause, AudienceEntry, AudienceMember
from accounts.people.models.employee import Absence, Employee, Invitation
from accounts.people.models.organisation import Department, DepartmentName, Entity, Location, Organisation
from accounts.people.models.roles import RoleHolding, RoleProposal, RoleRule

__all__ = [
    "Absence",
    "Audience",
    "AudienceClause",
    "AudienceEntry",
    "AudienceMember",
    "Department",
    "DepartmentName",
    "Employee",
    "Entity",
    "Invitation",
    "Location",
    "Organisation",
    "RoleHolding",
    "RoleProposal",
    "RoleRule",
]
