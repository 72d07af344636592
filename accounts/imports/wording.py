"""What the slugs of refused rows and unreadable files say to a person."""

from collections.abc import Mapping
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from accounts.imports.columns import BY_NAME
from accounts.imports.headings import Field

# What is wrong with a cell, of whatever file.
CELLS = {
    "empty": _("This may not be empty."),
    "formula": _("This is a formula. Please paste the value instead."),
    "cell_error": _("The spreadsheet shows an error here: %(value)s."),
    "control_character": _("This holds a character that cannot be shown, such as NUL."),
    "too_long": _("This is too long; at most %(longest)s characters."),
    "not_a_day": _("“%(value)s” is not a day. Write 31.12.2026 or 2026-12-31."),
    "unlikely_day": _("Please check the year: %(value)s."),
    "not_an_email": _("“%(value)s” is not an e-mail address."),
    "unknown_entity": _("There is no entity “%(name)s”. A system admin can add it."),
    "unknown_person": _("Nobody who works here is found by “%(name)s”."),
}
# What is wrong with a file, of whatever kind, and what became of it.
FILES = {
    "empty_file": _("The file is empty."),
    "no_headings": _("The first row of the file has to hold the headings."),
    "too_many_columns": _("The file has %(count)s columns; at most %(most)s are read."),
    "too_many_rows": _("The file has more than %(most)s rows. Please split it."),
    "too_many_cells": _("The file has more than %(most)s filled cells. Please leave out columns."),
    "old_excel": _("This is an old or protected Excel file. Save it as XLSX without a password, or as CSV."),
    "broken_workbook": _("This XLSX file is damaged. Open it in your spreadsheet and save it again."),
    "bomb": _("This XLSX file unpacks to far more than it should. It was not opened."),
    "quotes_not_closed": _("Around row %(row)s a quotation mark is not closed."),
    "not_text": _("The file is neither CSV nor XLSX, or it was cut off."),
    "too_large": _("The file is too large; at most %(megabytes)s MB."),
    "file_gone": _("The uploaded file is no longer there. Please upload it again."),
    "broken_off": _("This was broken off by a fault in the portal. Nothing was changed."),
}
SENTENCES = {
    **CELLS,
    **FILES,
    "unknown_language": _("“%(value)s” is not a language of the portal. Write de or en."),
    "unknown_employment": _("“%(value)s” is not known here. Write internal or external."),
    # A row
    "no_number": _("Without a personnel number nobody can be recognised."),
    "no_entity": _("The row does not say which entity is meant."),
    "number_twice": _("The personnel number %(number)s stands in the file more than once."),
    "email_twice": _("The address %(value)s stands in the file more than once."),
    "email_taken": _("The address %(value)s belongs to somebody else."),
    "unknown_department": _("There is no department “%(name)s”."),
    "unknown_location": _("There is no location “%(name)s”."),
    "ambiguous_department": _("Several departments are called “%(name)s”. Write the path: Sales > North."),
    "refers_to_self": _("Nobody can be named here for themself."),
    "manager_loop": _("These people would report to each other in a circle."),
    "person_refused": _("The person named here stands in a row that is refused."),
    "leaves_before_start": _("The last day is before the first."),
    "left_already": _("This person left already (%(day)s) and was never here."),
    "out_of_reach": _("Your role does not reach this entity or department."),
    "yourself": _("You cannot let yourself leave by an import."),
    "last_admin": _("Without this person nobody would be system admin any more."),
    "exists_now": _("Somebody with this personnel number was added since the preview."),
    "email_taken_now": _("The address was given to somebody else since the preview."),
    "changed_now": _("Somebody changed this person since the preview."),
    "place_gone": _("The department or location was removed since the preview."),
    # An import
    "not_permitted": _("Whoever asked for this may not import people any more."),
    "changed_meanwhile": _(
        "People were changed since the preview. Nothing was applied; their rows are refused now. You can "
        "check the file again or leave them out."
    ),
    "not_undoable": _("It was not undone, because somebody is no longer as the import left them."),
}


def sentence(slug: str, facts: Mapping[str, Any]) -> str:
    """The sentence of `slug` in the reader's language; with the column it is about, if one is named."""
    return in_words(SENTENCES[slug], facts, BY_NAME)


def in_words(said: str | Promise, facts: Mapping[str, Any], columns: Mapping[str, Field]) -> str:
    """`said` with `facts` filled in, behind the label of the column that they name."""
    filled = str(said) % dict(facts)
    column = columns.get(str(facts.get("column", "")))
    if column is None:
        return filled
    return gettext("%(column)s: %(sentence)s") % {"column": column.label, "sentence": filled}
