"""A past for the demo company. Operations date what they do by the clock, so the clock is set back."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from unittest.mock import patch


@contextmanager
def at(moment: datetime) -> Iterator[None]:
    """Do everything inside as if it were `moment`. For loading demo data only; nothing else sets a clock."""
    with patch("django.utils.timezone.now", return_value=moment):
        yield
