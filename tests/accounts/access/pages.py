"""What tests of pages look for."""

from bs4 import BeautifulSoup


def words(page: BeautifulSoup) -> str:
    """What is read on the page, white space folded."""
    main = page.find("main")
    assert main is not None
    return " ".join(main.get_text(" ").split())


def beside(page: BeautifulSoup, field: str) -> str:
    """What is said beside a field that was filled in wrongly."""
    control = page.find(attrs={"name": field})
    assert control is not None, f"no field {field}"
    group = control.find_parent(class_="has-error")
    assert group is not None, f"nothing is said beside {field}"
    return " ".join(group.find(class_="field-error").get_text(" ").split())


def messages(page: BeautifulSoup) -> str:
    """What the page says about what was just done."""
    return " ".join(" ".join(one.get_text(" ").split()) for one in page.select(".messages, [role=status]"))


def primary(page: BeautifulSoup) -> list[str]:
    """The labels of the primary actions in the page's own part."""
    return [" ".join(one.get_text(" ").split()) for one in page.select("main .button-primary")]
