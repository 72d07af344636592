"""Imports go reports → training → guidelines → accounts → portal and never back; nor do foreign keys."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from django.apps import apps
from django.db import models
from django.test.utils import isolate_apps

from tests.whole_house.source import ROOMS, ROOT

LINT = Path(sys.executable).parent / "lint-imports"
HEIGHT = {
    room: height for height, room in enumerate(("portal", "accounts", "guidelines", "training", "reports"))
}
WITHIN = {
    "accounts": ("people", "register", "access", "vault"),
    "guidelines": (
        "library",
        "policies",
        "editions",
        "guides",
        "coach",
        "playbooks",
        "incidents",
        "alarms",
        "moderation",
        "statements",
        "reviews",
    ),
}


def lint(folder: Path) -> subprocess.CompletedProcess:
    return subprocess.run(
        [LINT, "--no-cache"],
        cwd=folder,
        env={**os.environ, "PYTHONPATH": str(folder)},
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    for room in ROOMS:
        shutil.copytree(ROOT / room, tmp_path / room, ignore=_only_python)
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    return tmp_path


def _only_python(folder: str, names: list[str]) -> list[str]:
    return [name for name in names if not name.endswith(".py") and not Path(folder, name).is_dir()]


def test_imports_keep_their_direction() -> None:
    done = lint(ROOT)
    assert done.returncode == 0, done.stdout


@pytest.mark.parametrize(
    ("where", "line"),
    [
        ("portal/audit/planted.py", "from accounts.people import models"),
        ("accounts/people/planted.py", "import reports.evidence"),
        ("guidelines/library/planted.py", "import guidelines.policies"),
    ],
)
def test_a_planted_import_upwards_is_found(copy: Path, where: str, line: str) -> None:
    (copy / where).write_text(f"{line}\n")
    done = lint(copy)
    assert done.returncode != 0
    assert where.removesuffix(".py").replace("/", ".") in done.stdout


def height(model: type[models.Model]) -> tuple[int, int]:
    """How high a model's room lies; -1 for what is not ours."""
    top, _, rest = model.__module__.partition(".")
    room = rest.partition(".")[0]
    within = WITHIN.get(top, ())
    return HEIGHT.get(top, -1), within.index(room) if room in within else 0


def keys_upwards(among: list[type[models.Model]]) -> list[str]:
    found = []
    for model in among:
        for field in model._meta.get_fields():
            target = getattr(field, "remote_field", None) and field.remote_field.model
            if not isinstance(target, type) or field.auto_created or height(model)[0] < 0:
                continue
            if height(target) > height(model):
                found.append(f"{model.__name__}.{field.name} → {target.__name__}")
    return found


def test_no_foreign_key_points_to_a_higher_room() -> None:
    assert keys_upwards(apps.get_models(include_auto_created=True)) == []


@isolate_apps()
def test_a_planted_key_upwards_is_found() -> None:
    class Person(models.Model):
        class Meta:
            app_label = "people"

    class Entry(models.Model):
        person = models.ForeignKey(Person, models.PROTECT)

        class Meta:
            app_label = "audit"

    Person.__module__ = "accounts.people.models"
    Entry.__module__ = "portal.audit.models"
    assert keys_upwards([Person, Entry]) == ["Entry.person → Person"]
