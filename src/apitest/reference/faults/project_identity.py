"""Lies about what identifies a project, what must be there, and how projects hang together."""

from apitest.model import Json
from apitest.reference.faults.project_changes import LEFT_OUT, both, of, put
from apitest.reference.lying import Act, Fault

_SETS = ("projects",)


def _longer(number: int) -> list[dict[str, Json]]:
    """The title of a project, and what it is for."""
    return [{"language": "en", "value": f"{of(number, 'title')[0]['value']}, in seven countries"}]


def _related(kind: str, value: str) -> dict[str, Json]:
    return {"type": kind, "scheme": "gef", "value": value}


def _above_and_below(value: str) -> list[dict[str, Json]]:
    return [_related("1", value), _related("2", value)]


_LIKE_13: dict[str, Json] = {f"/{name}": of(13, name) for name in ("title", "countries", "finance", "scope")}

FAULTS: tuple[Fault, ...] = (
    Fault(
        name="project-without-scope",
        breaks="projects/required-properties",
        entities=_SETS,
        lie=Act("A project has no scope.", record=put(3, {"/scope": LEFT_OUT})),
        near_miss=Act("A project has no type.", record=put(3, {"/projectType": LEFT_OUT})),
    ),
    Fault(
        name="project-publisher-without-address",
        breaks="projects/required-properties",
        entities=_SETS,
        lie=Act("A publisher has no address.", record=put(14, {"/publisher/url": LEFT_OUT})),
        near_miss=Act(
            "A publisher has another address.", record=put(14, {"/publisher/url": "https://data.example.org"})
        ),
    ),
    Fault(
        name="project-without-sector",
        breaks="projects/iati-properties",
        entities=_SETS,
        lie=Act("A project has an IATI identifier and no sector.", record=put(14, {"/sectors": LEFT_OUT})),
        near_miss=Act("A project has no goals.", record=put(14, {"/sdgs": LEFT_OUT})),
    ),
    Fault(
        name="project-title-in-french",
        breaks="projects/title-in-english",
        entities=_SETS,
        lie=Act(
            "A title is in French alone.",
            record=put(73, {"/title": [{"language": "fr", "value": "Exploitation minière sans mercure"}]}),
        ),
        near_miss=Act(
            "A title is in French first, then in English.",
            record=put(
                13,
                {
                    "/title": [
                        {"language": "fr", "value": "Exploitation minière"},
                        {"language": "en", "value": "Mining"},
                    ]
                },
            ),
        ),
    ),
    Fault(
        name="project-description-repeats-title",
        breaks="projects/description-says-more",
        entities=_SETS,
        lie=Act("A description is the title again.", record=put(3, {"/description": of(3, "title")})),
        near_miss=Act("A description begins with the title.", record=put(3, {"/description": _longer(13)})),
    ),
    Fault(
        name="project-without-licence",
        breaks="projects/licence-stated",
        entities=_SETS,
        lie=Act("A project states no licence.", record=put(31, {"/licence": LEFT_OUT})),
        near_miss=Act(
            "A project states another licence.",
            record=put(31, {"/licence": "https://creativecommons.org/licenses/by/4.0/"}),
        ),
    ),
    Fault(
        name="project-identifier-twice",
        breaks="projects/identifiers-unique",
        entities=_SETS,
        lie=Act(
            "Two projects have the same GEF number.",
            record=put(
                15,
                {
                    "/identifiers/-": {"scheme": "agency", "value": "A-1"},
                    "/identifiers/0/value": "20013",
                    "/url": "https://projects.example.org/20015",
                },
            ),
        ),
        near_miss=Act(
            "Two projects have the same value in different schemes.",
            record=put(15, {"/identifiers/-": {"scheme": "agency", "value": "20013"}}),
        ),
    ),
    Fault(
        name="project-activity-twice",
        breaks="projects/identifiers-unique",
        entities=_SETS,
        lie=Act(
            "Two projects are one IATI activity.", record=put(15, {"/iatiIdentifier": "XM-DAC-41116-REFERENCE-13"})
        ),
        near_miss=Act(
            "A project has an IATI identifier that begins as another one does.",
            record=put(15, {"/iatiIdentifier": "XM-DAC-41116-REFERENCE-13-2"}),
        ),
    ),
    Fault(
        name="project-gef-number-with-prefix",
        breaks="projects/gef-number-form",
        entities=_SETS,
        lie=Act(
            "A GEF number has letters before it.",
            record=put(13, {"/identifiers/0/value": "GEF-20013", "/url": "https://projects.example.org/20013"}),
        ),
        near_miss=Act(
            "A GEF number has six digits.",
            record=put(13, {"/identifiers/0/value": "200130", "/url": "https://projects.example.org/200130"}),
        ),
    ),
    Fault(
        name="project-page-of-another",
        breaks="projects/gef-page-agrees",
        entities=_SETS,
        lie=Act(
            "A page is that of another GEF number.",
            record=put(31, {"/url": "https://www.thegef.org/projects-operations/projects/11535"}),
        ),
        near_miss=Act(
            "A page on the site of the GEF is none of a project.",
            record=put(31, {"/url": "https://www.thegef.org/projects-operations/database"}),
        ),
    ),
    Fault(
        name="project-without-source",
        breaks="projects/source-named",
        entities=_SETS,
        lie=Act("A project with a GEF number names no source.", record=put(33, {"/source": LEFT_OUT})),
        near_miss=Act(
            "The GEF publishes a project of its own without a source.",
            record=put(33, {"/source": LEFT_OUT, "/publisher/url": "https://www.thegef.org"}),
        ),
    ),
    Fault(
        name="project-twice",
        breaks="projects/probable-duplicate",
        entities=_SETS,
        lie=Act("Two projects agree in title, countries and grant.", record=put(15, _LIKE_13)),
        near_miss=Act(
            "Two projects agree in title and countries, not in the grant.",
            record=put(15, {**_LIKE_13, "/finance": of(15, "finance")}),
        ),
    ),
    Fault(
        name="project-iati-identifier-with-slash",
        breaks="projects/iati-identifier-form",
        entities=_SETS,
        lie=Act("An IATI identifier holds a slash.", record=put(3, {"/iatiIdentifier": "XM-DAC-41116-13/1"})),
        near_miss=Act("An IATI identifier holds a dot.", record=put(3, {"/iatiIdentifier": "XM-DAC-41116-13.1"})),
    ),
    Fault(
        name="project-iati-identifier-of-nobody",
        breaks="projects/iati-identifier-prefix",
        entities=_SETS,
        lie=Act(
            "An IATI identifier begins with no organisation of the record.",
            record=put(31, {"/iatiIdentifier": "XM-DAC-41114-13"}),
        ),
        near_miss=Act(
            "An IATI identifier begins with the id of the publisher.",
            record=put(31, {"/iatiIdentifier": "XM-DAC-41114-13", "/publisher/ref": "XM-DAC-41114"}),
        ),
    ),
    Fault(
        name="project-iati-identifier-of-organisation",
        breaks="projects/iati-identifier-not-organisation",
        entities=_SETS,
        lie=Act(
            "An IATI identifier is the id of an organisation.", record=put(31, {"/iatiIdentifier": "XM-DAC-41116"})
        ),
        near_miss=Act(
            "An IATI identifier is that id and one character more.",
            record=put(31, {"/iatiIdentifier": "XM-DAC-41116-X"}),
        ),
    ),
    Fault(
        name="project-child-unknown-to-parent",
        breaks="projects/relations-mutual",
        entities=_SETS,
        lie=Act(
            "A project names a parent that does not name it.",
            record=put(13, {"/relatedProjects": [{"type": "1", "scheme": "gef", "value": "20015"}]}),
        ),
        near_miss=Act(
            "A project names a sibling that does not name it.",
            record=put(13, {"/relatedProjects": [{"type": "3", "scheme": "gef", "value": "20015"}]}),
        ),
    ),
    Fault(
        name="project-parent-child-cycle",
        breaks="projects/hierarchy-without-cycles",
        entities=_SETS,
        lie=Act(
            "Two projects stand above each other.",
            record=both(
                put(13, {"/relatedProjects": _above_and_below("20015")}),
                put(15, {"/relatedProjects": _above_and_below("20013")}),
            ),
        ),
        near_miss=Act(
            "One project stands above another, and beside it.",
            record=both(
                put(13, {"/relatedProjects": [_related("2", "20015"), _related("3", "20015")]}),
                put(15, {"/relatedProjects": [_related("1", "20013")]}),
            ),
        ),
    ),
    Fault(
        name="project-related-to-nothing",
        breaks="projects/related-projects-exist",
        entities=_SETS,
        lie=Act(
            "The GEF relates a project to a number that it did not give out.",
            record=put(3, {"/publisher/url": "https://www.thegef.org", "/relatedProjects": [_related("3", "99999")]}),
        ),
        near_miss=Act(
            "A secretariat relates a project to one that it does not publish.",
            record=put(3, {"/relatedProjects": [_related("3", "99999")]}),
        ),
    ),
)
