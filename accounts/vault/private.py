"""V7: what belongs to a person is not kept here. A login can only be judged by its looks; the rest is said by
whoever puts it in, and by the register, which knows the routes that go over private accounts."""

# Providers of mailboxes for private people; a company there has a domain of its own.
PRIVATE_MAIL = frozenset(
    """gmail.com googlemail.com gmx.de gmx.net gmx.at gmx.ch web.de t-online.de freenet.de posteo.de
    mailbox.org outlook.com outlook.de hotmail.com hotmail.de live.com live.de msn.com icloud.com me.com
    mac.com yahoo.com yahoo.de aol.com aol.de proton.me protonmail.com""".split()
)


def looks_private(login: str) -> bool:
    """Whether `login` is an address at a provider of private mailboxes."""
    _name, at, domain = login.strip().lower().rpartition("@")
    return bool(at) and domain in PRIVATE_MAIL
