"""
The page as PDF/A-like print: the HTML report through WeasyPrint, which the extra `apitest[pdf]` brings.

Nothing is fetched while it is laid out: the page stands alone, and an address that a target smuggled in is refused.
"""

import hashlib
from typing import NoReturn

from apitest.errors import UsageError
from apitest.reports import html
from apitest.results import Results


def as_bytes(results: Results) -> bytes:
    """
    Write PDF 1.7.

    Raises:
        UsageError: the renderer is not installed, or its system libraries are not.
    """
    try:
        # Here because it is an extra, and costs more to load than all the rest.
        import weasyprint  # noqa: PLC0415
    except (ImportError, OSError) as error:
        raise UsageError(
            expected="WeasyPrint, which renders PDF",
            got=f"none that can be loaded ({shown_error(error)})",
            fix="Install it with: pip install 'apitest[pdf]' (and Pango, as your system packages it); or print the HTML.",
        ) from error
    page = html.as_bytes(results)
    document = weasyprint.HTML(string=page.decode(), url_fetcher=_refuse)
    mark = hashlib.sha256(page).hexdigest()[:32].encode()
    body: bytes = document.write_pdf(pdf_identifier=mark, pdf_tags=True)
    return body


def shown_error(error: Exception) -> str:
    """The first line of what an import said; the rest is advice for other programs."""
    return (str(error).strip().splitlines() or [type(error).__name__])[0]


def _refuse(url: str, *_args: object, **_kwargs: object) -> NoReturn:
    raise ValueError(f"The report stands alone; it does not fetch {url[:80]!r}.")
