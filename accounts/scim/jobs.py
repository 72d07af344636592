"""What the clock wakes for the directory."""

from accounts.scim.operations.groups import bring_roles_in_line
from portal.jobs.registry import every
from portal.jobs.running import Run


@every(minutes=15, kind="scim.roles")
def follow_role_rules(run: Run) -> dict[str, int]:
    """Let rules that were confirmed or ended since reach the members of the directory's groups."""
    return {"looked_at": bring_roles_in_line()}
