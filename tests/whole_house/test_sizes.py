"""Size budgets of house.md §2: what grows past them is split by noun."""

import ast
import statistics
from collections.abc import Iterator
from pathlib import Path

from tests.whole_house.source import ROOMS, ROOT, files, line_count

FUNCTION_MAX = 50
FUNCTION_P90 = 25
BUDGETS = {"*.py": 300, "*.html": 120, "*.css": 80, "*.js": 300}
TOPS = (*ROOMS, "tests", "bench")


def too_long(root: Path) -> list[str]:
    found = []
    for pattern, budget in BUDGETS.items():
        for path in files(root, pattern, TOPS):
            lines = line_count(path)
            if lines > budget:
                found.append(f"{path.relative_to(root)}: {lines} lines, at most {budget}")
    return found


def function_sizes(root: Path) -> Iterator[tuple[str, int]]:
    """Lines of each function, its docstring not counted."""
    for path in files(root, "*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                yield f"{path.relative_to(root)}:{node.lineno} {node.name}", _lines(node)


def _lines(node: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    total = (node.end_lineno or node.lineno) - node.lineno + 1
    first = node.body[0]
    if ast.get_docstring(node):
        total -= (first.end_lineno or first.lineno) - first.lineno + 1
    return total


def long_functions(root: Path) -> list[str]:
    return [f"{where}: {lines} lines" for where, lines in function_sizes(root) if lines > FUNCTION_MAX]


def p90(root: Path) -> float:
    return statistics.quantiles([lines for _, lines in function_sizes(root)], n=10)[-1]


def test_files_stay_within_their_budgets() -> None:
    assert too_long(ROOT) == []
    assert line_count(ROOT / "dev.py") <= BUDGETS["*.py"]


def test_functions_stay_short() -> None:
    assert long_functions(ROOT) == []
    assert p90(ROOT) <= FUNCTION_P90


def test_a_planted_giant_is_found(tmp_path: Path) -> None:
    room = tmp_path / "portal" / "planted"
    room.mkdir(parents=True)
    body = "".join(f"    x{n} = {n}\n" for n in range(60))
    (room / "models.py").write_text(f"def giant():\n{body}" + "y = 1\n" * 300)
    (room / "page.html").write_text("<p>\n" * 121)
    (room / "page.css").write_text("a {}\n" * 81)
    assert len(too_long(tmp_path)) == 3
    assert long_functions(tmp_path) == ["portal/planted/models.py:1 giant: 61 lines"]
