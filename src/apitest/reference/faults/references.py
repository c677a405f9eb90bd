"""Lies about references: records that do not fit one another, and links that lead nowhere."""

from apitest.model import Json
from apitest.reference.faults.changes import first_given, given, without
from apitest.reference.lying import Act, Fault, RecordChange, at

_DECISIONS, _MEETINGS, _PROJECTS = ("decisions",), ("meetings",), ("projects",)
_SITE = "https://www.secretariat.example.org"
_COP_17 = "Seventeenth meeting of the Conference of the Parties to the Basel Convention"


def _of_basel(position: int, without_: tuple[str, ...] = (), **values: Json) -> RecordChange:
    """One decision is of the seventeenth conference of Basel, with these values and without those properties."""
    usual: dict[str, Json] = {
        "treaty": "basel",
        "number": "BC-17/96",
        "meetingId": "basel-cop-17",
        "meetingTitle": _COP_17,
        "published": "2025-05-09T00:00:00Z",
    }
    return at(position, lambda record: without(record | usual | values, *without_))


def _of_workshop(position: int, kind: str) -> RecordChange:
    """One decision is of a workshop, which is the meeting of that number among those of the reference endpoint."""
    held: dict[str, Json] = {
        "treaty": "cms",
        "number": "12.99",
        "meetingId": "synthetic-meeting-19",
        "published": "2017-07-17T00:00:00Z",
        "type": kind,
    }
    return at(position, lambda record: without(record | held, "meetingTitle"))


def _of_meeting(position: int, key: str) -> RecordChange:
    """One document refers to this meeting."""
    return given(position, referenceToEntities=[{"id": f"reference-{position}", "type": "Meeting", "refId": key}])


def _linked(position: int, address: str) -> RecordChange:
    """One record has this link."""
    return at(position, lambda record: record | {"link" if "number" in record else "url": address})


def _links(name: str, breaks: str, position: int, lie: tuple[str, str], near_miss: tuple[str, str]) -> Fault:
    """The fault that a link of a record of each set is one that it should not be: sentence and address."""
    return Fault(
        name=f"link-{name}",
        breaks=f"references/{breaks}",
        entities=("decisions", "meetings", "national-reports", "projects"),
        lie=Act(lie[0], record=_linked(position, lie[1])),
        near_miss=Act(near_miss[0], record=_linked(position, near_miss[1])),
    )


def _names_decision(number: str) -> RecordChange:
    """The first project that names a decision names this one of the Minamata Convention."""
    return given(0, decisions=[{"treaty": "minamata", "number": number}])


def _first_file(position: int, **values: Json) -> RecordChange:
    """The first file of one record, or document of a project, has these values."""

    def changed(record: dict[str, Json]) -> dict[str, Json]:
        group = "files" if "files" in record else "documents"
        files = record.get(group) or [{}]
        return record | {group: [files[0] | values, *files[1:]]}

    return at(position, changed)


def _image(position: int, host: str) -> RecordChange:
    return given(position, imageUrl=f"https://{host}/images/{position}.jpg", imageCopyright="Reference secretariat")


_MEETING_OF_DECISION: tuple[Fault, ...] = (
    Fault(
        name="decision-of-unknown-meeting",
        breaks="references/meeting-exists",
        entities=_DECISIONS,
        lie=Act("A decision is of a meeting that is not published.", record=_of_basel(70, meetingId="basel-cop-170")),
        near_miss=Act("A decision is of a meeting that is.", record=_of_basel(70)),
    ),
    Fault(
        name="document-of-unknown-meeting",
        breaks="references/meeting-of-document-exists",
        entities=("documents",),
        lie=Act("A document refers to a meeting that is not published.", record=_of_meeting(72, "basel-cop-170")),
        near_miss=Act("A document refers to a meeting that is.", record=_of_meeting(72, "basel-cop-17")),
    ),
    Fault(
        name="decision-of-abbreviated-meeting",
        breaks="references/meeting-title-known",
        entities=_DECISIONS,
        lie=Act(
            "A decision names its meeting by an abbreviation alone.",
            record=_of_basel(71, ("meetingId",), meetingTitle="BC COP 17"),
        ),
        near_miss=Act(
            "A decision names its meeting by title alone, in capitals.",
            record=_of_basel(71, ("meetingId",), meetingTitle=_COP_17.upper()),
        ),
    ),
    Fault(
        name="decision-of-two-meetings",
        breaks="references/meeting-title-agrees",
        entities=_DECISIONS,
        lie=Act(
            "A decision has the id of one meeting and the title of another.",
            record=_of_basel(72, meetingTitle=_COP_17.replace("Seventeenth", "Sixteenth")),
        ),
        near_miss=Act(
            "A decision writes the title of its meeting with a full stop.",
            record=_of_basel(72, meetingTitle=f"{_COP_17}."),
        ),
    ),
    Fault(
        name="decision-of-other-treaty",
        breaks="references/treaty-fits-meeting",
        entities=_DECISIONS,
        lie=Act("A decision of CITES is of a meeting of Basel.", record=_of_basel(73, treaty="cites", number="17.96")),
        near_miss=Act(
            "A decision of Rotterdam is of a joint meeting with Basel.",
            record=_of_basel(73, treaty="rotterdam", number="RC-17/96"),
        ),
    ),
    Fault(
        name="decision-of-workshop",
        breaks="references/meeting-decides",
        entities=_DECISIONS,
        lie=Act("A resolution is of a workshop.", record=_of_workshop(74, "resolution")),
        near_miss=Act("A recommendation is of a workshop.", record=_of_workshop(74, "recommendation")),
    ),
    Fault(
        name="decision-of-other-session",
        breaks="references/number-fits-meeting",
        entities=_DECISIONS,
        lie=Act("A decision of the sixteenth session is of the seventeenth.", record=_of_basel(75, number="BC-16/96")),
        near_miss=Act("A decision of the seventeenth session is of it.", record=_of_basel(75, number="BC-17/96")),
    ),
    Fault(
        name="decision-before-meeting",
        breaks="references/published-not-before-meeting",
        entities=_DECISIONS,
        lie=Act(
            "A decision was published a year before its meeting.",
            record=_of_basel(76, published="2024-05-09T00:00:00Z"),
        ),
        near_miss=Act(
            "A decision was published on the first day of its meeting.",
            record=_of_basel(76, published="2025-04-28T00:00:00Z"),
        ),
    ),
    Fault(
        name="decision-long-after-meeting",
        breaks="references/published-soon-after-meeting",
        entities=_DECISIONS,
        lie=Act(
            "A decision was published nine months after its meeting.",
            record=_of_basel(77, published="2026-02-10T00:00:00Z", updated="2026-02-11T00:00:00Z"),
        ),
        near_miss=Act(
            "A decision was published five months after its meeting.",
            record=_of_basel(77, published="2025-10-09T00:00:00Z", updated="2025-10-11T00:00:00Z"),
        ),
    ),
    Fault(
        name="project-of-unknown-decision",
        breaks="references/decision-of-project-exists",
        entities=_PROJECTS,
        lie=Act("A project names a decision that is not published.", record=_names_decision("MC-5/199")),
        near_miss=Act("A project names another decision that is.", record=_names_decision("MC-5/10")),
    ),
)

_ADDRESSES: tuple[Fault, ...] = (
    _links("relative", "links-absolute", 78,
           ("A link lacks its host.", "/records/78"), ("A link is without encryption.", f"http{_SITE[5:]}/records/78")),
    _links("without-scheme", "links-absolute", 79,
           ("A link lacks its scheme.", "www.secretariat.example.org/79"), ("A link has a port.", f"{_SITE}:8443/79")),
    _links("two-in-one", "links-well-formed", 80,
           ("Two links stand in one.", f"{_SITE}/80; {_SITE}/81"), ("A link holds a semicolon.", f"{_SITE}/80;81")),
    _links("without-host", "links-well-formed", 81,
           ("A link has its scheme twice.", f"https://{_SITE}/81"),
           ("A link holds another link.", f"{_SITE}/81/{_SITE}")),
    _links("to-localhost", "links-public", 82,
           ("A link leads to the machine itself.", "http://localhost:8080/records/82"),
           ("A link leads to a host with an odd name.", "https://localhost.example.org/records/82")),
    _links("to-inner-address", "links-public", 83,
           ("A link leads into the inner network.", "http://192.168.1.20/83"),
           ("A link leads to a public number.", "http://41.191.194.28:8080/83")),
    _links("to-staging", "links-not-of-trials", 84,
           ("A link leads to a system for trials.", "https://staging.example.org/records/84"),
           ("A link leads to a host that resembles one.", "https://stages.example.org/test/84")),
    _links("with-token", "links-without-secrets", 85,
           ("A link holds a token.", f"{_SITE}/85?token=a1b2c3"), ("A link holds a session of a meeting.",
                                                                   f"{_SITE}/85?session=17")),
    _links("with-user", "links-without-secrets", 86,
           ("A link holds a user name.", "https://editor:secret@www.secretariat.example.org/86"),
           ("A link holds an at sign.", f"{_SITE}/@86")),
)  # fmt: skip

_OTHERS: tuple[Fault, ...] = (
    Fault(
        name="file-address-encoded",
        breaks="references/file-addresses-plain",
        entities=("decisions", "national-reports"),
        lie=Act(
            "The address of a file holds an encoded blank.",
            record=first_given(87, "files", url=f"{_SITE}/a%2087-en.pdf", filename="a 87-en.pdf"),
        ),
        near_miss=Act(
            "The address of a file holds an encoded blank behind its path.",
            record=first_given(87, "files", url=f"{_SITE}/a-87-en.pdf?name=a%2087", filename="a-87-en.pdf"),
        ),
    ),
    Fault(
        name="keyword-namespace-as-word",
        breaks="references/keyword-namespace",
        entities=_DECISIONS,
        lie=Act("The vocabulary of a keyword is a word.", record=first_given(88, "keywords", namespace="InforMEA")),
        near_miss=Act(
            "The vocabulary of a keyword is another one's.",
            record=first_given(88, "keywords", namespace="https://www.cbd.int/thesaurus"),
        ),
    ),
    Fault(
        name="image-of-other-site",
        breaks="references/image-of-own-site",
        entities=_MEETINGS,
        lie=Act("The picture of a meeting is from another site.", record=_image(89, "synergies.pops.int")),
        near_miss=Act("The picture of a meeting is from another host.", record=_image(89, "images.example.org")),
    ),
)

_WITH_FILES = ("decisions", "national-reports", "national-plans", "documents")
_VALUES: tuple[Fault, ...] = (
    Fault(
        name="file-id-with-blank",
        breaks="references/id-without-blanks",
        entities=_WITH_FILES,
        lie=Act("The id of a file holds a blank.", record=_first_file(25, id="annex 25")),
        near_miss=Act("The id of a file holds a full stop.", record=_first_file(25, id="annex.25")),
    ),
    Fault(
        name="id-with-invisible-character",
        breaks="references/id-without-blanks",
        entities=("national-plans", "sites", "contacts"),
        lie=Act("An id holds a blank without width.", record=given(26, id="record\u200b-26")),
        near_miss=Act("An id holds an underscore.", record=given(26, id="record_-26")),
    ),
    Fault(
        name="file-name-as-stand-in",
        breaks="text/values-plain",
        entities=_WITH_FILES,
        lie=Act("The name of a file is still to be entered.", record=_first_file(27, filename="TBD")),
        near_miss=Act("The name of a file is short.", record=_first_file(27, filename="BC27")),
    ),
)

FAULTS: tuple[Fault, ...] = (*_VALUES, *_MEETING_OF_DECISION, *_ADDRESSES, *_OTHERS)
"""The lies of this class."""
