"""What careless and hostile people type, by the kind of field they type it into."""

SCRIPT = "<script>alert(1)</script>"
FORMULA = "=cmd|' /C calc'!A0"

# Odd and yet real, all at once: stored as it is, shown as it is, and never carried out.
STRANGE = (
    f"{FORMULA} {SCRIPT}<img src=x onerror=alert(1)> \u202eمُحَمَّد אבג\u202c 👩‍🚀🏳️‍🌈 "
    "Z\u0351\u036b\u0343a\u0301lgo\u0334 {{ 7|add:7 }}{% debug %} %s %(name)s {0}"
)
# Either cleaned or refused with a message.
NUL = "a\x00b"
TEXTS = (STRANGE, f"{NUL}\r\nBcc: x@elsewhere.example", "ß" * 100_000)

DAYS = ("0001-01-01", "2038-01-20", "9999-12-31", NUL)
NUMBERS = ("-1", "99999999999999999999", NUL)
CHOICES = (f"{NUL}{SCRIPT}", "99999999999999999999")


def within(text: str, length: int) -> str:
    """`text` repeated and cut to exactly `length` characters: as much as the field takes."""
    return (text * (length // len(text) + 1))[:length]
