"""What happens to many people at once, in a few statements whatever their number (P1, P2).

`rows` is a queryset over a table of a higher room with one row per person. It has the fields of `FACTS` by
the names they bear on `Employee`, `ref` and `login_id` for people who are new, and `employee`: for somebody
new a key that was reserved.
Nothing here writes to the trail: a bulk act is one row of it, with a digest, written by whoever orders it.
"""

from typing import Any

from allauth.account.models import EmailAddress
from allauth.usersessions.models import UserSession
from django.contrib.auth.models import Group
from django.contrib.sessions.models import Session
from django.db.models import CharField, F, QuerySet, Value
from django.db.models.functions import Cast, Concat
from django.utils import timezone

from accounts.people.calendar import local_day
from accounts.people.choices import MAY_SIGN_IN, LifecycleEvent, Role, Status
from accounts.people.models import Employee, Invitation, Location
from accounts.people.operations.audiences import refresh_audiences
from accounts.people.operations.roles import LastSystemAdmin, drop_roles
from accounts.people.registry import tell_lifecycle_of_many
from portal.audit.trail import operation
from portal.setbased import NewUUID, insert_select, update_from

Rows = QuerySet[Any]

REPORTS_TO = ("manager", "deputy", "sponsor")
FACTS = (
    "name",
    "name_folded",
    "email",
    "personnel_number",
    "language",
    "entity",
    "department",
    "location",
    "employment",
    "hired_on",
    "leaves_on",
)


def happened_to_many(people: QuerySet[Employee], event: LifecycleEvent) -> None:
    """Recompute the duties of `people` and tell the higher rooms (P1)."""
    if people.exists():
        refresh_audiences(why=event, only=people)
        tell_lifecycle_of_many(people, event)


@operation
def hire_many(*, rows: Rows) -> int:
    """Put new people on record under their reserved keys, by which they can already name each other."""
    count = insert_select(
        Employee,
        rows,
        {
            "id": F("employee"),
            **{name: F(name) for name in (*FACTS, *REPORTS_TO, "ref", "login_id")},
            "time_zone": Value(""),
            "status": Value(Status.INVITED.value),
            "is_active": Value(value=False),
            "is_superuser": Value(value=False),
            "password": _unusable_password(),
            "session_epoch": Value(0),
            "calendar_key": Value(""),
            "created_at": Value(timezone.now()),
        },
    )
    _let_find(people_of(rows))
    return count


@operation
def change_many(*, rows: Rows) -> int:
    """Correct facts and places of work, and to whom people report. A new address ends every session."""
    readdressed = _with_other_address(rows)
    count = update_from(Employee, rows, {name: F(name) for name in (*FACTS, *REPORTS_TO)}, key="employee")
    keep_sign_in_addresses(readdressed)
    end_sessions_of_many(readdressed)
    return count


@operation
def let_many_go(*, rows: Rows) -> int:
    """End employments on the last day that a row names, else today, as it is where somebody works (P2).

    Sign-in and sessions die at once. Raises `LastSystemAdmin`.
    """
    people = people_of(rows)
    _keep_an_admin(people)
    now = timezone.now()
    Invitation.objects.filter(employee__in=people, used_at=None, withdrawn_at=None).update(withdrawn_at=now)
    end_sessions_of_many(people)
    gone = 0
    for location in Location.objects.all():
        there = people.filter(location=location)
        gone += there.update(
            status=Status.LEFT, is_active=False, suspended_at=None, left_on=local_day(now, location)
        )
    update_from(Employee, rows.exclude(left_on=None), {"left_on": F("left_on")}, key="employee")
    return gone


@operation
def bring_many_back(*, rows: Rows, by: Employee | None) -> int:
    """People who left work here again, as the same people without their roles; an invitation lets them in."""
    people = people_of(rows)
    for person in people.exclude(holdings=None).distinct():
        drop_roles(person=person, by=by)
    count = change_many(rows=rows)
    people.update(status=Status.INVITED, is_active=False, left_on=None)
    update_from(Employee, rows, {"password": _unusable_password()}, key="employee")
    end_sessions_of_many(people)
    return count


def people_of(rows: Rows) -> QuerySet[Employee]:
    """The people on record that `rows` are about."""
    return Employee.objects.filter(pk__in=rows.values("employee"))


def keep_sign_in_addresses(people: QuerySet[Employee]) -> None:
    """Let allauth find each of `people` by their work e-mail, which HR vouches for."""
    EmailAddress.objects.filter(user__in=people.values("pk")).delete()
    _let_find(people)


def _let_find(people: QuerySet[Employee]) -> None:
    insert_select(
        EmailAddress,
        people.exclude(email=None),
        {"user": F("pk"), "email": F("email"), "verified": Value(value=True), "primary": Value(value=True)},
    )


def end_sessions_of_many(people: QuerySet[Employee]) -> None:
    """End every session of all `people` for good."""
    people.update(session_epoch=F("session_epoch") + 1)
    known = UserSession.objects.filter(user__in=people.values("pk"))
    Session.objects.filter(session_key__in=known.values("session_key")).delete()
    known.delete()


def _with_other_address(rows: Rows) -> QuerySet[Employee]:
    """People whose address `rows` change; decided now, because afterwards nothing shows it."""
    other = rows.exclude(email__isnull=True, employee__email__isnull=True).exclude(email=F("employee__email"))
    return Employee.objects.filter(pk__in=list(other.values_list("employee", flat=True)))


def _unusable_password() -> Concat:
    return Concat(Value("!"), Cast(NewUUID(), CharField()), output_field=CharField())


def _keep_an_admin(leaving: QuerySet[Employee]) -> None:
    """The last system admin cannot be removed (P3). Locks the role as `require_another_admin` does."""
    Group.objects.select_for_update().get(name=Role.SYSTEM_ADMIN)
    admins = Employee.objects.filter(status__in=MAY_SIGN_IN).with_role(Role.SYSTEM_ADMIN)
    if (
        admins.filter(pk__in=leaving.values("pk")).exists()
        and not admins.exclude(pk__in=leaving.values("pk")).exists()
    ):
        raise LastSystemAdmin
