"""No test is left out in silence: what a machine lacks is named in one place, and in CI it is a failure."""

import re
from pathlib import Path

import pytest

from tests.conftest import why_left_out
from tests.whole_house.source import ROOT, files

BY_ITSELF = re.compile(r"skipif|importorskip|allow_module_level")
ABSENT = "no-such-program"


def leaving_out(root: Path) -> list[str]:
    """Tests that decide for themselves whether this machine is good enough for them."""
    found = (path for path in files(root, "*.py", ("tests",)) if path.name != Path(__file__).name)
    return [str(path.relative_to(root)) for path in found if BY_ITSELF.search(path.read_text("utf-8"))]


def test_no_test_leaves_itself_out() -> None:
    assert leaving_out(ROOT) == []


def test_a_planted_skip_is_found(tmp_path: Path) -> None:
    (tmp_path / "tests").mkdir()
    (tmp_path / "tests" / "test_x.py").write_text('@pytest.mark.skipif(not which("x"), reason="")\n')
    assert leaving_out(tmp_path) == ["tests/test_x.py"]


@pytest.mark.parametrize(
    ("program", "in_ci", "reason"),
    [(ABSENT, False, f"not installed: {ABSENT}"), (ABSENT, True, ""), ("sh", False, "")],
)
def test_a_missing_program_leaves_a_test_out_but_never_in_ci(
    program: str, in_ci: bool, reason: str, request: pytest.FixtureRequest
) -> None:
    item = pytest.Function.from_parent(request.node.parent, name="planted", callobj=lambda: None)
    item.add_marker(pytest.mark.needs(program))
    assert why_left_out(item, in_ci=in_ci) == reason


def test_a_planted_test_that_asks_for_the_database_while_it_runs_is_refused(
    request: pytest.FixtureRequest,
) -> None:
    """Nothing of this test names the database, so it runs on SQLite alone; nor may it go there secretly."""
    assert request.node.get_closest_marker("pure")
    with pytest.raises(pytest.fail.Exception, match="mark it with django_db"):
        request.getfixturevalue("transactional_db")
