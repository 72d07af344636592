"""The portal posts nothing itself: somebody posts, and says here where it stands."""

from django.utils import timezone

from accounts.people.models import Employee
from guidelines.incidents.timeline import write
from guidelines.statements.choices import State
from guidelines.statements.models import Statement
from guidelines.statements.operations.locking import newest, taken
from guidelines.statements.rules import LinkRequired, NotInThisState
from portal.audit.chain import storable
from portal.audit.trail import operation, record

MAX_LINK = 1000
NOT_A_CHANNEL = frozenset({"javascript", "data", "vbscript", "file"})


@operation(refused="statement.refused")
def mark_published(*, statement: Statement, seen: int, link: str, by: Employee) -> Statement:
    """Say that the approved wording with the number `seen` is public, and where.

    Raises `NotInThisState` unless it is approved, `ChangedMeanwhile`, `LinkRequired`.
    """
    statement = taken(statement, by)
    wording = newest(statement, seen)
    if statement.state != State.APPROVED:
        raise NotInThisState
    statement.state, statement.link = State.PUBLISHED, _place(link)
    statement.published_at, statement.published_by = timezone.now(), by
    statement.save(update_fields=["state", "link", "published_at", "published_by"])
    facts = {"statement": str(statement.ref), "wording": wording.number, "link": statement.link}
    write(statement.incident, "statements.published", by=by, facts=facts)
    record("statement.published", by=by, obj=statement, details={"wording": wording.number})
    return statement


def _place(link: str) -> str:
    """An address of the web, or the name of a channel. Raises `LinkRequired` for nothing and for any other
    address: it could do something else than lead there."""
    place = " ".join(storable(link).split())[:MAX_LINK]
    scheme = place.partition(":")[0].lower()
    is_address = "://" in place or scheme in NOT_A_CHANNEL
    if not place or (is_address and scheme not in ("http", "https")):
        raise LinkRequired
    return place
