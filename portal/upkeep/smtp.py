import ssl

from django.conf import settings
from django.core.mail.backends.smtp import EmailBackend as DjangoEmailBackend
from django.utils.functional import cached_property


class EmailBackend(DjangoEmailBackend):
    """SMTP that also trusts the company's own certificate authority (`PORTAL_CA_FILE`)."""

    @cached_property
    def ssl_context(self) -> ssl.SSLContext:
        context = ssl.create_default_context()
        if settings.PORTAL_CA_FILE:
            context.load_verify_locations(cafile=settings.PORTAL_CA_FILE)
        return context
