"""All declarations, one file per package of the product."""

from collections import Counter
from typing import Any

from tests.whole_house.declared import (
    access,
    accounts,
    alarms,
    api,
    courses,
    directory,
    editions,
    guidelines,
    guides,
    hr_training,
    incident_records,
    incident_reviews,
    incidents,
    leaving,
    moderation,
    packages,
    playbooks,
    portal,
    register,
    reports,
    statements,
    training,
    vault,
    xapi,
)

_PACKAGES = (
    portal,
    accounts,
    directory,
    editions,
    guides,
    register,
    access,
    leaving,
    vault,
    moderation,
    guidelines,
    playbooks,
    incidents,
    incident_records,
    alarms,
    courses,
    training,
    packages,
    hr_training,
    statements,
    incident_reviews,
    reports,
    api,
    xapi,
)


def joined(tables: list[dict[str, Any]]) -> dict[str, Any]:
    """All of them as one; a name that two packages use would hide one of its meanings."""
    names = Counter(name for table in tables for name in table)
    twice = sorted(name for name, uses in names.items() if uses > 1)
    assert not twice, f"declared twice: {twice}"
    return {name: value for table in tables for name, value in table.items()}


DECLARED = joined([package.ROUTES for package in _PACKAGES])
THINGS = joined([package.THINGS for package in _PACKAGES])
