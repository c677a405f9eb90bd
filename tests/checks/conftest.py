"""
What the checks that converse ask and say in the tests of their module, held word for word in `tests/checks/findings/`.

Their tests look at a part of it, in the way of each; the rest, above all what is expected and how to mend it, is held here.
"""

from collections.abc import Iterator
from types import ModuleType

import pytest

from apitest.checks import (
    bounding,
    combining,
    compatibility,
    contrasting,
    conversing,
    describing,
    efficiency,
    files,
    headers,
    paging,
    query,
    refusing,
    service,
    transport,
)
from apitest.model import Departure
from telling import ASKED, RENEW, asked, section, told

WATCHED: dict[str, tuple[ModuleType, ...]] = {
    "test_bounding": (bounding, conversing),
    "test_combining": (combining, conversing),
    "test_compatibility": (compatibility, conversing),
    "test_contrasting": (contrasting, efficiency),
    "test_describing": (describing, conversing),
    "test_efficiency": (efficiency, conversing),
    "test_files": (files,),
    "test_headers": (headers, transport),
    "test_paging": (paging, conversing),
    "test_query": (query, conversing),
    "test_refusing": (refusing,),
    "test_service": (service, conversing),
    "test_transport": (transport,),
}
"""Module of tests → the rooms whose findings it makes."""


@pytest.fixture(autouse=True)
def _findings_are_worded_as_they_were(
    request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch
) -> Iterator[None]:
    name = request.path.stem
    heard: list[Departure] = []
    ASKED.clear()

    def made(**facts: object) -> Departure:
        heard.append(Departure(**facts))
        return heard[-1]

    for room in WATCHED.get(name, ()):
        if hasattr(room, "Departure"):
            monkeypatch.setattr(room, "Departure", made)
    yield
    if name in WATCHED:
        now = asked() + told(heard)
        assert section(name.removeprefix("test_"), request.node.name, now) == now, RENEW
