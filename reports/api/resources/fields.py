"""What a row of an answer says: one declaration for the answer and for its description."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

Schema = Mapping[str, Any]

TEXT: Schema = {"type": "string"}
UUID: Schema = {"type": "string", "format": "uuid"}
FLAG: Schema = {"type": "boolean"}
MOMENT: Schema = {"type": "string", "format": "date-time"}
DAY: Schema = {"type": "string", "format": "date"}


@dataclass(frozen=True)
class Field:
    """One member of a row. `value` takes the stored row and returns what JSON can hold."""

    name: str
    schema: Schema
    says: str
    value: Callable[[Any], Any]


def one_of(values: list[str]) -> Schema:
    return {"type": "string", "enum": values}


def maybe(schema: Schema) -> Schema:
    """The same, or null."""
    return {"anyOf": [schema, {"type": "null"}]}


def schema_of(fields: tuple[Field, ...]) -> dict[str, Any]:
    """An object with exactly these members."""
    return {
        "type": "object",
        "properties": {field.name: {**field.schema, "description": field.says} for field in fields},
        "required": [field.name for field in fields],
        "additionalProperties": False,
    }


def row_of(fields: tuple[Field, ...], stored: Any) -> dict[str, Any]:
    return {field.name: field.value(stored) for field in fields}


def part(name: str, fields: tuple[Field, ...], says: str) -> Field:
    """An object within the row, made of the same stored row."""
    return Field(name, schema_of(fields), says, lambda stored: row_of(fields, stored))


def moment(at: datetime) -> str:
    """RFC 3339 in UTC."""
    return at.astimezone(UTC).isoformat(timespec="microseconds").replace("+00:00", "Z")


def day(on: date | None) -> str | None:
    return on.isoformat() if on else None


def _of(name: str) -> Callable[[Mapping[str, Any]], str]:
    return lambda subject: str(subject.get(name, ""))


# Who somebody was at that moment, from the record that is erased by rule.
PERSON = (
    Field(
        "personnel_number",
        TEXT,
        "Unique within the entity; empty for people without one.",
        _of("personnel_number"),
    ),
    Field("name", TEXT, "Name.", _of("name")),
    Field("entity", TEXT, "Employer.", _of("entity")),
    Field("department", TEXT, "Department.", _of("department")),
)


def is_erased(stored: Any) -> bool:
    """Whether the record of a row was erased by rule; the row itself stays (K11)."""
    return not hasattr(stored, "record")


def _person(stored: Any) -> dict[str, Any] | None:
    return None if is_erased(stored) else row_of(PERSON, stored.record.subject)


# What every row begins with.
FIRST = (
    Field(
        "id",
        UUID,
        "Stable. A row that comes again takes the place of the earlier one.",
        lambda stored: str(stored.ref),
    ),
    Field(
        "erased",
        FLAG,
        "Whether the personal data was erased by rule; then person is null and a copy has to be erased too.",
        is_erased,
    ),
    Field("person", maybe(schema_of(PERSON)), "Who it was, as known at that moment.", _person),
)
