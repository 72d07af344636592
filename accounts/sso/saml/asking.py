"""What the portal says of itself: the request it sends people with, and its metadata."""

import base64
import zlib
from datetime import UTC, datetime
from urllib.parse import urlencode

from django.http import HttpRequest
from django.urls import reverse
from lxml import etree

from accounts.sso.providers import SamlProvider
from accounts.sso.saml.names import BY_POST, METADATA, NAMESPACES, PERSISTENT, PROTOCOL, SAML, SAMLP


def entity_id(request: HttpRequest, provider: SamlProvider) -> str:
    """The portal's name at this provider: the address of its metadata."""
    return request.build_absolute_uri(reverse("sso:metadata", args=[provider.slug]))


def recipient(request: HttpRequest, provider: SamlProvider) -> str:
    """The address to which alone an answer may be made out."""
    return request.build_absolute_uri(reverse("sso:receive", args=[provider.slug]))


def address(request: HttpRequest, provider: SamlProvider, *, state: str, fresh: bool) -> str:
    """Where the browser is sent, with a request of its own (binding HTTP-Redirect). `fresh` asks again."""
    asked = etree.Element(
        f"{SAMLP}AuthnRequest",
        {
            "ID": request_id(state),
            "Version": "2.0",
            "IssueInstant": datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ"),
            "Destination": provider.sign_in_url,
            "AssertionConsumerServiceURL": recipient(request, provider),
            "ProtocolBinding": BY_POST,
            **({"ForceAuthn": "true"} if fresh else {}),
        },
        nsmap=NAMESPACES,
    )
    etree.SubElement(asked, f"{SAML}Issuer").text = entity_id(request, provider)
    wanted = {} if provider.subject_attribute else {"Format": PERSISTENT}
    etree.SubElement(asked, f"{SAMLP}NameIDPolicy", {"AllowCreate": "true", **wanted})
    deflated = zlib.compress(etree.tostring(asked))[2:-4]
    query = urlencode({"SAMLRequest": base64.b64encode(deflated).decode()})
    return f"{provider.sign_in_url}{'&' if '?' in provider.sign_in_url else '?'}{query}"


def request_id(state: str) -> str:
    """An XML name must not begin with a digit or a dash."""
    return f"_{state}"


def metadata(request: HttpRequest, provider: SamlProvider) -> bytes:
    about = etree.Element(
        f"{METADATA}EntityDescriptor", {"entityID": entity_id(request, provider)}, nsmap=NAMESPACES
    )
    role = etree.SubElement(
        about,
        f"{METADATA}SPSSODescriptor",
        {
            "AuthnRequestsSigned": "false",
            "WantAssertionsSigned": "true",
            "protocolSupportEnumeration": PROTOCOL,
        },
    )
    etree.SubElement(role, f"{METADATA}NameIDFormat").text = PERSISTENT
    etree.SubElement(
        role,
        f"{METADATA}AssertionConsumerService",
        {"Binding": BY_POST, "Location": recipient(request, provider), "index": "0", "isDefault": "true"},
    )
    return etree.tostring(about, xml_declaration=True, encoding="UTF-8")
