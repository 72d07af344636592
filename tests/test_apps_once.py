"""A test that loads the apps again is stopped itself, not the ones that meet every entry twice afterwards."""

from collections.abc import Iterator

import pytest
from django.apps import apps
from django.conf import settings as in_use
from django.test.utils import isolate_apps, modify_settings, override_settings

from tests.apps_once import AppsLoadedTwice

MORE = [*in_use.INSTALLED_APPS, "django.contrib.sitemaps"]


@pytest.fixture(autouse=True)
def the_same_apps() -> Iterator[None]:
    before = list(apps.get_app_configs())
    yield
    assert apps.ready
    assert list(apps.get_app_configs()) == before


def test_a_planted_setting_is_refused(settings) -> None:
    with pytest.raises(AppsLoadedTwice):
        settings.INSTALLED_APPS = MORE


@pytest.mark.parametrize(
    "changed",
    [
        lambda: override_settings(INSTALLED_APPS=MORE),
        lambda: modify_settings(INSTALLED_APPS={"append": "django.contrib.sitemaps"}),
        lambda: isolate_apps("portal.audit"),
    ],
    ids=["override", "modify", "isolate"],
)
def test_a_planted_loading_by_another_way_is_refused(changed) -> None:
    with pytest.raises(AppsLoadedTwice):
        changed().enable()


def test_isolated_models_load_nothing() -> None:
    with isolate_apps() as isolated:
        assert list(isolated.get_app_configs()) == []
