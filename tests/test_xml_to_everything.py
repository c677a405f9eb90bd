"""An endpoint that answers XML to everything is judged, or refused in words, whichever dialect was named."""

from pathlib import Path

import pytest
from click.testing import CliRunner

from apitest.cli import main
from serving import answering

FEED = b"""<?xml version="1.0"?>
<feed xmlns="http://www.w3.org/2005/Atom" xmlns:d="http://schemas.microsoft.com/ado/2007/08/dataservices"
      xmlns:m="http://schemas.microsoft.com/ado/2007/08/dataservices/metadata">
 <entry><id>http://mea.example/informea.svc/Decisions('a1')</id><category term="informea.Decision"/>
  <content type="application/xml"><m:properties><d:id>a1</d:id></m:properties></content></entry>
</feed>"""
ENTITY = b'<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]><feed xmlns="http://www.w3.org/2005/Atom">&e;</feed>'


@pytest.mark.parametrize(
    ("body", "named", "status", "told"),
    [
        (FEED, "auto", 1, "olingo2"),
        (FEED, "mea-json", 3, "Try --dialect olingo2"),
        (ENTITY, "auto", 3, "Check that the address is that of a service"),
    ],
    ids=["feed", "feed for another dialect", "external entity"],
)
def test_xml_to_everything_is_judged_or_refused(
    body: bytes, named: str, status: int, told: str, tmp_path: Path
) -> None:
    with answering(body, "application/atom+xml") as origin:
        words = ["run", "--url", f"{origin}/informea.svc", "--dialect", named, "--entity", "decisions"]
        done = CliRunner().invoke(main, [*words, "--depth", "quick", "-n", "0", "--output", str(tmp_path / "run")])

    assert (done.exit_code, told in done.output) == (status, True), done.output
    assert "root:" not in done.output
