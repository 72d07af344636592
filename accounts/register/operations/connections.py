"""Tools that are connected to an account, and whose login they stand on."""

from django.utils import timezone

from accounts.people.models import Employee
from accounts.register.models import ToolConnection
from accounts.register.operations.findings import refresh_findings
from accounts.register.permissions import require_manager
from portal.audit.trail import operation, record


@operation(refused="account.refused")
def connect_tool(*, connection: ToolConnection, by: Employee) -> ToolConnection:
    """Note that a tool is connected; `connection` has been validated by its form. Raises `NotPermitted`."""
    require_manager(by)
    connection.save()
    record("connection.noted", by=by, obj=connection, details={"stands_on": connection.stands_on})
    refresh_findings(account=connection.account, by=by)
    return connection


@operation(refused="account.refused")
def disconnect_tool(*, connection: ToolConnection, by: Employee) -> None:
    """Note that a tool is connected no more. Raises `NotPermitted`."""
    require_manager(by)
    if ToolConnection.objects.connected().filter(pk=connection.pk).update(removed_at=timezone.now()):
        record("connection.removed", by=by, obj=connection, details={"stands_on": connection.stands_on})
        refresh_findings(account=connection.account, by=by)
