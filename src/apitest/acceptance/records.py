"""One record of each kind, judged by the rules of its kind; the order of the rules is the importer's own."""

from collections.abc import Callable, Mapping

from apitest.acceptance.fields import Row, country, entries_of, length, moment, term, texts, title, treaty
from apitest.acceptance.files import files_of_decision, files_of_report, picture
from apitest.acceptance.rules import Effect
from apitest.acceptance.touches import Scene, Touch
from apitest.acceptance.values import LANGUAGES, UNASKED, as_text, body_of, relative_addresses, without_links
from apitest.model import Json

_LISTED = ("active", "adopted", "amended")
_EMPTY: tuple[Json, ...] = (None, "", [], {})


def decision(scene: Scene, row: Row) -> None:
    """H-DEC-01 to H-DEC-17."""
    moment(scene, row, "updated")
    published = moment(scene, row, "published")
    keywords = entries_of(scene, row, "keywords")
    if not isinstance(keywords, list) and keywords is not UNASKED:
        scene.touch("H-GEN-05", Effect.ABORT, "/keywords", row.get("keywords"), None)
    title(scene, row, "title")
    owner = treaty(scene, row)
    meeting = _meeting(scene, row, owner)
    if published and meeting is not None and meeting != row.get("published"):
        scene.note("H-DEC-14", Effect.ALTER, "/published", row.get("published"), meeting)
    _content(scene, row)
    if isinstance(keywords, list):
        for index, keyword in enumerate(keywords):
            if isinstance(keyword, dict) and not keyword.get("term") and _says_something(keyword):
                scene.touch("H-DEC-11", Effect.LOSE, f"/keywords/{index}", keyword, None)
    files_of_decision(scene, row)
    term(scene, row, "type", "decision-type")
    term(scene, row, "status", "decision-status")
    status = as_text(row.get("status")).strip().lower()
    if status and status not in _LISTED:
        scene.note("H-DEC-16", Effect.LOSE, "/status", row.get("status"), "not listed on the page of the treaty")
    if _filled(row.get("longTitle")):
        scene.note("H-DEC-02", Effect.LOSE, "/longTitle", row.get("longTitle"), None)
    length(scene, row, "id", "number", "meetingTitle")


def _meeting(scene: Scene, row: Row, owner: str) -> Json:
    """The first day of the decision's meeting; None: the portal does not find it (H-DEC-12, H-DEC-13, H-DEC-15)."""
    meetings, key = scene.meetings, as_text(row.get("meetingId"))
    if not meetings.known:
        return None
    if not key:
        name = as_text(row.get("meetingTitle"))
        found = meetings.titles.get((name.lower(), owner))
        if found is None:
            served = row.get("meetingTitle")
            aside = "treaty-of-meeting" if name.lower() in meetings.named else ""
            if served:
                scene.touch("H-DEC-13", Effect.LOSE, "/meetingTitle", served, None, ("2017",), aside)
            scene.touch("H-DEC-13", Effect.DROP, "/meetingTitle", served, None, ("2018",), aside)
        return found
    portals, start = meetings.stored.get(key, ((), None))
    missing = tuple(portal for portal in ("2017", "2018") if portal not in portals)
    if missing:
        rule = "H-DEC-15" if key in meetings.refused else "H-DEC-12"
        for portal in missing:
            effect = Effect.LOSE if portal == "2017" else Effect.DROP
            scene.touch(rule, effect, "/meetingId", row.get("meetingId"), None, (portal,))
    return start


def _content(scene: Scene, row: Row) -> None:
    contents = texts(scene, row, "content")
    if row.get("content") is UNASKED:
        return
    for index, entry in enumerate(contents):
        text = as_text(entry["value"])
        body = body_of(text)
        if body != text:
            scene.touch("H-HTM-01", Effect.ALTER, f"/content/{index}/value", text, body)
        broken = relative_addresses(text)
        if broken:
            scene.touch("H-HTM-03", Effect.LOSE, f"/content/{index}/value", broken, None)
    entries = entries_of(scene, row, "summary")
    summaries = [e for e in entries if isinstance(e, dict)] if isinstance(entries, list) else []
    if any(as_text(entry.get("value")) for entry in summaries):
        _summaries(scene, summaries, contents)


def _summaries(scene: Scene, summaries: list[Json], contents: list[Json]) -> None:
    _pairs(scene, summaries, contents)
    for index, entry in enumerate(summaries):
        text = as_text(entry.get("value"))
        if not text:
            continue
        pointer = f"/summary/{index}"
        if index >= len(contents):
            scene.touch("H-DEC-08" if contents else "H-DEC-07", Effect.LOSE, pointer, entry, None)
            continue
        beside = contents[index].get("language")
        if entry.get("language") != beside and _code(entry) != _code(contents[index]):
            scene.touch("H-DEC-06", Effect.ALTER, pointer, entry, {"language": beside, "value": text})
        plain = without_links(text)
        if plain != text:
            scene.touch("H-HTM-02", Effect.ALTER, f"{pointer}/value", text, plain)


def _pairs(scene: Scene, summaries: list[Json], contents: list[Json]) -> None:
    ours = [_code(entry) for entry in summaries if as_text(entry.get("value"))]
    theirs = [_code(entry) for entry in contents]
    if contents and ours != theirs:
        scene.touch("H-DEC-09", Effect.ALTER, "/summary", ours, f"beside {', '.join(theirs)}")


def _code(entry: Json) -> str:
    return LANGUAGES.get(as_text(entry.get("language")).lower(), "en")


def meeting(scene: Scene, row: Row) -> None:
    """H-MTG-01 to H-MTG-07."""
    moment(scene, row, "updated")
    began = moment(scene, row, "start")
    ended = moment(scene, row, "end")
    known = country(scene, row)
    title(scene, row, "title")
    treaty(scene, row, missing="H-MTG-01")
    if not began:
        served = row.get("start")
        scene.touch("H-MTG-02" if served in (None, "") else "H-DAT-05", Effect.DROP, "/start", served, None)
    elif not ended:
        scene.touch("H-DAT-04", Effect.ALTER, "/end", row.get("end"), row.get("start"))
    texts(scene, row, "description")
    for name in ("type", "kind", "access", "status", "repetition"):
        term(scene, row, name, f"meeting-{name}")
    lacking = [name for name in ("type", "url", "city", "location") if not row.get(name)]
    if lacking or not known:
        lacking += [] if known else ["country"]
        scene.touch("H-MTG-03", Effect.WARN, f"/{lacking[0]}", None, f"a warning about {', '.join(lacking)}")
    picture(scene, row, "imageUrl", "H-MTG-04")
    if _is_nought(row.get("latitude")) and _is_nought(row.get("longitude")):
        scene.touch("H-MTG-05", Effect.ALTER, "/latitude", row.get("latitude"), "a point at 0/0")
    if "virtual" in row and row["virtual"] is not None:
        scene.note("H-MTG-06", Effect.LOSE, "/virtual", row["virtual"], None)
    length(scene, row, "id", "location")


def report(scene: Scene, row: Row) -> None:
    """H-REP-01 to H-REP-04."""
    moment(scene, row, "updated")
    moment(scene, row, "submission")
    country(scene, row)
    files_of_report(scene, row, required=True)
    title(scene, row, "title")
    treaty(scene, row)
    length(scene, row, "id")


def plan(scene: Scene, row: Row) -> None:
    """H-PLN-01, H-PLN-02."""
    report(scene, row)
    if not row.get("type"):
        scene.touch("H-PLN-02", Effect.DROP, "/type", row.get("type"), None)
    term(scene, row, "type", "national-plan-type")


def site(scene: Scene, row: Row) -> None:
    """H-SIT-01, H-SIT-02."""
    moment(scene, row, "updated")
    country(scene, row)
    title(scene, row, "name")
    treaty(scene, row)
    length(scene, row, "id")


def document(scene: Scene, row: Row) -> None:
    """H-DOC-01 to H-DOC-08."""
    moment(scene, row, "updated")
    moment(scene, row, "published")
    country(scene, row)
    _lists_of_document(scene, row)
    files_of_report(scene, row, required=False)
    _title_of_document(scene, row)
    _treaties_of_document(scene, row)
    picture(scene, row, "thumbnailUrl", "H-DOC-07")
    length(scene, row, "id")


def _lists_of_document(scene: Scene, row: Row) -> None:
    lists = {name: entries_of(scene, row, name) for name in ("types", "authors", "tags", "keywords", "treaties")}
    nothing = {name for name, entries in lists.items() if not isinstance(entries, list) and entries is not UNASKED}
    for name in sorted(nothing & {"types", "authors"}):
        scene.touch("H-GEN-05", Effect.ABORT, f"/{name}", row.get(name), None)
    if {"tags", "keywords"} <= nothing:
        scene.touch("H-GEN-05", Effect.ABORT, "/tags", row.get("tags"), None)
    if "treaties" in nothing:
        scene.touch("H-GEN-05", Effect.ABORT, "/treaties", row.get("treaties"), None, ("2018",))
    authors = lists["authors"]
    for index, author in enumerate(authors if isinstance(authors, list) else ()):
        if isinstance(author, dict) and not author.get("value") and author.get("name"):
            scene.touch("H-DOC-03", Effect.LOSE, f"/authors/{index}", author, None)
    if any(_filled(row.get(name)) for name in ("identifiers", "referenceToEntities")):
        scene.note("H-DOC-05", Effect.LOSE, "/identifiers", row.get("identifiers"), None)


def _title_of_document(scene: Scene, row: Row) -> None:
    for portal, ours, other in (("2017", "titles", "title"), ("2018", "title", "titles")):
        if not _filled(row.get(ours)) and _filled(row.get(other)):
            scene.touch("H-DOC-01", Effect.DROP, f"/{other}", row.get(other), None, (portal,))
            continue
        before = len(scene.touches)
        wrapped = scene.reader == "V4" and isinstance(row.get(ours), dict)
        title(scene, row, ours, missing="H-DOC-08" if wrapped else "H-TTL-03")
        texts(scene, row, "descriptions" if portal == "2017" else "description")
        scene.touches[before:] = [
            touch._replace(portals=tuple(set(touch.portals) & {portal}))
            for touch in scene.touches[before:]
            if portal in touch.portals
        ]


def _treaties_of_document(scene: Scene, row: Row) -> None:
    own = as_text(row.get("treaty")).lower() in scene.treaties
    entries = entries_of(scene, row, "treaties")
    values = (
        [as_text(e.get("value")).lower() for e in entries if isinstance(e, dict)] if isinstance(entries, list) else []
    )
    if not own:
        scene.touch("H-DOC-02", Effect.DROP, "/treaty", row.get("treaty"), None, ("2017",))
        if entries is not UNASKED and not any(value in scene.treaties for value in values):
            scene.touch("H-DOC-02", Effect.DROP, "/treaties", values or row.get("treaty"), None, ("2018",))
    for index, value in enumerate(values):
        if value and value not in scene.treaties:
            scene.touch("H-DOC-02", Effect.LOSE, f"/treaties/{index}", value, None, ("2018",))


def contact(scene: Scene, row: Row) -> None:
    """H-CON-01 to H-CON-08; values of people are never carried along."""
    moment(scene, row, "updated")
    if not country(scene, row) and not as_text(row.get("country")):
        scene.touch("H-CON-02", Effect.DROP, "/country")
    if not any(as_text(row.get(name)).strip() for name in ("firstName", "lastName", "position", "institution")):
        scene.touch("H-CON-01", Effect.DROP, "/lastName")
    _treaties_of_contact(scene, row)
    email = as_text(row.get("email"))
    if " " in email or len(email) > 255:  # noqa: PLR2004 - the portal's field
        scene.touch("H-CON-06", Effect.ALTER, "/email")
    if row.get("phone") and not row.get("phoneNumber"):
        scene.touch("H-CON-07", Effect.LOSE, "/phone")
    if row.get("gender") not in (None, 0, 1):
        scene.touch("H-CON-08", Effect.ALTER, "/gender")
    scene.touches[:] = [touch._replace(served=None, stored=None) for touch in scene.touches]
    scene.late[:] = [touch._replace(served=None, stored=None) for touch in scene.late]


def _treaties_of_contact(scene: Scene, row: Row) -> None:
    entries = entries_of(scene, row, "treaties")
    listed = entries if isinstance(entries, list) else []
    for index, entry in enumerate(listed):
        if isinstance(entry, str):
            scene.touch("H-CON-03", Effect.LOSE, f"/treaties/{index}")
    values = [as_text(entry.get("value")).lower() for entry in listed if isinstance(entry, dict)]
    for index, value in enumerate(values):
        if value and value not in scene.treaties:
            scene.touch("H-CON-05", Effect.LOSE, f"/treaties/{index}")
    roles = _roles(scene, row)
    if roles == 0 and not any(value in scene.treaties for value in values) and entries is not UNASKED:
        scene.touch("H-CON-05", Effect.DROP, "/treaties")


def _roles(scene: Scene, row: Row) -> int:
    """Number of roles; only the Biodiversity Convention serves them."""
    if scene.reader != "V3":
        return 0
    entries = entries_of(scene, row, "roles")
    if entries is UNASKED:
        return 1
    if not isinstance(entries, list):
        scene.touch("H-GEN-05", Effect.ABORT, "/roles")
        return 0
    for index, role in enumerate(entries):
        if not isinstance(role, dict) or role.get("roles") in (None, ""):
            scene.touch("H-GEN-05", Effect.ABORT, f"/roles/{index}")
        elif role.get("treaty") and as_text(role["treaty"]).lower() not in scene.treaties:
            scene.touch("H-CON-04", Effect.DROP, f"/roles/{index}/treaty")
    return len(entries)


def _says_something(entry: Row) -> bool:
    return any(value not in _EMPTY for key, value in entry.items() if key not in ("__metadata", "id", "Id"))


def _filled(value: Json) -> bool:
    if isinstance(value, dict):
        value = value.get("results")
    if isinstance(value, list):
        return any(isinstance(entry, dict) and _says_something(entry) for entry in value)
    return bool(value)


def _is_nought(value: Json) -> bool:
    if isinstance(value, bool) or value is None:
        return False
    try:
        return float(value) == 0
    except (TypeError, ValueError):
        return False


RECORDS: Mapping[str, Callable[[Scene, Row], None]] = {
    "meetings": meeting,
    "decisions": decision,
    "national-reports": report,
    "national-plans": plan,
    "sites": site,
    "documents": document,
    "contacts": contact,
}
"""Entity set → how one of its records is judged."""

LINKED: Mapping[str, tuple[str, ...]] = {
    "meetings": ("title", "description"),
    "decisions": ("title", "keywords", "files", "content", "summary"),
    "national-reports": ("title", "files"),
    "national-plans": ("title", "files"),
    "sites": ("name",),
    "documents": (
        "authors", "description", "descriptions", "files", "keywords", "tags", "treaties", "title", "titles", "types",
    ),
    "contacts": ("treaties", "roles"),
}  # fmt: skip
"""Entity set → lists that are asked for separately where they are only linked (H-NAV-05)."""


def touches_of(scene: Scene, row: Json) -> list[Touch]:
    """Everything the rules do to one row, in the importer's order; `scene.names` holds the files that it would fetch."""
    scene.touches, scene.late, scene.names, scene.always = [], [], [], []
    content = row if isinstance(row, dict) else {}
    if content.get("id") is None:
        scene.touch("H-GEN-11", Effect.ALTER, "/id", None, "a new copy in every run")
    RECORDS[scene.entity](scene, content)
    return [*scene.touches, *scene.late] if scene.late else scene.touches
