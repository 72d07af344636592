"""What a file can say about a person, and under which headings."""

from collections.abc import Mapping, Sequence

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accounts.imports.headings import Field, guess_among

FIELDS = (
    Field(
        "personnel_number",
        _("Personnel number"),
        "Personalnummer",
        "Personnel number",
        (
            "personalnr",
            "persnr",
            "pers nr",
            "pnr",
            "mitarbeiternummer",
            "employee id",
            "employee number",
            "staff number",
        ),
        required=True,
        example=("10001", "10001"),
    ),
    Field("name", _("Name"), "Name", "Name", ("full name", "vollständiger name", "mitarbeiter", "employee")),
    Field("first_name", _("First name"), "Vorname", "First name", ("given name",), example=("Änne", "Jane")),
    Field(
        "last_name",
        _("Last name"),
        "Nachname",
        "Last name",
        ("familienname", "surname", "family name"),
        example=("Müller", "Miller"),
    ),
    Field(
        "email",
        _("Work e-mail"),
        "E-Mail",
        "E-mail",
        ("email", "mail", "e mail adresse", "dienstliche e mail", "work email", "email address"),
        example=("aenne.mueller@firma.example", "jane.miller@company.example"),
    ),
    Field(
        "entity",
        _("Entity"),
        "Gesellschaft",
        "Entity",
        ("firma", "arbeitgeber", "arbeitgeberin", "buchungskreis", "unternehmen", "company", "employer"),
    ),
    Field(
        "department",
        _("Department"),
        "Abteilung",
        "Department",
        ("organisationseinheit", "oe", "bereich", "team", "org unit", "organizational unit"),
        required=True,
        example=("Vertrieb", "Sales"),
    ),
    Field(
        "location",
        _("Location"),
        "Standort",
        "Location",
        ("ort", "arbeitsort", "dienstort", "site", "office", "place of work"),
        required=True,
        example=("Hamburg", "Hamburg"),
    ),
    Field(
        "manager",
        _("Manager"),
        "Führungskraft",
        "Manager",
        ("vorgesetzte", "vorgesetzter", "vorgesetzte person", "supervisor", "reports to", "line manager"),
    ),
    Field("deputy", _("Deputy"), "Vertretung", "Deputy", ("stellvertretung", "stellvertreter")),
    Field(
        "employment", _("Employment"), "Beschäftigung", "Employment", ("beschäftigungsart", "employee type")
    ),
    Field("sponsor", pgettext_lazy("person", "Sponsor"), "Ansprechperson", "Sponsor", ("betreuende person",)),
    Field("language", _("Language"), "Sprache", "Language", ("sprachkennzeichen",), example=("de", "en")),
    Field(
        "hired_on",
        _("Hired on"),
        "Eintritt",
        "Hired on",
        ("eintrittsdatum", "eintrittstermin", "entry date", "hire date", "start date"),
        example=("01.03.2026", "2026-03-01"),
    ),
    Field(
        "leaves_on",
        _("Leaves on (planned)"),
        "Austritt",
        "Leaves on",
        ("austrittsdatum", "austrittstermin", "vertragsende", "exit date", "end date", "leaving date"),
    ),
)
BY_NAME = {field.name: field for field in FIELDS}
REFERENCES = ("manager", "deputy", "sponsor")
# First and last name say the same as the whole name.
IN_TEMPLATES = tuple(field for field in FIELDS if field.name != "name")


def guess(headings: Sequence[str], remembered: Mapping[str, str]) -> dict[str, int]:
    """Which column holds what: as last chosen under the same heading, else by the words we know."""
    return guess_among(FIELDS, headings, remembered)


def missing(mapping: Mapping[str, int]) -> list[Field]:
    """What a file must say and this one does not."""
    lacking = [field for field in FIELDS if field.required and field.name not in mapping]
    named = "name" in mapping or ("first_name" in mapping and "last_name" in mapping)
    return lacking if named else [*lacking, BY_NAME["name"]]
