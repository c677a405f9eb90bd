"""Lies about documents: what is not given, entries of lists without their main part, treaties, and dates."""

from apitest.reference.faults.about import About
from apitest.reference.faults.changes import first_given, first_left_out, given, left_out
from apitest.reference.lying import Fault, RecordChange

_DOCUMENT = About("document", "documents")
_COVERS = "https://documents.example.org/covers"
_FRENCH = [{"language": "fr", "value": "Directives techniques sur les déchets"}]
_BOTH = [*_FRENCH, {"language": "en", "value": "Technical guidelines on waste"}]
_LONG_NAME, _LONG_TITLE = "Working group " * 22, "Guideline on waste " * 120


_GIVEN = (
    _DOCUMENT.without("id", "id-given", 1, ("A document has an id of one letter.", given(1, id="x"))),
    _DOCUMENT.lie(
        "without-treaty",
        "treaty-named",
        ("A document names no treaty.", left_out(2, "treaty", "treaties")),
        ("A document names its main treaty among others only.", left_out(2, "treaty")),
    ),
    _DOCUMENT.lie(
        "without-english",
        "title-in-english",
        ("A title is French alone.", given(3, title=_FRENCH)),
        ("The English title stands behind the French one.", given(3, title=_BOTH)),
    ),
    _DOCUMENT.lie(
        "without-type",
        "type-given",
        ("A document has no kind.", given(4, types=[])),
        ("A kind has no id.", first_left_out(4, "types", "id")),
    ),
    _DOCUMENT.lie(
        "without-author",
        "author-given",
        ("A document has no author.", given(5, authors=[])),
        ("An author is of no kind.", first_left_out(5, "authors", "type")),
    ),
    _DOCUMENT.lie(
        "without-keyword",
        "keyword-given",
        ("A document has neither keywords nor tags.", given(6, keywords=[], tags=[])),
        ("A document has tags, but no keywords.", given(6, keywords=[])),
    ),
    _DOCUMENT.lie(
        "without-file",
        "file-given",
        ("A document has no file.", given(7, files=[])),
        ("A file has no name.", first_left_out(7, "files", "filename")),
    ),
    _DOCUMENT.lie(
        "without-published",
        "published-given",
        ("No day of publication is told.", left_out(8, "published")),
        ("A document has no description.", left_out(8, "description")),
    ),
    _DOCUMENT.lie(
        "without-updated",
        "updated-given",
        ("No last change is told.", left_out(9, "updated")),
        ("A document has no picture.", left_out(9, "thumbnailUrl")),
    ),
)
_ENTRIES = (
    _DOCUMENT.lie(
        "file-nowhere",
        "file-source-given",
        ("A file has no address.", first_left_out(10, "files", "url")),
        (
            "A file has another address.",
            first_given(10, "files", url="https://documents.example.org/documents/other.pdf", filename="other.pdf"),
        ),
    ),
    _DOCUMENT.lie(
        "type-without-value",
        "type-value-given",
        ("A kind has no name.", first_left_out(11, "types", "value")),
        ("A kind has another name.", first_given(11, "types", value="toolkit")),
    ),
    _DOCUMENT.lie(
        "author-without-name",
        "author-named",
        ("An author has no name.", first_left_out(12, "authors", "name")),
        ("An author has another name.", first_given(12, "authors", name="A committee")),
    ),
    _DOCUMENT.lie(
        "keyword-as-address",
        "keyword-worded",
        ("A keyword is an address alone.", first_left_out(13, "keywords", "literalForm")),
        ("A keyword is words alone.", first_left_out(13, "keywords", "termURI", "scope")),
    ),
    _DOCUMENT.lie(
        "tag-without-word",
        "tag-worded",
        ("A tag has no word.", first_left_out(14, "tags", "value")),
        ("A tag is of no list.", first_left_out(14, "tags", "scope")),
    ),
    _DOCUMENT.lie(
        "author-too-long",
        "names-fit-fields",
        ("The name of an author has 308 characters.", first_given(15, "authors", name=_LONG_NAME.strip())),
        ("The name of an author has 251 characters.", first_given(15, "authors", name=_LONG_NAME[:251])),
    ),
    _DOCUMENT.lie(
        "title-too-long",
        "title-fits-field",
        ("A title has 2279 bytes.", given(16, title=[{"language": "en", "value": _LONG_TITLE.strip()}])),
        ("A title has 2042 bytes.", given(16, title=[{"language": "en", "value": _LONG_TITLE[:2042]}])),
    ),
    _DOCUMENT.lie(
        "identifier-empty",
        "identifier-complete",
        ("An identifier has neither name nor value.", first_left_out(17, "identifiers", "name", "value")),
        ("An identifier has another name.", first_given(17, "identifiers", name="Library number")),
    ),
    _DOCUMENT.lie(
        "reference-to-nothing",
        "reference-complete",
        ("A meeting is referred to without its id.", first_left_out(18, "referenceToEntities", "refId")),
        ("A report is referred to.", first_given(18, "referenceToEntities", type="CountryReports", refId="r-1")),
    ),
)


def _covers(first: str, second: str) -> RecordChange:
    """Two documents have covers at these addresses."""
    covers = {23: first, 24: second}
    return lambda record, place: record | {"thumbnailUrl": covers[place]} if place in covers else record


_FACTS = (
    _DOCUMENT.lie(
        "treaty-misspelt",
        "treaties-known",
        ("A document is of a treaty that nobody knows.", given(19, treaty="basel", treaties=["basel", "basle"])),
        ("A document is of another treaty too.", given(19, treaty="basel", treaties=["basel", "rotterdam"])),
    ),
    _DOCUMENT.lie(
        "treaty-apart",
        "treaty-among-treaties",
        ("The main treaty is none of the treaties.", given(20, treaty="basel", treaties=["stockholm"])),
        ("The main treaty is the last of the treaties.", given(20, treaty="basel", treaties=["cbd", "basel"])),
    ),
    _DOCUMENT.lie(
        "published-tomorrow",
        "published-not-in-future",
        ("A document was published in 2098.", given(21, published="2098-03-04T00:00:00Z")),
        ("A document was published in 1998.", given(21, published="1998-03-04T00:00:00Z")),
    ),
    _DOCUMENT.lie(
        "published-in-1970",
        "dates-real",
        ("A document was published when clocks begin.", given(22, published="1970-01-01T00:00:00Z")),
        ("A document was published a day later.", given(22, published="1970-01-02T00:00:00Z")),
    ),
    _DOCUMENT.lie(
        "covers-of-one-name",
        "cover-names-distinct",
        ("Two covers have one name.", _covers(f"{_COVERS}/23/cover.png", f"{_COVERS}/24/cover.png")),
        ("Two documents have one cover.", _covers(f"{_COVERS}/series.png", f"{_COVERS}/series.png")),
    ),
)

FAULTS: tuple[Fault, ...] = (*_GIVEN, *_ENTRIES, *_FACTS)
