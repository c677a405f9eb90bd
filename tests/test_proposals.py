"""What a proposal cites can be looked up: every one stands on the page of proposals with its place and its sentence."""

from apitest.model import SourceKind
from apitest.shipped import shipped
from making import CONTRACT

PAGE = shipped("contracts").parent / "docs" / "proposals.md"


def test_every_proposal_stands_on_its_page() -> None:
    page = PAGE.read_text("utf-8")
    proposals = [item for item in CONTRACT.requirements.values() if item.source.kind is SourceKind.PROPOSAL]

    missing = [item.id for item in proposals if f"| {item.source.place} | `{item.id}` | {item.sentence} |" not in page]

    assert proposals
    assert missing == []


def test_the_page_has_no_proposal_that_is_none() -> None:
    rows = [
        line.split("`")[1] for line in PAGE.read_text("utf-8").splitlines() if line.startswith("| ") and "`" in line
    ]

    assert sorted(rows) == sorted(
        item.id for item in CONTRACT.requirements.values() if item.source.kind is SourceKind.PROPOSAL
    )
