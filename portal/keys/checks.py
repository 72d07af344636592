from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.checks import Error, register

from portal.keys.ring import KeyProblem, ring


@register(deploy=True)
def keys_live_apart(app_configs: Any, **_: Any) -> list[Error]:
    """Keys lie outside the folders that are served or backed up with the files, and are private."""
    directory = Path(settings.PORTAL_KEYS_DIR).resolve()
    found = []
    for name in ("PORTAL_FILES_DIR", "STATIC_ROOT"):
        if directory.is_relative_to(Path(getattr(settings, name)).resolve()):
            found.append(
                Error(
                    f"The keys lie inside {name}.",
                    hint="Set PORTAL_KEYS_DIR to a folder of its own, for example /etc/leitplanke/keys.",
                    id="keys.E001",
                )
            )
    try:
        ring()
    except (KeyProblem, OSError) as problem:
        found.append(Error(f"The key ring cannot be used: {problem}", id="keys.E002"))
    return found
