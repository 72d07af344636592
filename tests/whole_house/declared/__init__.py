"""All declarations, one file per package of the product."""

from tests.whole_house.declared import (
    access,
    accounts,
    api,
    courses,
    directory,
    guidelines,
    hr_training,
    leaving,
    packages,
    portal,
    register,
    reports,
    training,
    vault,
    xapi,
)

_PACKAGES = (
    portal,
    accounts,
    directory,
    register,
    access,
    leaving,
    vault,
    guidelines,
    courses,
    training,
    packages,
    hr_training,
    reports,
    api,
    xapi,
)
DECLARED = {name: access for package in _PACKAGES for name, access in package.ROUTES.items()}
THINGS = {name: maker for package in _PACKAGES for name, maker in package.THINGS.items()}
