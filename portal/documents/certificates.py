"""What every certificate is made of, whatever it proves: its parts, and the way to a sealed PDF."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Generic, Protocol, TypeVar

from django.template.loader import get_template

from portal.documents.codes import qr_code, spaced
from portal.documents.render import Attachment, render_pdf
from portal.documents.seal import seal_pdf

DIGEST = "digest"
STYLESHEET = "documents/certificate.css"
# Label, value, and the class of the value: "" or DIGEST.
Row = tuple[str, str, str]


class Issued(Protocol):
    """What a certificate says about itself."""

    @property
    def serial(self) -> str: ...
    @property
    def code(self) -> str: ...
    @property
    def address(self) -> str: ...
    @property
    def issued_at(self) -> datetime: ...


S = TypeVar("S", bound=Issued)


@dataclass(frozen=True)
class Position:
    """Where the proven act stands in the trail, and the trail's head when the certificate was issued."""

    event_seq: int
    event_hash: str
    head_seq: int
    head_hash: str


@dataclass(frozen=True)
class Section:
    heading: str
    rows: list[Row]
    quotations: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class Certificate(Generic[S]):
    """A certificate in words, ready to be laid out."""

    label: str
    title: str
    lead: str
    outcome: str
    note: str
    sections: list[Section]
    source: S


def sealed_pdf(
    template: str,
    words: Certificate[Any],
    *,
    sender: str,
    attachments: Sequence[Attachment],
    language: str,
    more: Mapping[str, Any] | None = None,
) -> bytes:
    """`words` as PDF/A-3a and PDF/UA-1 under the portal's seal. `template` extends the common one.

    Call it with `language` active. Raises `PdfUnavailable`, `RenderFailed`, `SealKeyProblem`.
    """
    source: Issued = words.source
    context = {
        **(more or {}),
        "language": language,
        "certificate": words,
        "source": source,
        "sender": sender,
        "code": spaced(source.code),
    }
    pdf = render_pdf(
        get_template(template).render(context),
        attachments=attachments,
        assets={"qr.png": qr_code(source.address)},
        stylesheets=(STYLESHEET,),
        language=language,
        issued_at=source.issued_at,
    )
    return seal_pdf(pdf, reason=words.label, language=language)
