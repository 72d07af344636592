from typing import Any

from accounts.people.choices import Role


def create_role_groups(**_: Any) -> None:
    """Make sure that every role has its Django group; called after every migrate."""
    from django.contrib.auth.models import Group

    for role in Role:
        Group.objects.get_or_create(name=role.value)
