"""The shape in which guidelines are shipped and imported, turned into what a StreamField stores.

Ids are made from the place, so that the languages of a guideline have the same ids and importing the same
content twice changes nothing.
"""

import hashlib
import re
import uuid
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from django.core.files.base import ContentFile
from django.utils.translation import gettext_lazy as _
from wagtail.documents import get_document_model
from wagtail.images import get_image_model
from wagtail.models import Collection

from guidelines.library.blocks import embed_refusal
from guidelines.library.file_types import is_plain_drawing, media_type_of
from portal.audit.rules import RuleBroken

Content = Mapping[str, Any]
STARTER = Path(__file__).parent / "starter"
NAMESPACE = uuid.UUID("5d0a4a5e-6f0f-4a3e-9d3d-0d0c3f0b8a11")
DEFAULTS: dict[str, dict[str, Any]] = {
    "heading_text": {"text": ""},
    "do_dont": {},
    "example_post": {"channel": "", "comment": ""},
    "steps": {"title": ""},
    "contact": {"role": "", "email": "", "phone": "", "note": ""},
    "picture": {"alt": "", "caption": ""},
    "embed": {"description": ""},
}
# As the CMS's text editor writes emphasis: otherwise the first saved draft would change every sentence that
# holds some, and translators would find it open again.
EDITORS_TAGS = {"strong": "b", "em": "i"}
EMPHASIS = re.compile(r"(</?)(strong|em)>")
LISTS = frozenset("pairs steps columns rows cells items answers conditions sources templates".split())


class UnusableContent(RuleBroken):
    message = _("This content cannot be used.")


def body_data(slug: str, blocks: Iterable[Content]) -> list[dict[str, Any]]:
    """The raw data of a body. Raises `UnusableContent` for an embed or picture that may not be shown."""
    return [
        block_data(f"{slug}/{index}", block["type"], block["value"]) for index, block in enumerate(blocks)
    ]


def sources_data(slug: str, sources: Iterable[Content]) -> list[dict[str, Any]]:
    return [
        block_data(f"{slug}/source/{index}", "source", {"date": "", "url": "", **source})
        for index, source in enumerate(sources)
    ]


def block_data(place: str, kind: str, value: Content) -> dict[str, Any]:
    """The raw data of one block; `place` makes its ids."""
    fields = {**DEFAULTS.get(kind, {}), **value}
    if kind == "picture":
        fields["image"] = _picture(fields.pop("svg", None) or fields["image"], fields["alt"])
    elif kind == "file":
        fields["document"] = _document(fields["document"], fields["title"])
    elif kind == "embed":
        refusal = embed_refusal(fields["kind"], fields["provider"], fields["url"])
        if refusal:
            raise UnusableContent(refusal[1])
    return {"type": kind, "id": stable_id(place), "value": _with_ids(place, fields)}


def _with_ids(place: str, value: Any, name: str = "") -> Any:
    if isinstance(value, Mapping):
        return {key: _with_ids(f"{place}.{key}", item, key) for key, item in value.items()}
    if name in LISTS and isinstance(value, list | tuple):
        return [
            {
                "type": "item",
                "id": stable_id(f"{place}#{index}"),
                "value": _with_ids(f"{place}#{index}", item),
            }
            for index, item in enumerate(value)
        ]
    return as_written(value).strip() if isinstance(value, str) else value


def as_written(text: str) -> str:
    """`text` with emphasis in the tags of the CMS's editor."""
    return EMPHASIS.sub(lambda tag: f"{tag[1]}{EDITORS_TAGS[tag[2]]}>", text)


def stable_id(place: str) -> str:
    """The id of what stands at `place`: the same in every language and every time."""
    return str(uuid.uuid5(NAMESPACE, place))


def _collection() -> Collection:
    root = Collection.get_first_root_node()
    return root.get_children().filter(name="Guidelines").first() or root


def _picture(given: Any, title: str) -> int:
    """The key of an image: a stored one, or a drawing shipped beside the starter content."""
    if not isinstance(given, str):
        return getattr(given, "pk", given)
    content = _shipped("pictures", given)
    if not is_plain_drawing(content):
        raise UnusableContent(_("This drawing holds more than shapes."))
    return _stored(get_image_model(), content, given, title)


def _document(given: Any, title: str) -> int:
    if not isinstance(given, str):
        return getattr(given, "pk", given)
    content = _shipped("files", given)
    if media_type_of(content, given) is None:
        raise UnusableContent(_("The content of this file is not what its name says."))
    return _stored(get_document_model(), content, given, title)


def _shipped(folder: str, name: str) -> bytes:
    path = (STARTER / folder / name).resolve()
    if path.parent != (STARTER / folder).resolve() or not path.is_file():
        raise UnusableContent(_("The file “%(name)s” is not there.") % {"name": name})
    return path.read_bytes()


def _stored(model: Any, content: bytes, name: str, title: str) -> int:
    """The key of the stored file with this content; the same content is stored once."""
    known = model.objects.filter(file_hash=hashlib.sha1(content, usedforsecurity=False).hexdigest()).first()
    if known is not None:
        return known.pk
    stored = model(title=title[:250] or name, collection=_collection(), file=ContentFile(content, name=name))
    setter = getattr(stored, "_set_image_file_metadata", None) or stored._set_document_file_metadata
    setter()
    stored.save()
    return stored.pk
