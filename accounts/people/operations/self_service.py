import secrets

from accounts.people.models import Employee
from portal.audit.trail import operation, record


@operation
def set_language(*, person: Employee, language: str, by: Employee) -> None:
    """The language in which the portal speaks to `person`, on screen and in mail."""
    Employee.objects.filter(pk=person.pk).update(language=language)
    record("person.language_set", by=by, obj=person, details={"language": language})


@operation
def set_time_zone(*, person: Employee, time_zone: str, by: Employee) -> None:
    """The time zone in which `person` reads times; empty means that of their location."""
    Employee.objects.filter(pk=person.pk).update(time_zone=time_zone)
    record("person.time_zone_set", by=by, obj=person)


@operation
def renew_calendar_key(*, person: Employee, by: Employee) -> str:
    """Make a new secret calendar link; the old one stops working at once."""
    key = secrets.token_urlsafe(32)
    Employee.objects.filter(pk=person.pk).update(calendar_key=key)
    record("person.calendar_key_renewed", by=by, obj=person)
    return key
