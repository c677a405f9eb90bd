"""Lies about national plans and sites: what is not given, plans of another treaty, places that are none."""

from apitest.model import Json
from apitest.reference.faults.about import About
from apitest.reference.faults.changes import first_given, first_left_out, given, left_out
from apitest.reference.lying import Act, Fault, RecordChange

_PLANS = ("national-plans",)
_PLAN = About("plan", "national-plans")
_SITE = About("site", "sites")
_SITES = ("sites",)
_FRENCH = [{"language": "fr", "value": "Plan national de gestion des déchets"}]
_BOTH = [*_FRENCH, {"language": "en", "value": "National plan on waste"}]


def _first_ids(prefix: str) -> RecordChange:
    """The first file of each plan has an id that is the same for all, or without a prefix the plan's number."""

    def change(record: dict[str, Json], position: int) -> dict[str, Json]:
        first, *others = record["files"]
        return record | {"files": [first | {"id": prefix or str(position)}, *others]}

    return change


def _at_once(other: int = -1) -> RecordChange:
    """Every record was last changed at the same moment, but the one at a position."""

    def change(record: dict[str, Json], position: int) -> dict[str, Json]:
        return record if position == other else record | {"updated": "2016-03-02T13:07:20Z"}

    return change


_PLANS_GIVEN = (
    _PLAN.without(
        "protocolVersion",
        "protocol-version-given",
        1,
        ("A plan follows a later version of the protocol.", given(1, protocolVersion=2)),
    ),
    _PLAN.without("id", "id-given", 2, ("A plan has an id of one letter.", given(2, id="x"))),
    _PLAN.without("treaty", "treaty-given", 3, ("A plan has no page.", left_out(3, "url"))),
    _PLAN.without("country", "country-given", 4, ("A plan is of another country.", given(4, country="PW"))),
    _PLAN.without("type", "type-given", 5, ("A plan is of another type.", given(5, type="nip", treaty="stockholm"))),
    _PLAN.without("updated", "updated-given", 6, ("A plan says no day of submission.", left_out(6, "submission"))),
)
_SITES_GIVEN = (
    _SITE.without(
        "protocolVersion",
        "protocol-version-given",
        1,
        ("A site follows a later version of the protocol.", given(1, protocolVersion=2)),
    ),
    _SITE.without("id", "id-given", 2, ("A site has an id of one letter.", given(2, id="x"))),
    _SITE.without("treaty", "treaty-given", 3, ("A site has no page.", left_out(3, "url"))),
    _SITE.without(
        "country",
        "country-given",
        4,
        ("A site is in another country.", given(4, country="KE", latitude=-0.7, longitude=36.4)),
    ),
    _SITE.without("type", "type-given", 5, ("A site is of the other type.", given(5, type="whc", treaty="whc"))),
    _SITE.without(
        "updated",
        "updated-given",
        6,
        ("A site was last changed in another year.", given(6, updated="2026-01-05T08:00:00Z")),
    ),
)

_OF_PLANS = (
    _PLAN.lie(
        "without-english",
        "title-in-english",
        ("A plan has a title in French alone.", given(7, title=_FRENCH)),
        ("The English title of a plan stands behind the French one.", given(7, title=_BOTH)),
    ),
    _PLAN.lie(
        "without-files",
        "files-given",
        ("The list of files of a plan is empty.", given(8, files=[])),
        ("A file of a plan has no name.", first_left_out(8, "files", "filename")),
    ),
    _PLAN.lie(
        "file-nowhere",
        "file-source-given",
        ("A file of a plan has neither address nor content.", first_left_out(9, "files", "url")),
        (
            "A file of a plan has another address.",
            first_given(9, "files", url="https://documents.example.org/plans/other.pdf", filename="other.pdf"),
        ),
    ),
    _PLAN.lie(
        "file-without-id",
        "file-id-given",
        ("A file of a plan has no id.", first_left_out(14, "files", "id")),
        ("The id of a file of a plan is one digit.", first_given(14, "files", id="7")),
    ),
    _PLAN.lie(
        "files-of-one-id",
        "file-ids-unique",
        ("The first files of all plans have one id.", _first_ids("en")),
        ("The ids of files are numbers.", _first_ids("")),
    ),
    _PLAN.lie(
        "file-without-media-type",
        "file-media-type-given",
        ("A file of a plan has no media type.", first_left_out(15, "files", "mimeType")),
        ("A file of a plan has no size.", first_left_out(15, "files", "size")),
    ),
    _PLAN.lie(
        "file-without-language",
        "file-language-given",
        ("A file of a plan has no language.", first_left_out(16, "files", "language")),
        ("A file of a plan is in another language.", first_given(16, "files", language="pt")),
    ),
    _PLAN.lie(
        "file-language-undetermined",
        "file-language-tag",
        ("The language of a file of a plan is 'und'.", first_given(17, "files", language="und")),
        ("A file of a plan is in Northern Sami.", first_given(17, "files", language="se")),
    ),
    _PLAN.lie(
        "of-another-treaty",
        "type-fits-treaty",
        ("An implementation plan is one of CITES.", given(10, type="nip", treaty="cites")),
        ("A biodiversity plan is one of Nagoya.", given(10, type="nbsap", treaty="nagoya")),
    ),
    _PLAN.lie(
        "submitted-in-1970",
        "dates-real",
        ("A plan was submitted when clocks begin.", given(11, submission="1970-01-01T00:00:00Z")),
        ("A plan was submitted a day later.", given(11, submission="1970-01-02T00:00:00Z")),
    ),
    _PLAN.lie(
        "submitted-tomorrow",
        "submission-not-in-future",
        ("A plan was submitted in 2098.", given(12, submission="2098-03-04T00:00:00Z")),
        ("A plan was submitted in 1998.", given(12, submission="1998-03-04T00:00:00Z")),
    ),
    Fault(
        name="vocabulary-national-plan-type",
        breaks="vocabulary/national-plan-type",
        entities=_PLANS,
        lie=Act("The type of a plan is not listed.", record=given(13, type="strategy")),
        near_miss=Act("A plan is a programme of education.", record=given(13, type="cepa", treaty="cbd")),
    ),
)

_OF_SITES = (
    _SITE.lie(
        "without-english",
        "name-in-english",
        ("A site has a name in French alone.", given(7, name=_FRENCH)),
        ("The English name of a site stands behind the French one.", given(7, name=_BOTH)),
    ),
    _SITE.lie(
        "off-the-map",
        "coordinates-in-range",
        ("A site lies at the latitude 136.8.", given(8, latitude=136.8219, longitude=-1.2921)),
        ("A site lies at the South Pole.", given(8, latitude=-90, longitude=180, country="AQ")),
    ),
    _SITE.lie(
        "with-one-coordinate",
        "coordinates-in-pairs",
        ("A site has a latitude alone.", left_out(9, "longitude")),
        ("A site has no coordinates.", left_out(9, "latitude", "longitude")),
    ),
    _SITE.lie(
        "in-the-atlantic",
        "coordinates-not-zero",
        ("A site lies at 0 and 0.", given(10, latitude=0, longitude=0)),
        ("A site lies on the equator.", given(10, latitude=0, longitude=32.5, country="UG")),
    ),
    _SITE.lie(
        "with-swapped-coordinates",
        "coordinates-in-country",
        (
            "Latitude and longitude of a site have changed places.",
            given(11, country="KE", latitude=36.8219, longitude=-1.2921),
        ),
        ("A site is an island off the coast.", given(11, country="KE", latitude=-4.65, longitude=42.3)),
    ),
    _SITE.lie(
        "of-another-treaty",
        "type-fits-treaty",
        ("A World Heritage site is one of Ramsar.", given(12, type="whc", treaty="ramsar")),
        ("A site is one of Ramsar, and says so.", given(12, type="ramsar", treaty="ramsar")),
    ),
    Fault(
        name="vocabulary-site-type",
        breaks="vocabulary/site-type",
        entities=_SITES,
        lie=Act("The type of a site is not listed.", record=given(13, type="wetland")),
        near_miss=Act("A site is of the other type.", record=given(13, type="whc", treaty="whc")),
    ),
)

_AS_SEEN: tuple[Fault, ...] = (
    _PLAN.lie(
        "submitted-to-the-second",
        "submission-is-a-day",
        ("A plan was submitted at 18:40:38.", given(20, submission="2014-05-28T18:40:38.133Z")),
        ("A plan was submitted at midnight in Nairobi.", given(20, submission="2014-05-27T21:00:00Z")),
    ),
    _PLAN.lie(
        "file-of-other-language",
        "file-language-fits-name",
        (
            "The address of a file that is said to be Spanish ends in 'en'.",
            first_given(21, "files", language="es", url="https://a.example.org/k-01-en.pdf", filename="k-01-es.pdf"),
        ),
        (
            "The address of a file names a country, the file is in English.",
            first_given(21, "files", language="en", url="https://a.example.org/es-01-en.pdf", filename="k-01-en.pdf"),
        ),
    ),
    Fault(
        name="sites-updated-at-once",
        breaks="sites/updated-differs",
        entities=_SITES,
        lie=Act("All sites were changed at one moment.", record=_at_once()),
        near_miss=Act("All sites but one were changed at one moment.", record=_at_once(3)),
    ),
)

FAULTS: tuple[Fault, ...] = (*_PLANS_GIVEN, *_OF_PLANS, *_SITES_GIVEN, *_OF_SITES, *_AS_SEEN)
