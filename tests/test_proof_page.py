"""The proof as a page: one row a requirement, what came of honest answers, lies and near-misses, and every hole named."""

from html.parser import HTMLParser

from apitest.dialects import DIALECTS
from apitest.model import Feature
from apitest.proof import Proof, Trial
from apitest.proof.page import as_html
from making import CONTRACT

TREATY, PROJECT = "vocabulary/treaty", "projects/title-in-english"


def trial(fault: str, *, lie: bool, failed: tuple[str, ...] = (), breaks: str = TREATY) -> Trial:
    sentence = f"{fault} {'lies' if lie else 'nearly lies'} <b>"
    return Trial(
        fault=fault, breaks=breaks if fault else "", dialect="wcf-v1", lie=lie, sentence=sentence, failed=failed
    )


HONEST = trial("", lie=False)
WELL = (trial("misspelt", lie=True, failed=(TREATY,)), trial("misspelt", lie=False))


class Reading(HTMLParser):
    """Anchors, tags, and the words of the page."""

    def __init__(self, page: bytes) -> None:
        super().__init__()
        self.anchors: list[str] = []
        self.tags: set[str] = set()
        self.words = ""
        self.feed(page.decode())

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self.anchors += [value for name, value in attrs if name == "id" and value]

    def handle_data(self, data: str) -> None:
        self.words += data


def read(*trials: Trial, narrowed: bool = True, unproved: tuple[tuple[str, str], ...] = ()) -> Reading:
    proof = Proof(trials=(HONEST, *trials), dialects=("wcf-v1",), narrowed=narrowed, unproved=unproved)
    return Reading(as_html(proof, CONTRACT))


def test_a_lie_that_is_noticed_is_counted_in_its_row() -> None:
    page = read(*WELL)

    assert "vocabulary--treaty" in page.anchors
    assert "honest: holds" in page.words
    assert "lies: 1 of 1 noticed" in page.words
    assert "near-misses: 1 of 1 silent" in page.words
    assert "0 holes, 0 false alarms" in page.words


def test_holes_and_false_alarms_are_named() -> None:
    page = read(trial("misspelt", lie=True), trial("misspelt", lie=False, failed=(TREATY,)))

    assert "lies: 0 of 1 noticed" in page.words
    assert "near-misses: 0 of 1 silent" in page.words
    assert "Hole: vocabulary/treaty does not notice misspelt in wcf-v1" in page.words
    assert "False alarm: vocabulary/treaty fails on the near-miss of misspelt in wcf-v1" in page.words


def test_a_narrowed_proof_has_rows_for_what_was_tried_alone() -> None:
    page = read(*WELL)

    assert [anchor for anchor in page.anchors if "--" in anchor] == ["vocabulary--treaty"]
    assert "Narrowed: not everything was tried." in page.words


def test_a_whole_proof_has_a_row_for_every_requirement_and_says_what_lacks_a_lie() -> None:
    page = read(*WELL, narrowed=False, unproved=((PROJECT, "wcf-v1"),))

    assert {name.replace("/", "--") for name in CONTRACT.requirements} <= {*page.anchors}
    assert "no lie" in page.words
    assert DIALECTS["wcf-v1"].LACKS[Feature.INLINE_COUNT] in page.words


def test_the_page_is_whole_in_itself_and_what_lies_say_is_text() -> None:
    page = read(*WELL)

    assert page.tags.isdisjoint({"script", "link", "img", "b", "iframe"})
    assert "misspelt lies <b>" in page.words
