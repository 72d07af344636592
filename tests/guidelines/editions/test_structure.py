"""What the contents of several genres have in common."""

import pytest
from django.utils import translation

from guidelines.editions.structure import SourceOf


@pytest.mark.parametrize(
    ("language", "given", "said"),
    [
        ("de", "2016-04-27", "27. April 2016"),
        ("en", "2016-04-27", "27 April 2016"),
        ("de", "2018", "2018"),
        ("de", "", ""),
    ],
)
def test_a_source_says_its_day_as_people_write_it(language, given, said) -> None:
    with translation.override(language):
        assert SourceOf("GDPR", "", given).dated == said
