"""From a row to a mail: subject, text and HTML in the recipient's language, with a stable Message-ID."""

from email.utils import formataddr, parseaddr
from typing import Any

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.template import Context, engines
from django.utils import translation

from portal.mail.models import Message
from portal.mail.registry import attachment_for, facts_of
from portal.mail.wording import SUBJECT_MAX, one_line


def message_id_for(ref: Any) -> str:
    """The Message-ID of the row `ref`, under the domain that sends."""
    domain = parseaddr(settings.DEFAULT_FROM_EMAIL)[1].rpartition("@")[2] or "localhost"
    return f"<{ref}@{domain}>"


def build(message: Message) -> EmailMultiAlternatives:
    """Render `message`. Raises `TemplateDoesNotExist`, `AttachmentMissing`, and what the facts raise."""
    with translation.override(message.language):
        facts = _facts(message)
        mail = EmailMultiAlternatives(
            subject=one_line(_plain(f"mail/{message.kind}.subject.txt", facts), SUBJECT_MAX),
            body=_plain(f"mail/{message.kind}.txt", facts).strip() + "\n",
            to=[formataddr((message.recipient_name, message.address))],
            headers=_headers(message),
        )
        mail.attach_alternative(_html(f"mail/{message.kind}.html", facts), "text/html")
        if message.attachment:
            attached = attachment_for(message.attachment)
            mail.attach(one_line(attached.name, SUBJECT_MAX), attached.content, attached.content_type)
    return mail


def _headers(message: Message) -> dict[str, str]:
    return {
        "Message-ID": message.message_id,
        "Auto-Submitted": "auto-generated",
        "X-Auto-Response-Suppress": "All",
        "Content-Language": message.language,
    }


def _facts(message: Message) -> dict[str, Any]:
    return {
        "site_name": settings.PORTAL_SITE_NAME,
        "base_url": settings.PORTAL_BASE_URL.rstrip("/"),
        "language": message.language,
        "recipient_name": message.recipient_name,
        **message.context,
        **facts_of(message.kind, message.context),
    }


def _plain(name: str, facts: dict[str, Any]) -> str:
    """Render plain text: escaping is for HTML and would show `&amp;` to the reader."""
    template: Any = engines["django"].get_template(name)
    return template.template.render(Context(facts, autoescape=False))


def _html(name: str, facts: dict[str, Any]) -> str:
    return engines["django"].get_template(name).render(facts)
