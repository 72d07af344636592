"""Last touches on a rendered PDF, before it is written: PDF/UA-1 beside PDF/A-3a, and a field for the seal.

WeasyPrint writes one variant. PDF/UA-1 (ISO 14289-1) is claimed in the XMP through an extension schema, as
PDF/A-3 (ISO 19005-3, 6.6.2.3) demands for every property that it does not know itself.
"""

from typing import Any

import pydyf

SEAL_FIELD = "PortalSeal"
ANNOTATION_PRINTED_AND_LOCKED = 132
SIGNATURES_EXIST_AND_APPEND_ONLY = 3

PDF_UA_XMP = b"""<rdf:Description xmlns:pdfaExtension="http://www.aiim.org/pdfa/ns/extension/"\
 xmlns:pdfaSchema="http://www.aiim.org/pdfa/ns/schema#"\
 xmlns:pdfaProperty="http://www.aiim.org/pdfa/ns/property#" rdf:about=""><pdfaExtension:schemas><rdf:Bag>\
<rdf:li rdf:parseType="Resource"><pdfaSchema:schema>PDF/UA Universal Accessibility Schema</pdfaSchema:schema>\
<pdfaSchema:namespaceURI>http://www.aiim.org/pdfua/ns/id/</pdfaSchema:namespaceURI>\
<pdfaSchema:prefix>pdfuaid</pdfaSchema:prefix><pdfaSchema:property><rdf:Seq><rdf:li rdf:parseType="Resource">\
<pdfaProperty:name>part</pdfaProperty:name><pdfaProperty:valueType>Integer</pdfaProperty:valueType>\
<pdfaProperty:category>internal</pdfaProperty:category>\
<pdfaProperty:description>Indicates, which part of ISO 14289 standard is followed</pdfaProperty:description>\
</rdf:li></rdf:Seq></pdfaSchema:property></rdf:li></rdf:Bag></pdfaExtension:schemas></rdf:Description>\
<rdf:Description xmlns:pdfuaid="http://www.aiim.org/pdfua/ns/id/" rdf:about="">\
<pdfuaid:part>1</pdfuaid:part></rdf:Description></rdf:RDF>"""


def finish(pdf: pydyf.PDF, *, seal_tooltip: str) -> None:
    """Make `pdf` PDF/UA-1 as well as PDF/A-3a and give it an empty, tagged signature field."""
    _claim_accessibility(pdf)
    _give_headers_a_scope(pdf)
    _name_associated_files_once(pdf)
    _add_seal_field(pdf, seal_tooltip)
    _write_once(pdf)


def _object(pdf: pydyf.PDF, reference: bytes) -> Any:
    return pdf.objects[int(reference.split()[0])]


def _claim_accessibility(pdf: pydyf.PDF) -> None:
    metadata = _object(pdf, pdf.catalog["Metadata"])
    head, closing, tail = metadata.stream[0].rpartition(b"</rdf:RDF>")
    if not closing:
        raise ValueError("The XMP metadata has no RDF to extend.")
    metadata.stream[0] = head + PDF_UA_XMP + tail
    # Tools that look for the claim read the file as it is: the packet stays uncompressed.
    metadata.compress = False


def _structure_elements(pdf: pydyf.PDF, kind: str) -> list[pydyf.Dictionary]:
    return [
        item
        for item in pdf.objects
        if isinstance(item, dict) and item.get("S") == kind and item.get("Type") == "/StructElem"
    ]


def _give_headers_a_scope(pdf: pydyf.PDF) -> None:
    for header in _structure_elements(pdf, "/TH"):
        row = _object(pdf, header["P"])
        kinds = {_object(pdf, cell)["S"] for cell in row["K"]}
        heads_columns = _object(pdf, row["P"])["S"] == "/THead" or "/TD" not in kinds
        header["A"]["Scope"] = "/Column" if heads_columns else "/Row"


def _name_associated_files_once(pdf: pydyf.PDF) -> None:
    """WeasyPrint lists every attachment twice in the catalogue's AF array."""
    if "AF" in pdf.catalog:
        pdf.catalog["AF"] = pydyf.Array(dict.fromkeys(pdf.catalog["AF"]))


def _add_seal_field(pdf: pydyf.PDF, tooltip: str) -> None:
    page_reference = pdf.page_references[-1]
    page = _object(pdf, page_reference)
    root = _object(pdf, pdf.catalog["StructTreeRoot"])
    document = _object(pdf, root["K"][0])
    parents = _object(pdf, root["ParentTree"])["Nums"]
    key = max(parents[::2]) + 1

    widget = pydyf.Dictionary(
        {
            "Type": "/Annot",
            "Subtype": "/Widget",
            "FT": "/Sig",
            "T": pydyf.String(SEAL_FIELD),
            "TU": pydyf.String(tooltip),
            "F": ANNOTATION_PRINTED_AND_LOCKED,
            "Rect": pydyf.Array([0, 0, 0, 0]),
            "P": page_reference,
            "StructParent": key,
        }
    )
    pdf.add_object(widget)
    element = _form_element(document.reference, page_reference, widget.reference, tooltip)
    pdf.add_object(element)

    document["K"].append(element.reference)
    parents.extend([key, element.reference])
    root["ParentTreeNextKey"] = key + 1
    page.setdefault("Annots", pydyf.Array()).append(widget.reference)
    pdf.catalog["AcroForm"] = pydyf.Dictionary(
        {"Fields": pydyf.Array([widget.reference]), "SigFlags": SIGNATURES_EXIST_AND_APPEND_ONLY}
    )


class Written(pydyf.Object):
    """A finished object with its bytes at hand: pydyf would make them twice, once for the identifier."""

    def __init__(self, original: pydyf.Object, *, plain: bool):
        super().__init__()
        self.number = original.number
        self.generation = original.generation
        self.free = original.free
        self._compressible = original.compressible and not plain
        self._data = b"" if original.free == "f" else original.data

    @property
    def data(self) -> bytes:
        """The bytes between `obj` and `endobj`."""
        return self._data

    @property
    def compressible(self) -> bool:
        """Whether the object may lie in an object stream."""
        return self._compressible


def _write_once(pdf: pydyf.PDF) -> None:
    """Fix the bytes of every object. What the seal has to read and change stays outside the object stream."""
    for_the_seal = {
        pdf.catalog.number,
        *(int(field.split()[0]) for field in pdf.catalog["AcroForm"]["Fields"]),
    }
    pdf.objects = [Written(item, plain=item.number in for_the_seal) for item in pdf.objects]


def _form_element(parent: bytes, page: bytes, widget: bytes, tooltip: str) -> pydyf.Dictionary:
    """Build the structure element that tags the field: an untagged one would break PDF/UA (7.18.4)."""
    reference = pydyf.Dictionary({"Type": "/OBJR", "Obj": widget, "Pg": page})
    return pydyf.Dictionary(
        {
            "Type": "/StructElem",
            "S": "/Form",
            "P": parent,
            "Pg": page,
            "Alt": pydyf.String(tooltip),
            "K": reference,
        }
    )
