"""Django's apps are loaded once a process: a second loading lets every room register everything again.

Menus then hold their entries twice, duties count double, and the tests that fail are others, later on.
"""

from typing import Any

import pytest
from django.apps.registry import Apps
from django.db.migrations.state import StateApps


class AppsLoadedTwice(AssertionError):
    """A test has changed INSTALLED_APPS, or isolated models among the rooms."""


def install(patch: pytest.MonkeyPatch) -> None:
    """Let no registry load apps from now on; what migrations and `isolate_apps()` make holds no real ones."""
    populate = Apps.populate

    def refuse(self: Apps, installed_apps: Any = None) -> None:
        if installed_apps and not self.ready and not isinstance(self, StateApps):
            raise AppsLoadedTwice(
                "this loads all apps again. Patch `django.conf.settings.INSTALLED_APPS` with monkeypatch to "
                "plant an app that a check shall find, or isolate models with `isolate_apps()`."
            )
        populate(self, installed_apps)

    patch.setattr(Apps, "populate", refuse)
