"""Reads settings from the environment and fails loudly, saying how to fix it."""

from collections.abc import Mapping
from pathlib import Path

import environ
from django.core.exceptions import ImproperlyConfigured

ROOT = Path(__file__).resolve().parent.parent

env = environ.Env()
env_file = Path(env.str("PORTAL_ENV_FILE", default=str(ROOT / ".env")))
if env_file.exists():
    env.read_env(str(env_file))


def required(variables: Mapping[str, str]) -> dict[str, str]:
    """Return the values of `variables` (name: how to set it); stop the start and name all missing ones."""
    values = {name: env.str(name, default="").strip() for name in variables}
    missing = [f"  {name}: {how}" for name, how in variables.items() if not values[name]]
    if missing:
        lines = "\n".join(missing)
        raise ImproperlyConfigured(
            f"Settings are missing. Set them in the environment or in {env_file}:\n{lines}"
        )
    return values
