"""Words that stand in a field until somebody fills it, in the six languages, as patterns that a JSON Schema can use too."""

import re

LONGEST = 100
"""A text of more signs stands in for nothing, unless it is 'Lorem ipsum'."""
_LATER = "(?: yet| soon| shortly| later| in due course)?"
_WHAT = "(?:text|title|name|description|summary|content|translation|information|details?|data|date|venue|document|file)"
_DONE = (
    "(?:added|advised|announced|completed|confirmed|decided|defined|determined|drafted|entered|filled in|inserted"
    "|provided|specified|supplied|translated|updated|written)"
)
_HAD = "(?:available|applicable|known|provided|specified|translated)"
_WORDS = (
    "tb[acd]",
    f"(?:{_WHAT} )?(?:is |are |still )?to be {_DONE}{_LATER}",
    f"(?:{_WHAT} )?(?:to|will) (?:follow|come){_LATER}",
    f"(?:{_WHAT} )?(?:is |are )?(?:coming soon|pending|not (?:yet )?{_HAD})",
    f"no {_WHAT}(?: (?:yet|available|provided|given))*",
    f"(?:add|enter|insert|type|write) (?:your |the |a )?{_WHAT}(?: here)?",
    f"(?:your )?{_WHAT} (?:goes )?here",
    "(?:this is (?:just )?a )?(?:test|dummy|placeholder|sample)(?: (?:text|title|record|entry|data|description))? ?[0-9]*",
    "untitled(?: [a-z]+)?", "title", "description", "summary", "string",
    "n/a", r"n\.a\.?", "none", "null", "nil", "nan", "undefined", "unknown", "todo", "to do", "fixme",
    "x{3,}", "(?:asdf|qwert)[a-z]*", "foo(?: ?bar)?",
    "[àa] (?:annoncer|compléter|confirmer|déterminer|préciser|remplir|traduire|venir)",
    "(?:texte|titre|résumé|traduction|date|lieu) (?:à venir|à confirmer|en cours)", "néant", "sans titre",
    "non (?:disponible|applicable|renseignée?|précisée?|communiquée?)",
    "por (?:anunciar|completar|confirmar|definir|determinar|traducir)",
    "pendiente(?: de (?:confirmar|confirmación|definir|traducción|traducir))?",
    "no (?:disponible|aplicable|aplica)", "sin (?:título|titulo|datos|información)",
    "нет данных", "без названия", "уточняется", "待定", "暂无", "无标题", "غير متوفر", "غير متاح", "بدون عنوان",
)  # fmt: skip


def in_any_case(pattern: str) -> str:
    """A pattern of small letters that also takes capitals; what follows a backslash stays as it is."""
    return re.sub(r"\\.|\[[^\]]*\]|\w", lambda found: _either(found.group()), pattern)


def _either(part: str) -> str:
    """A letter, or a class of letters, small or large."""
    if part.startswith("\\") or part.upper() == part:
        return part
    inner = part.strip("[]")
    return f"[{inner.upper()}{inner}]"


_AROUND = r"(?:[^\w<]|<[^<>]*>)*"
"""Marks, blanks and tags."""
STAND_IN = rf"(?:{_AROUND}(?:{'|'.join(map(in_any_case, _WORDS))}|[Ll]orem ipsum.*){_AROUND}|[-–—.…?*_/\s]+)"
"""What stands in a field until somebody fills it, or marks alone."""
_STAND_IN = re.compile(STAND_IN, re.DOTALL)


def is_stand_in(text: str) -> bool:
    """Whether a text only stands in for another one; an empty one stands for nothing."""
    if len(text) > LONGEST and "orem ipsum" not in text[:LONGEST]:
        return False
    return bool(text.strip()) and _STAND_IN.fullmatch(text) is not None
