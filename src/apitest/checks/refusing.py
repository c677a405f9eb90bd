"""What refusals may tell: what was wrong with the question, and nothing of how the service is made."""

import re
from collections.abc import Mapping

from apitest.checks.conversing import Conversation, ConversationCheck, Subject
from apitest.checks.query import malformed_for
from apitest.checks.service import ABSENT_KEY, odd_key
from apitest.model import Departure, Depth

_ERRORS = range(400, 600)
_READ = 20_000
"""Characters of an answer that are looked through."""
_INSIDE: Mapping[str, re.Pattern[str]] = {
    "a stack trace": re.compile(
        r"Traceback \(most recent call last\)|\bat [\w$<>]+(?:\.[\w$<>`]+)+\(|\bFile \\?\"[^\"\n]{1,200}\\?\", line \d"
        r"|\bon line \d+\b|:line \d+\b|\"(?:stack|stack_?trace|innerexception)\"\s*:",
        re.IGNORECASE,
    ),
    "the name of an exception": re.compile(
        # From the first name of a chain on, or each name would be looked at once for every one before it.
        r"(?<![\w.\\])[.\\]*\w+(?:[.\\]{1,2}\w+)+(?:(?<=Exception)|(?<=Error))\b"
    ),
    "an error of a database": re.compile(
        r"SQLSTATE\[|\bORA-\d{5}\b|\bSELECT .{1,400}? FROM |\bINSERT INTO \w|error in your SQL syntax|Unknown column '"
    ),
    "a path of the server": re.compile(
        r"(?:^|[\s\"'(])(?:/(?:var|srv|home|usr|opt|etc|app)/[\w.-]+|[A-Za-z]:\\{1,2}\w[\w .-]*\\)"
    ),
    "the version of a program": re.compile(
        r"\b(?:Apache|Tomcat|Jetty|nginx|Microsoft-IIS|PHP|JBoss|WildFly|GlassFish|WebLogic|WebSphere|Express|Python|Django"
        r"|Hibernate|Olingo|MySQL|MariaDB|PostgreSQL|Oracle)[ /-]v?\d+\.\d+"
    ),
}
"""What tells how a service is made, and how it is known."""


def errors_tell_nothing_of_the_inside(subject: Subject) -> Conversation:
    """Errors say nothing of how the service is made."""
    ids = [odd_key(subject), *([ABSENT_KEY] if subject.depth is Depth.FULL else [])]
    items = [subject.dialect.item(subject.base, subject.entity, key) for key in ids]
    for query in (*items, *malformed_for(subject)):
        exchange = yield query
        text = exchange.body[:_READ].decode("utf-8", "replace") if exchange.status in _ERRORS else ""
        for what, pattern in _INSIDE.items():
            match = pattern.search(text)
            if match:
                got = f"{what}: {match.group().strip()[:80]!r}"
                expected = "an error that says what was wrong with the question, and no more"
                return (Departure(expected=expected, got=got, exchange=exchange),)
    return ()


CONVERSATIONS: Mapping[str, ConversationCheck] = {
    "service/errors-without-internals": errors_tell_nothing_of_the_inside,
}
