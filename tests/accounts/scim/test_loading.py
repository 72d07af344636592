"""Most portals have no directory; their processes do not load what one needs."""

import subprocess
import sys

import pytest

LOOK = "import django, sys; django.setup(); import portal.urls{more}; sys.exit('scim2_models' in sys.modules)"


@pytest.mark.parametrize(
    ("more", "loaded"), [("", 0), (", accounts.scim.protocol", 1)], ids=["start", "planted"]
)
def test_scim_is_loaded_when_a_directory_calls(more: str, loaded: int) -> None:
    done = subprocess.run([sys.executable, "-c", LOOK.format(more=more)], check=False)
    assert done.returncode == loaded
