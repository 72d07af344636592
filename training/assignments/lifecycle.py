"""What happens to people, as far as their courses are concerned (P1)."""

from accounts.people.models import Audience
from accounts.people.registry import Only
from training.assignments.operations.assigning import follow_audience


def audience_changed(audience: Audience, only: Only) -> None:
    """Assignments follow the audience, for one person, for some or for all."""
    follow_audience(audience=audience, only=only)
