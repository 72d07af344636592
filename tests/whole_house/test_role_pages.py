"""What a role's page says is what the portal does."""

import pytest

from tests.whole_house.role_pages import FOLDER, MARK, actors, addresses_of, documented, with_addresses


@pytest.mark.parametrize("actor", actors())
def test_every_role_has_a_page_with_its_addresses(actor: str) -> None:
    """`python -m tests.whole_house.role_pages` brings the lists up to date; the sentences are for people."""
    page = FOLDER / f"{actor}.md"
    assert documented(page) == addresses_of(actor)
    assert "## Can\n" in page.read_text(encoding="utf-8")
    assert "## Cannot\n" in page.read_text(encoding="utf-8")


def test_a_page_that_promises_too_much_is_found(tmp_path) -> None:
    page = tmp_path / "hr.md"
    more = "- `audit:trail-list` (read)\n"
    page.write_text(with_addresses(f"# HR\n\n{MARK}\n", "hr") + more, encoding="utf-8")
    assert documented(page) != addresses_of("hr")
