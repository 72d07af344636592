"""What higher rooms hang into this one: the register as files."""

from collections.abc import Mapping

_case_files: dict[str, str] = {}


def case_files(urls: Mapping[str, str]) -> None:
    """Offer the list of cases as files, "CSV" → URL name, beside the list on screen."""
    _case_files.update(urls)


def offered_files() -> dict[str, str]:
    return dict(_case_files)
