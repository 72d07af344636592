"""A day is written so that nobody in Europe reads it in two ways."""

from datetime import datetime

import pytest
from django import forms
from django.utils import translation
from django.utils.formats import date_format

AT = datetime(2026, 3, 2, 21, 5)  # noqa: DTZ001, a wall clock time to be written out


@pytest.mark.parametrize(
    ("language", "style", "expected"),
    [
        ("en", "SHORT_DATE_FORMAT", "2 Mar 2026"),
        ("en", "DATETIME_FORMAT", "2 March 2026, 21:05"),
        ("de", "SHORT_DATE_FORMAT", "02.03.2026"),
        ("de", "DATETIME_FORMAT", "2. März 2026, 21:05"),
    ],
)
def test_days_and_times(language, style, expected):
    with translation.override(language):
        assert date_format(AT, style) == expected


@pytest.mark.parametrize(
    ("language", "typed"), [("en", "02/03/2026"), ("de", "2.3.2026"), ("de", "2026-03-02")]
)
def test_typed_days_are_understood_day_first(language, typed):
    with translation.override(language):
        assert forms.DateField().clean(typed) == AT.date()
