"""What the clock wakes for the directory."""

from django.utils.translation import gettext_lazy as _

from accounts.scim.operations.groups import bring_roles_in_line
from portal.jobs.registry import every
from portal.jobs.running import Run


@every(minutes=15, kind="scim.roles", title=_("Roles by groups of the directory"))
def follow_role_rules(run: Run) -> dict[str, int]:
    """Let rules that were confirmed or ended since reach the members of the directory's groups."""
    return {"looked_at": bring_roles_in_line()}
