"""The names SAML 2.0 gives to things (saml-core, saml-bindings, saml-metadata), as lxml writes them."""

SAML = "{urn:oasis:names:tc:SAML:2.0:assertion}"
SAMLP = "{urn:oasis:names:tc:SAML:2.0:protocol}"
METADATA = "{urn:oasis:names:tc:SAML:2.0:metadata}"
SIGNATURE = "{http://www.w3.org/2000/09/xmldsig#}Signature"
PROTOCOL = "urn:oasis:names:tc:SAML:2.0:protocol"
SUCCESS = "urn:oasis:names:tc:SAML:2.0:status:Success"
BEARER = "urn:oasis:names:tc:SAML:2.0:cm:bearer"
PERSISTENT = "urn:oasis:names:tc:SAML:2.0:nameid-format:persistent"
BY_POST = "urn:oasis:names:tc:SAML:2.0:bindings:HTTP-POST"
NAMESPACES = {"saml": SAML[1:-1], "samlp": SAMLP[1:-1], "md": METADATA[1:-1]}
