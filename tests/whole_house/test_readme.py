"""The README tells the truth about what can be set, and where things are."""

import ast
import re
from pathlib import Path

from tests.whole_house.source import ROOMS, ROOT

ROW = re.compile(r"^\| `([A-Z][A-Z_]+)` \|", re.MULTILINE)
FOR_TESTS = {"TEST_DATABASE_URL", "PORTAL_TEST_DATA_DIR"}
LINK = re.compile(r"\]\(((?!https?://|#)[^)]+)\)")


def variables_read(root: Path) -> set[str]:
    """Every environment variable the product reads: `env.str("X")` and the keys of `required({...})`."""
    found: set[str] = set()
    for room in ROOMS:
        for path in (root / room).rglob("*.py"):
            for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
                if isinstance(node, ast.Call):
                    found |= _names(node)
    return found


def _names(call: ast.Call) -> set[str]:
    if not call.args:
        return set()
    first = call.args[0]
    if isinstance(call.func, ast.Name) and call.func.id == "required" and isinstance(first, ast.Dict):
        return {key.value for key in first.keys if isinstance(key, ast.Constant)}
    from_env = (
        isinstance(call.func, ast.Attribute)
        and isinstance(call.func.value, ast.Name)
        and call.func.value.id == "env"
    )
    return {first.value} if from_env and isinstance(first, ast.Constant) else set()


def test_the_table_names_every_variable_and_no_other() -> None:
    table = ROW.findall((ROOT / "README.md").read_text(encoding="utf-8"))
    assert sorted(table) == sorted(set(table))
    assert set(table) == variables_read(ROOT) - FOR_TESTS


def test_a_planted_variable_is_found(tmp_path: Path) -> None:
    (tmp_path / "portal").mkdir()
    (tmp_path / "portal" / "x.py").write_text(
        'A = env.int("PORTAL_PLANTED", default=1)\nrequired({"PORTAL_B": "how"})'
    )
    assert variables_read(tmp_path) == {"PORTAL_PLANTED", "PORTAL_B"}


def test_the_proxy_lets_the_largest_upload_through_and_little_more(settings) -> None:
    nginx = (ROOT / "docs" / "operations" / "nginx.md").read_text(encoding="utf-8")
    caps = [int(cap) for cap in re.findall(r"client_max_body_size (\d+)m;", nginx)]
    for cap, name in zip(caps[:2], ("EVIDENCE_MAX_BYTES", "PACKAGE_MAX_BYTES"), strict=True):
        largest = getattr(settings, name) // 1024**2
        assert largest < cap <= largest + 5
        assert f"({largest} MB, {name})" in nginx
    assert caps[2:] == [1]  # where packages run, nothing is sent


def test_links_lead_somewhere() -> None:
    pages = [ROOT / "README.md", *(ROOT / "docs").rglob("*.md")]
    broken = [
        f"{page.relative_to(ROOT)}: {link}"
        for page in pages
        for link in LINK.findall(page.read_text(encoding="utf-8"))
        if not (page.parent / link.split("#")[0]).exists()
    ]
    assert broken == []


def test_the_changelog_is_the_source_of_the_version() -> None:
    version = re.search(r"^## (\S+)", (ROOT / "CHANGELOG.md").read_text(encoding="utf-8"), re.MULTILINE)
    assert version
    assert f'version = "{version[1]}"' in (ROOT / "pyproject.toml").read_text(encoding="utf-8")
