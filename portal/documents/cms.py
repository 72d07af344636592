"""A faster hand on the same signature: the CMS container is built once per certificate.

Of a PAdES B-B container (ETSI EN 319 142-1, 6.3) only two things differ from document to document: the
digest in the signed attributes, and the signature over them. pyHanko builds and orders everything else anew
each time (15 ms against 0.1 ms for signing with P-256). Here it builds one for a digest that stands as a
mark; the others are copies with both parts exchanged.
"""

import os
from typing import Any

from asn1crypto import cms
from pyhanko.sign.signers import SimpleSigner

DIGEST_BYTES = 32
SEQUENCE, SET, OCTETS, CONTEXT_0 = 0x30, 0x31, 0x04, 0xA0


class TemplateSigner(SimpleSigner):
    """Signs PDF digests (SHA-256, PAdES, no time stamp) by filling in a container made once."""

    _template: "Template | None" = None

    async def async_sign(
        self, data_digest: bytes, digest_algorithm: str, *args: Any, **kwargs: Any
    ) -> cms.ContentInfo:
        """Return the container over `data_digest`. Raises ValueError for any other digest than SHA-256."""
        if digest_algorithm != "sha256" or len(data_digest) != DIGEST_BYTES:
            raise ValueError("Seals are made over SHA-256.")
        template = self._template or await self._build(**kwargs)
        attributes = template.attributes.replace(template.mark, data_digest)
        signature = await self.async_sign_raw(_tlv(SET, attributes), digest_algorithm)
        return cms.ContentInfo.load(template.filled(attributes, signature))

    async def _build(self, **kwargs: Any) -> "Template":
        mark = os.urandom(DIGEST_BYTES)
        sample = await super().async_sign(mark, "sha256", **kwargs)
        self._template = Template(sample, mark)
        return self._template


class Template:
    """The constant parts of a container in DER, cut from `sample`, which was made over `mark`."""

    def __init__(self, sample: cms.ContentInfo, mark: bytes):
        content = cms.ContentInfo.load(sample.dump())["content"]
        info = content["signer_infos"][0]
        self.mark = mark
        self.attributes: bytes = info["signed_attrs"].contents
        if self.attributes.count(mark) != 1 or len(info["unsigned_attrs"]):
            raise ValueError("The sample container is not a PAdES B-B signature.")
        fields = ("version", "digest_algorithms", "encap_content_info", "certificates")
        self.content_head = b"".join(content[name].dump() for name in fields)
        self.info_head = b"".join(info[name].dump() for name in ("version", "sid", "digest_algorithm"))
        self.algorithm: bytes = info["signature_algorithm"].dump()
        self.kind: bytes = sample["content_type"].dump()

    def filled(self, attributes: bytes, signature: bytes) -> bytes:
        """Return the container with these signed attributes and their signature, in DER."""
        parts = (self.info_head, _tlv(CONTEXT_0, attributes), self.algorithm, _tlv(OCTETS, signature))
        signer = _tlv(SEQUENCE, *parts)
        content = _tlv(SEQUENCE, self.content_head, _tlv(SET, signer))
        return _tlv(SEQUENCE, self.kind, _tlv(CONTEXT_0, content))


def _tlv(tag: int, *parts: bytes) -> bytes:
    """Encode one DER element (X.690, 8.1.3)."""
    body = b"".join(parts)
    if len(body) < 0x80:
        return bytes((tag, len(body))) + body
    length = len(body).to_bytes((len(body).bit_length() + 7) // 8, "big")
    return bytes((tag, 0x80 | len(length))) + length + body
