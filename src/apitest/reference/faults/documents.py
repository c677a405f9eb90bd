"""Lies about documents: what is not given, entries of lists without their main part, treaties, and dates."""

from apitest.reference.faults.changes import first_given, first_left_out, given, left_out
from apitest.reference.lying import Act, Fault, RecordChange

_SETS = ("documents",)
_FRENCH = [{"language": "fr", "value": "Directives techniques sur les déchets"}]
_BOTH = [*_FRENCH, {"language": "en", "value": "Technical guidelines on waste"}]
_LONG_NAME, _LONG_TITLE = "Working group " * 22, "Guideline on waste " * 120


def _fault(name: str, breaks: str, lie: tuple[str, RecordChange], near: tuple[str, RecordChange]) -> Fault:
    return Fault(
        name=f"document-{name}",
        breaks=f"documents/{breaks}",
        entities=_SETS,
        lie=Act(lie[0], record=lie[1]),
        near_miss=Act(near[0], record=near[1]),
    )


_GIVEN = (
    _fault("without-id", "id-given", ("A document has no id.", left_out(1, "id")),
           ("A document has an id of one letter.", given(1, id="x"))),
    _fault("without-treaty", "treaty-named", ("A document names no treaty.", left_out(2, "treaty", "treaties")),
           ("A document names its main treaty among others only.", left_out(2, "treaty"))),
    _fault("without-english", "title-in-english", ("A title is French alone.", given(3, title=_FRENCH)),
           ("The English title stands behind the French one.", given(3, title=_BOTH))),
    _fault("without-type", "type-given", ("A document has no kind.", given(4, types=[])),
           ("A kind has no id.", first_left_out(4, "types", "id"))),
    _fault("without-author", "author-given", ("A document has no author.", given(5, authors=[])),
           ("An author is of no kind.", first_left_out(5, "authors", "type"))),
    _fault("without-keyword", "keyword-given",
           ("A document has neither keywords nor tags.", given(6, keywords=[], tags=[])),
           ("A document has tags, but no keywords.", given(6, keywords=[]))),
    _fault("without-file", "file-given", ("A document has no file.", given(7, files=[])),
           ("A file has no name.", first_left_out(7, "files", "filename"))),
    _fault("without-published", "published-given", ("No day of publication is told.", left_out(8, "published")),
           ("A document has no description.", left_out(8, "description"))),
    _fault("without-updated", "updated-given", ("No last change is told.", left_out(9, "updated")),
           ("A document has no picture.", left_out(9, "thumbnailUrl"))),
)  # fmt: skip
_ENTRIES = (
    _fault("file-nowhere", "file-source-given", ("A file has no address.", first_left_out(10, "files", "url")), (
        "A file has another address.",
        first_given(10, "files", url="https://documents.example.org/documents/other.pdf", filename="other.pdf"))),
    _fault("type-without-value", "type-value-given", ("A kind has no name.", first_left_out(11, "types", "value")),
           ("A kind has another name.", first_given(11, "types", value="toolkit"))),
    _fault("author-without-name", "author-named", ("An author has no name.", first_left_out(12, "authors", "name")),
           ("An author has another name.", first_given(12, "authors", name="A committee"))),
    _fault("keyword-as-address", "keyword-worded",
           ("A keyword is an address alone.", first_left_out(13, "keywords", "literalForm")),
           ("A keyword is words alone.", first_left_out(13, "keywords", "termURI", "scope"))),
    _fault("tag-without-word", "tag-worded", ("A tag has no word.", first_left_out(14, "tags", "value")),
           ("A tag is of no list.", first_left_out(14, "tags", "scope"))),
    _fault("author-too-long", "names-fit-fields",
           ("The name of an author has 308 characters.", first_given(15, "authors", name=_LONG_NAME.strip())),
           ("The name of an author has 251 characters.", first_given(15, "authors", name=_LONG_NAME[:251]))),
    _fault("title-too-long", "title-fits-field",
           ("A title has 2279 bytes.", given(16, title=[{"language": "en", "value": _LONG_TITLE.strip()}])),
           ("A title has 2042 bytes.", given(16, title=[{"language": "en", "value": _LONG_TITLE[:2042]}]))),
    _fault("identifier-empty", "identifier-complete",
           ("An identifier has neither name nor value.", first_left_out(17, "identifiers", "name", "value")),
           ("An identifier has another name.", first_given(17, "identifiers", name="Library number"))),
    _fault("reference-to-nothing", "reference-complete",
           ("A meeting is referred to without its id.", first_left_out(18, "referenceToEntities", "refId")),
           ("A report is referred to.", first_given(18, "referenceToEntities", type="CountryReports", refId="r-1"))),
)  # fmt: skip
_FACTS = (
    _fault("treaty-misspelt", "treaties-known",
           ("A document is of a treaty that nobody knows.", given(19, treaty="basel", treaties=["basel", "basle"])),
           ("A document is of another treaty too.", given(19, treaty="basel", treaties=["basel", "rotterdam"]))),
    _fault("treaty-apart", "treaty-among-treaties",
           ("The main treaty is none of the treaties.", given(20, treaty="basel", treaties=["stockholm"])),
           ("The main treaty is the last of the treaties.", given(20, treaty="basel", treaties=["cbd", "basel"]))),
    _fault("published-tomorrow", "published-not-in-future",
           ("A document was published in 2098.", given(21, published="2098-03-04T00:00:00Z")),
           ("A document was published in 1998.", given(21, published="1998-03-04T00:00:00Z"))),
    _fault("published-in-1970", "dates-real",
           ("A document was published when clocks begin.", given(22, published="1970-01-01T00:00:00Z")),
           ("A document was published a day later.", given(22, published="1970-01-02T00:00:00Z"))),
)  # fmt: skip

FAULTS: tuple[Fault, ...] = (*_GIVEN, *_ENTRIES, *_FACTS)
