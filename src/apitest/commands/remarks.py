"""The file in which partners reply to findings."""

from pathlib import Path

from apitest.errors import UsageError
from apitest.reports.remarks import remarks_of
from apitest.results import RemarkRow


def read_remarks(path: str | None) -> tuple[RemarkRow, ...]:
    """
    Read a file of remarks; none without a file.

    Raises:
        ConfigurationError: it cannot be read as remarks.
        UsageError: it cannot be read at all.
    """
    if path is None:
        return ()
    try:
        return remarks_of(Path(path).read_text("utf-8"), path)
    except (OSError, UnicodeDecodeError) as error:
        got = getattr(error, "strerror", None) or str(error)
        raise UsageError(expected="a file of remarks", got=got, where=path, fix="See docs/remarks.md.") from error
