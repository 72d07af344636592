"""What pages may load, and from where."""

from csp.constants import NONE, SELF

PORTAL_EMBED_PROVIDERS = {
    "youtube": "https://www.youtube-nocookie.com",
    "vimeo": "https://player.vimeo.com",
}
CSP_DIRECTIVES = {
    "default-src": [NONE],
    "script-src": [SELF],
    "style-src": [SELF],
    "img-src": [SELF, "data:"],
    "font-src": [SELF],
    "connect-src": [SELF],
    "form-action": [SELF],
    "frame-src": [SELF, *PORTAL_EMBED_PROVIDERS.values()],
    "frame-ancestors": [SELF],
    "base-uri": [SELF],
    "manifest-src": [SELF],
    "object-src": [NONE],
}
CONTENT_SECURITY_POLICY = {"EXCLUDE_URL_PREFIXES": ["/cms/"], "DIRECTIVES": CSP_DIRECTIVES}
# Wagtail's admin needs inline styles and scripts; portal.ui.middleware sets this wider policy there only.
CMS_CONTENT_SECURITY_POLICY = {
    **CSP_DIRECTIVES,
    "script-src": [SELF, "'unsafe-inline'"],
    "style-src": [SELF, "'unsafe-inline'"],
    "img-src": [SELF, "data:", "blob:"],
}
