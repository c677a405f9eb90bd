"""Lies about national plans and sites: what is not given, plans of another treaty, places that are none."""

from apitest.model import Json
from apitest.reference.faults.changes import first_given, first_left_out, given, left_out
from apitest.reference.lying import Act, Fault, RecordChange

_PLANS = ("national-plans",)
_SITES = ("sites",)
_FRENCH = [{"language": "fr", "value": "Plan national de gestion des déchets"}]
_BOTH = [*_FRENCH, {"language": "en", "value": "National plan on waste"}]


def _absent(entity: str, one: str, name: str, breaks: str, position: int, near: Act) -> Fault:
    """The fault that a property is missing from one record."""
    return Fault(
        name=f"{one}-without-{breaks.removesuffix('-given')}",
        breaks=f"{entity}/{breaks}",
        entities=(entity,),
        lie=Act(f"A {one} has no {name}.", record=left_out(position, name)),
        near_miss=near,
    )


def _first_ids(prefix: str) -> RecordChange:
    """The first file of each plan has an id that is the same for all, or without a prefix the plan's number."""

    def change(record: dict[str, Json], position: int) -> dict[str, Json]:
        first, *others = record["files"]
        return record | {"files": [first | {"id": prefix or str(position)}, *others]}

    return change


_PLANS_GIVEN = (
    _absent("national-plans", "plan", "protocolVersion", "protocol-version-given", 1,
            Act("A plan follows a later version of the protocol.", record=given(1, protocolVersion=2))),
    _absent("national-plans", "plan", "id", "id-given", 2,
            Act("A plan has an id of one letter.", record=given(2, id="x"))),
    _absent("national-plans", "plan", "treaty", "treaty-given", 3,
            Act("A plan has no page.", record=left_out(3, "url"))),
    _absent("national-plans", "plan", "country", "country-given", 4,
            Act("A plan is of another country.", record=given(4, country="PW"))),
    _absent("national-plans", "plan", "type", "type-given", 5,
            Act("A plan is of another type.", record=given(5, type="nip", treaty="stockholm"))),
    _absent("national-plans", "plan", "updated", "updated-given", 6,
            Act("A plan says no day of submission.", record=left_out(6, "submission"))),
)  # fmt: skip
_SITES_GIVEN = (
    _absent("sites", "site", "protocolVersion", "protocol-version-given", 1,
            Act("A site follows a later version of the protocol.", record=given(1, protocolVersion=2))),
    _absent("sites", "site", "id", "id-given", 2, Act("A site has an id of one letter.", record=given(2, id="x"))),
    _absent("sites", "site", "treaty", "treaty-given", 3, Act("A site has no page.", record=left_out(3, "url"))),
    _absent("sites", "site", "country", "country-given", 4, Act(
        "A site is in another country.", record=given(4, country="KE", latitude=-0.7, longitude=36.4))),
    _absent("sites", "site", "type", "type-given", 5,
            Act("A site is of the other type.", record=given(5, type="whc", treaty="whc"))),
    _absent("sites", "site", "updated", "updated-given", 6,
            Act("A site was last changed in another year.", record=given(6, updated="2026-01-05T08:00:00Z"))),
)  # fmt: skip

_OF_PLANS = (
    Fault(
        name="plan-without-english",
        breaks="national-plans/title-in-english",
        entities=_PLANS,
        lie=Act("A plan has a title in French alone.", record=given(7, title=_FRENCH)),
        near_miss=Act("The English title of a plan stands behind the French one.", record=given(7, title=_BOTH)),
    ),
    Fault(
        name="plan-without-files",
        breaks="national-plans/files-given",
        entities=_PLANS,
        lie=Act("The list of files of a plan is empty.", record=given(8, files=[])),
        near_miss=Act("A file of a plan has no name.", record=first_left_out(8, "files", "filename")),
    ),
    Fault(
        name="plan-file-nowhere",
        breaks="national-plans/file-source-given",
        entities=_PLANS,
        lie=Act("A file of a plan has neither address nor content.", record=first_left_out(9, "files", "url")),
        near_miss=Act(
            "A file of a plan has another address.",
            record=first_given(9, "files", url="https://documents.example.org/plans/other.pdf", filename="other.pdf"),
        ),
    ),
    Fault(
        name="plan-file-without-id",
        breaks="national-plans/file-id-given",
        entities=_PLANS,
        lie=Act("A file of a plan has no id.", record=first_left_out(14, "files", "id")),
        near_miss=Act("The id of a file of a plan is one digit.", record=first_given(14, "files", id="7")),
    ),
    Fault(
        name="plan-files-of-one-id",
        breaks="national-plans/file-ids-unique",
        entities=_PLANS,
        lie=Act("The first files of all plans have one id.", record=_first_ids("en")),
        near_miss=Act("The ids of files are numbers.", record=_first_ids("")),
    ),
    Fault(
        name="plan-file-without-media-type",
        breaks="national-plans/file-media-type-given",
        entities=_PLANS,
        lie=Act("A file of a plan has no media type.", record=first_left_out(15, "files", "mimeType")),
        near_miss=Act("A file of a plan has no size.", record=first_left_out(15, "files", "size")),
    ),
    Fault(
        name="plan-file-without-language",
        breaks="national-plans/file-language-given",
        entities=_PLANS,
        lie=Act("A file of a plan has no language.", record=first_left_out(16, "files", "language")),
        near_miss=Act("A file of a plan is in another language.", record=first_given(16, "files", language="pt")),
    ),
    Fault(
        name="plan-file-language-undetermined",
        breaks="national-plans/file-language-tag",
        entities=_PLANS,
        lie=Act("The language of a file of a plan is 'und'.", record=first_given(17, "files", language="und")),
        near_miss=Act("A file of a plan is in Northern Sami.", record=first_given(17, "files", language="se")),
    ),
    Fault(
        name="plan-of-another-treaty",
        breaks="national-plans/type-fits-treaty",
        entities=_PLANS,
        lie=Act("An implementation plan is one of CITES.", record=given(10, type="nip", treaty="cites")),
        near_miss=Act("A biodiversity plan is one of Nagoya.", record=given(10, type="nbsap", treaty="nagoya")),
    ),
    Fault(
        name="plan-submitted-in-1970",
        breaks="national-plans/dates-real",
        entities=_PLANS,
        lie=Act("A plan was submitted when clocks begin.", record=given(11, submission="1970-01-01T00:00:00Z")),
        near_miss=Act("A plan was submitted a day later.", record=given(11, submission="1970-01-02T00:00:00Z")),
    ),
    Fault(
        name="plan-submitted-tomorrow",
        breaks="national-plans/submission-not-in-future",
        entities=_PLANS,
        lie=Act("A plan was submitted in 2098.", record=given(12, submission="2098-03-04T00:00:00Z")),
        near_miss=Act("A plan was submitted in 1998.", record=given(12, submission="1998-03-04T00:00:00Z")),
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
    Fault(
        name="site-without-english",
        breaks="sites/name-in-english",
        entities=_SITES,
        lie=Act("A site has a name in French alone.", record=given(7, name=_FRENCH)),
        near_miss=Act("The English name of a site stands behind the French one.", record=given(7, name=_BOTH)),
    ),
    Fault(
        name="site-off-the-map",
        breaks="sites/coordinates-in-range",
        entities=_SITES,
        lie=Act("A site lies at the latitude 136.8.", record=given(8, latitude=136.8219, longitude=-1.2921)),
        near_miss=Act("A site lies at the South Pole.", record=given(8, latitude=-90, longitude=180, country="AQ")),
    ),
    Fault(
        name="site-with-one-coordinate",
        breaks="sites/coordinates-in-pairs",
        entities=_SITES,
        lie=Act("A site has a latitude alone.", record=left_out(9, "longitude")),
        near_miss=Act("A site has no coordinates.", record=left_out(9, "latitude", "longitude")),
    ),
    Fault(
        name="site-in-the-atlantic",
        breaks="sites/coordinates-not-zero",
        entities=_SITES,
        lie=Act("A site lies at 0 and 0.", record=given(10, latitude=0, longitude=0)),
        near_miss=Act("A site lies on the equator.", record=given(10, latitude=0, longitude=32.5, country="UG")),
    ),
    Fault(
        name="site-with-swapped-coordinates",
        breaks="sites/coordinates-in-country",
        entities=_SITES,
        lie=Act(
            "Latitude and longitude of a site have changed places.",
            record=given(11, country="KE", latitude=36.8219, longitude=-1.2921),
        ),
        near_miss=Act(
            "A site is an island off the coast.", record=given(11, country="KE", latitude=-4.65, longitude=42.3)
        ),
    ),
    Fault(
        name="site-of-another-treaty",
        breaks="sites/type-fits-treaty",
        entities=_SITES,
        lie=Act("A World Heritage site is one of Ramsar.", record=given(12, type="whc", treaty="ramsar")),
        near_miss=Act("A site is one of Ramsar, and says so.", record=given(12, type="ramsar", treaty="ramsar")),
    ),
    Fault(
        name="vocabulary-site-type",
        breaks="vocabulary/site-type",
        entities=_SITES,
        lie=Act("The type of a site is not listed.", record=given(13, type="wetland")),
        near_miss=Act("A site is of the other type.", record=given(13, type="whc", treaty="whc")),
    ),
)

FAULTS: tuple[Fault, ...] = (*_PLANS_GIVEN, *_OF_PLANS, *_SITES_GIVEN, *_OF_SITES)
