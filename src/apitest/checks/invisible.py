"""Characters that nobody sees."""

import re

INVISIBLE = re.compile(
    "[\u00ad\u034f\u115f\u1160\u17b4\u17b5\u180e\u200b\u202d\u202e\u2060-\u2064\u206a-\u206f\u3164\ufeff\uffa0\ufff9-\ufffc"
    "\ue000-\uf8ff\ufdd0-\ufdef\ufffe\uffff\U000e0000-\U000e007f\U000f0000-\U0010ffff]|(?<=[\u0000-\u024f])[\u200c\u200d]"
)
"""
Signs that nobody sees, or that mean something in one font or program only.

Joiners are left alone behind letters that they shape, and marks of direction, which Arabic needs beside Latin words.
"""


def hidden_in(identifier: str) -> re.Match[str] | None:
    """What breaks an id where nobody sees it: a blank, or an invisible character."""
    return re.search(r"\s", identifier) or INVISIBLE.search(identifier)
