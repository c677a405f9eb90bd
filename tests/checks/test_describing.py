"""What a service describes of itself by machine, held against what it lists and sends."""

from typing import Any

import pytest

from apitest.checks import describing
from apitest.dialects.declared_types import declarations
from apitest.model import Exchange, Query, Record
from conversing import conversed, harvest, leaf, rows, subject
from making import exchange

TITLED = {"id": "a", "number": "1", "title": [{"language": "en", "value": "T"}]}


def sample(**content: Any) -> Record:
    return Record(id="a", content={**TITLED, **content}, index=0)


def about(*samples: Record, dialect: str = "olingo2") -> Any:
    return subject(harvest(leaf("a"), samples=samples), dialect=dialect)


def described(*properties: str) -> bytes:
    listed = "".join(
        f'<Property Name="{name}" Type="{kind}"/>' for name, _, kind in (p.partition(":") for p in properties)
    )
    return (
        '<edmx:Edmx xmlns:edmx="http://schemas.microsoft.com/ado/2007/06/edmx" Version="1.0"><edmx:DataServices>'
        '<Schema xmlns="http://schemas.microsoft.com/ado/2008/09/edm" Namespace="informea">'
        f'<EntityType Name="Decision"><Key><PropertyRef Name="id"/></Key>{listed}</EntityType>'
        '<EntityContainer Name="c"><EntitySet Name="Decisions" EntityType="informea.Decision"/></EntityContainer>'
        "</Schema></edmx:DataServices></edmx:Edmx>"
    ).encode()


WHOLE = described("id:Edm.String", "number:Edm.String", "title:Edm.String")


@pytest.mark.parametrize(
    ("answer", "dialect", "found"),
    [
        (WHOLE, "olingo2", 0),
        (WHOLE[:-20], "olingo2", 1),
        (exchange(WHOLE, status=404), "olingo2", 1),
        ({"openapi": "3.1.0", "paths": {}}, "mea-json", 0),
        ({"openapi": 3}, "mea-json", 1),
    ],
)
def test_the_description_can_be_read(answer: Any, dialect: str, found: int) -> None:
    assert len(conversed(describing.description_is_well_formed(about(dialect=dialect)), answer)) == found


@pytest.mark.parametrize(
    ("answer", "got"),
    [
        (WHOLE, []),
        (described("id:Edm.String", "title:Edm.String"), ["nothing in $metadata"]),
        (described("id:Edm.String", "number:Edm.Int32", "title:Edm.String"), ["Edm.Int32"]),
        (WHOLE.replace(b'EntitySet Name="Decisions"', b'EntitySet Name="Others"'), []),
        (WHOLE.replace(b'PropertyRef Name="id"', b'PropertyRef Name="number"'), ["'number'"]),
        (WHOLE.replace(b'<PropertyRef Name="id"/>', b""), ["none"]),
        (described("id:Edm.String", "number:Edm.String", "number:Edm.String", "title:Edm.String"), ["2 times"]),
        (
            WHOLE.replace(
                b"</EntityContainer>", b'<EntitySet Name="Decisions" EntityType="x.Decision"/></EntityContainer>'
            ),
            ["2 times"],
        ),
        (b"<html", []),
    ],
)
def test_the_description_declares_what_is_sent(answer: bytes, got: list[str]) -> None:
    found = conversed(describing.description_agrees_with_data(about(sample())), answer)

    assert [departure.got for departure in found] == got


def test_without_records_a_description_agrees_with_anything() -> None:
    assert conversed(describing.description_agrees_with_data(about()), described()) == ()


# --- what is sent, as served --------------------------------------------------------------------------------------


def sent(description: bytes, *served: dict[str, Any]) -> list[tuple[str, str]]:
    """What is found where these rows are served under a description: expected and got."""

    def answer(query: Query) -> Exchange:
        return exchange(description if "metadata" in query.url else {"d": {"results": [*served]}}, url=query.url)

    found = conversed(describing.description_agrees_with_data(about(sample())), answer)
    return [(departure.expected, departure.got) for departure in found]


def typed(properties: str, more: str = "") -> bytes:
    """A description whose decisions have these properties beside id, number and title."""
    known = b'<Property Name="number" Type="Edm.String"/>'
    described_so = WHOLE.replace(known, known + properties.encode())
    return described_so.replace(b"<EntityContainer", more.encode() + b"<EntityContainer")


ROW: dict[str, Any] = {"id": "a", "number": "1"}


@pytest.mark.parametrize(
    ("properties", "row", "got"),
    [
        ('<Property Name="treaty" Type="Edm.String" Nullable="false"/>', {"treaty": "basel"}, []),
        ('<Property Name="treaty" Type="Edm.String" Nullable="false"/>', {"treaty": None}, ["null"]),
        ('<Property Name="treaty" Type="Edm.String" Nullable="false"/>', {}, []),
        ('<Property Name="treaty" Type="Edm.String" MaxLength="5"/>', {"treaty": "basel"}, []),
        ('<Property Name="treaty" Type="Edm.String" MaxLength="4"/>', {"treaty": "basel"}, ["5 characters"]),
        ('<Property Name="treaty" Type="Edm.String" MaxLength="Max"/>', {"treaty": "basel"}, []),
        ('<Property Name="treaty" Type="Edm.String" MaxLength="4"/>', {"treaty": 12345}, []),
        ("", {"__metadata": {"type": "informea.Decision"}}, []),
        ("", {"__metadata": {"type": "Other.Decisions"}}, []),
        ("", {"__metadata": {"type": "informea.Meeting"}}, ["'informea.Meeting'"]),
        ("", {"__metadata": 7, "@odata.type": "#informea.Decision"}, []),
        ("", {"@odata.type": "#informea.Meeting"}, ["'#informea.Meeting'"]),
    ],
)
def test_what_is_declared_of_a_property_holds(properties: str, row: dict[str, Any], got: list[str]) -> None:
    assert [found for _, found in sent(typed(properties), ROW | row)] == got


def test_what_only_some_records_lack_must_be_declared_as_nullable() -> None:
    description = typed('<Property Name="treaty" Type="Edm.String" Nullable="false"/>')

    ((expected, got),) = sent(description, ROW | {"treaty": "basel"}, ROW)

    assert (expected, got) == ("a value of 'treaty' in each record, which is declared as never null", "nothing")


def test_a_length_of_thousands_of_digits_is_none() -> None:
    description = typed(f'<Property Name="treaty" Type="Edm.String" MaxLength="{"9" * 5000}"/>')

    assert sent(description, ROW | {"treaty": "basel"}) == []


def test_a_type_may_be_derived_from_that_of_its_set() -> None:
    more = '<EntityType Name="Late" BaseType="informea.Decision"/><EntityType Name="A" BaseType="x.A"/>'
    description = typed("", more)
    derived = declarations(description)

    assert sent(description, ROW | {"__metadata": {"type": "informea.Late"}}) == []
    assert sent(description, ROW | {"__metadata": {"type": "informea.A"}})[0][1] == "'informea.A'"
    assert derived is not None
    assert derived.whole("Late") is not None
    assert derived.whole("Never") is None


ENTRIES = (
    '<NavigationProperty Name="files" Relationship="informea.F" FromRole="D" ToRole="File"/>',
    (
        '<EntityType Name="File"><Property Name="url" Type="Edm.String" MaxLength="9"/></EntityType>'
        '<Association Name="F"><End Type="informea.File" Role="File"/><Documentation/></Association>'
    ),
)


@pytest.mark.parametrize(
    ("files", "got"),
    [
        ({"results": [{"url": "http://a"}]}, []),
        ([{"url": "http://abc"}], ["10 characters"]),
        ({"results": [{"url": "http://a", "mimeType": "text/plain"}]}, ["nothing in $metadata"]),
        ({"__deferred": {"uri": "x"}}, []),
        ("text", []),
    ],
)
def test_entries_of_lists_are_declared_too(files: Any, got: list[str]) -> None:
    assert [found for _, found in sent(typed(*ENTRIES), ROW | {"files": files})] == got


# --- sets ---------------------------------------------------------------------------------------------------------

NATIVE = {"/": {"get": {}}, "/decisions": {"get": {}}, "/decisions/{id}": {"get": {}}, "/notes": 7, "/notes/{id}": {}}


def sets_told(description: Any, listed: Any, dialect: str = "olingo2") -> list[str]:
    """What is found between a description and a service document."""

    def answer(query: Query) -> Any:
        return description if "metadata" in query.url or "openapi" in query.url else listed

    return [one.got for one in conversed(describing.description_is_of_what_is_served(about(dialect=dialect)), answer)]


TWO = WHOLE.replace(b"</EntityContainer>", b'<EntitySet Name="Notes" EntityType="informea.Note"/></EntityContainer>')
LED_TO = TWO.replace(
    b"</EntityContainer>",
    b'<AssociationSet Association="x.N"><End EntitySet="Notes" Role="N"/></AssociationSet></EntityContainer>',
).replace(b"</EntityType>", b'<NavigationProperty Name="notes" Relationship="x.N" ToRole="N"/></EntityType>')
BOUND = TWO.replace(
    b'EntityType="informea.Decision"/>',
    b'EntityType="informea.Decision"><NavigationPropertyBinding Path="notes" Target="Notes"/></EntitySet>',
)


@pytest.mark.parametrize(
    ("description", "names", "got"),
    [
        (WHOLE, ["Decisions"], []),
        (WHOLE.replace(b'Set Name="Decisions"', b'Set Name="Others"'), ["Decisions"], ["only 'Others'", "'Others'"]),
        (TWO, ["Decisions"], ["'Notes'"]),
        (TWO, ["Decisions", "Notes"], []),
        (LED_TO, ["Decisions"], []),
        (BOUND, ["Decisions"], []),
        (WHOLE, ["Decisions", "Notes"], ["nothing of them"]),
        (WHOLE, [], []),
        (WHOLE, None, []),
        (b"<html>", ["Decisions"], []),
        (exchange(WHOLE, status=500), ["Decisions"], []),
    ],
)
def test_a_description_is_of_the_sets_that_are_listed_and_served(description: Any, names: Any, got: list[str]) -> None:
    assert sets_told(description, {"d": {"EntitySets": names}}) == got


@pytest.mark.parametrize(
    ("paths", "got"),
    [
        (NATIVE, []),
        (NATIVE | {"/notes": {"get": {}}}, ["'notes'"]),
        ({"/": {"get": {}}}, ["only none"]),
        ([], []),
    ],
)
def test_an_openapi_document_is_of_the_sets_that_are_listed_and_served(paths: Any, got: list[str]) -> None:
    listed = {"resources": [{"name": "decisions"}, 7]}

    assert sets_told({"openapi": "3.1.0", "paths": paths}, listed, "mea-json") == got


def test_sets_are_compared_once_for_a_target() -> None:
    meetings = subject(harvest(leaf("a")), about="meetings")
    asked: list[Query] = []

    found = conversed(describing.description_is_of_what_is_served(meetings), WHOLE, asked=asked)

    assert ([one.got for one in found], len(asked)) == (["only 'Decisions'"], 1)


def test_a_service_document_that_cannot_be_had_says_nothing_of_sets() -> None:
    assert sets_told(TWO, exchange(rows("a"), status=500)) == []
