"""What a stranger with the code may see of a name. Pure."""

import unicodedata


def masked_name(name: str) -> str:
    """Initials of the first and the last word: "Ben von Öztürk" → "B. Ö."; "–" without any letter."""
    initials = [initial for word in name.split() if (initial := _initial(word))]
    if len(initials) > 1:
        initials = [initials[0], initials[-1]]
    return " ".join(f"{initial}." for initial in initials) or "–"


def _initial(word: str) -> str:
    """The first letter of `word` with the marks that belong to it."""
    for position, char in enumerate(word):
        if unicodedata.category(char).startswith("L"):
            marks = position + 1
            while marks < len(word) and unicodedata.category(word[marks]) in ("Mn", "Mc"):
                marks += 1
            return word[position:marks].upper()
    return ""
