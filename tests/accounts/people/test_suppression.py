"""Figures: no combination of published cells reveals a group smaller than k."""

from itertools import combinations

from hypothesis import given, settings
from hypothesis import strategies as st

from accounts.people.suppression import Published, is_safe, publish

ROWS = st.dictionaries(
    st.integers(0, 9), st.tuples(st.integers(0, 30), st.integers(0, 30), st.integers(0, 30)), max_size=7
)


def atoms(published: Published[int]) -> list[int]:
    """Every figure somebody can read off."""
    cells = [cell for _, row in published.rows for cell in row]
    cells += list(published.rest or ())
    if published.is_withheld and published.total is not None:
        cells.append(published.total)
    return cells


@given(ROWS, st.integers(1, 12))
def test_every_published_cell_holds_nobody_or_enough(groups: dict, k: int) -> None:
    assert is_safe(atoms(publish(groups, k=k)), k)


@given(ROWS, st.integers(2, 12))
@settings(max_examples=60)
def test_no_sum_or_difference_reveals_a_small_group(groups: dict, k: int) -> None:
    """Whatever is derived is a union of published cells, or what a total leaves over."""
    cells = atoms(publish(groups, k=k))[:9]
    sums = {sum(chosen) for size in range(len(cells) + 1) for chosen in combinations(cells, size)}
    whole = sum(cells)
    for total in sums:
        assert total == 0 or total >= k
        assert whole - total == 0 or whole - total >= k


@given(ROWS, st.integers(1, 12))
def test_nobody_is_lost_or_counted_twice(groups: dict, k: int) -> None:
    published = publish(groups, k=k)
    people = sum(sum(row) for row in groups.values())
    if published.is_withheld:
        assert published.total == (people if people >= k else None)
        return
    shown = {key for key, _ in published.rows}
    assert shown.isdisjoint(published.merged)
    assert shown | set(published.merged) == {key for key, row in groups.items() if sum(row)}
    assert sum(atoms(published)) == people


def test_a_lone_small_cell_takes_the_smallest_neighbour_along() -> None:
    """Complementary suppression: hiding one row alone would leave it as total minus the rest."""
    published = publish({"a": (40, 20), "b": (30, 10), "c": (15, 3)}, k=10)
    assert dict(published.rows) == {"a": (40, 20)}
    assert set(published.merged) == {"b", "c"}
    assert published.rest == (45, 13)


def test_when_nothing_fits_only_the_number_of_people_is_left() -> None:
    published = publish({"a": (40, 3), "b": (30, 2)}, k=10)
    assert published.is_withheld
    assert published.total == 75
    assert publish({"a": (4, 3)}, k=10).total is None


def test_a_planted_unsafe_table_is_seen() -> None:
    """The check can fail: publishing rows as they are would show three people."""
    naive = Published((("a", (40, 3)),), (), None, 43)
    assert not is_safe(atoms(naive), 10)
