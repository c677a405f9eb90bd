"""The files of a site: all links lead somewhere, nothing leads out, nothing served acts, and what did not change stays."""

import json
import os
import re
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote, urlsplit

import pytest
from click.testing import CliRunner
from defusedxml.ElementTree import fromstring
from jsonschema import Draft202012Validator

from apitest.cli import main
from apitest.commands import publishing
from apitest.reports import FORMATS, render
from apitest.reports.badge import badge_on, endpoint
from apitest.reports.language import LANGUAGES
from apitest.shipped import shipped
from apitest.site.contents import slug
from apitest.site.drawing import chart, spark
from resulting import ADVICE, FIRST, SECOND, finding, results, verdict
from site_runs import keep, of_day

ATOM = "{http://www.w3.org/2005/Atom}"
LANG = "{http://www.w3.org/XML/1998/namespace}lang"
REMARKS = """
[[remark]]
target = "mea"
requirement = "paging/walk-ends"
text = "The list is <b>long</b>; a new server comes in May."
date = 2026-01-20
status = "being mended"
by = "the secretariat"
"""


def publish(site: Path, *words: Path | str) -> str:
    done = CliRunner().invoke(main, ["publish", *map(str, words), "-o", str(site), "-n", "1"])
    assert done.exit_code == 0, done.output
    return done.output


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("site")
    for day in range(1, 5):
        keep(folder / "runs", of_day(day, "passed", "failed" if day > 2 else "passed"))
        keep(folder / "runs", of_day(day, "passed", "passed", target="other one/…"))
    (folder / "remarks.toml").write_text(REMARKS, "utf-8")
    publish(folder / "site", folder / "runs", "--remarks", folder / "remarks.toml")
    return folder / "site"


class Links(HTMLParser):
    """Addresses and ids of a page."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []
        self.ids: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        facts = dict(attrs)
        self.found += [value for name in ("href", "src") if (value := facts.get(name))]
        self.ids += [value for value in [facts.get("id")] if value]


def links(path: Path) -> Links:
    reader = Links()
    reader.feed(path.read_text("utf-8"))
    return reader


def pages(site: Path) -> list[Path]:
    return sorted(path for path in site.rglob("*.html") if path.parent.name != "results")


def test_every_link_leads_to_a_file_of_the_site(site: Path) -> None:
    broken = []
    for page in pages(site):
        for link in links(page).found:
            parts = urlsplit(link)
            assert (parts.scheme, parts.netloc, parts.path[:1] == "/") == ("", "", False), (page, link)
            goal = (page.parent / unquote(parts.path)).resolve() if parts.path else page
            fragment = parts.fragment and goal.suffix == ".html" and parts.fragment not in links(goal).ids
            if not goal.is_file() or fragment:
                broken.append((page.name, link))

    assert broken == []


def test_ids_are_unique_on_each_page(site: Path) -> None:
    assert [page.name for page in pages(site) if len(set(links(page).ids)) != len(links(page).ids)] == []


def test_every_form_can_be_taken_away(site: Path) -> None:
    document = json.loads((site / "results" / "mea.json").read_bytes())

    assert [row["id"] for row in document["targets"]] == ["mea"]
    assert document["remarks"][0]["status"] == "being mended"
    assert (site / "results" / "mea.txt").read_bytes() == FORMATS["text"](document)
    assert {path.name for path in site.glob("results/mea.*")} >= {"mea.html", "mea.md", "mea.junit.xml", "mea.ndjson"}


def test_the_page_of_a_target_tells_what_is_open_and_since_when(site: Path) -> None:
    page = (site / "targets" / "mea.html").read_text("utf-8")

    assert "Not conformant" in page
    assert re.search(r"paging/walk-ends</code> · .* · <time datetime=\"2026-01-03T06:00:00Z\">since 2026-01-03<", page)
    assert "newly not met" in page


@pytest.mark.parametrize("language", [code for code in LANGUAGES if code != "en"])
def test_each_language_has_every_page_and_leads_to_the_others(site: Path, language: str) -> None:
    plain = {path.relative_to(site).as_posix() for path in pages(site)}
    spoken = {name.removeprefix(f"{language}/") for name in plain if name.startswith(f"{language}/")}

    page = (site / language / "targets" / "mea.html").read_text("utf-8")

    assert {name for name in plain if name.split("/")[0] not in LANGUAGES} == spoken
    assert f'<html lang="{language}" dir="{"rtl" if language == "ar" else "ltr"}">' in page
    assert f'<a href="../../{language}/targets/mea.html" lang="{language}" hreflang="{language}" aria-current' in page
    assert '<a href="../../targets/mea.html" lang="en" hreflang="en">English</a>' in page


def words_of(page: str) -> set[str]:
    """The Latin words of a page, without what is data, code, or the name of a language."""
    own = re.sub(r"<(bdi|code|script|title|dt|dd|nav)\b[^>]*>.*?</\1>", " ", page, flags=re.DOTALL)
    return {word.lower() for word in re.findall(r"[A-Za-z]{4,}", re.sub(r"<[^>]+>", " ", own))}


NAMES = {"apitest", "must", "atom", "shields", "olingo", "html", *FORMATS}


@pytest.mark.parametrize("name", ["index", "targets/mea", "requirements", "changes", "search", "data"])
def test_nothing_of_ours_is_left_in_english(site: Path, name: str) -> None:
    english = (site / f"{name}.html").read_text("utf-8")
    arabic = (site / "ar" / f"{name}.html").read_text("utf-8")

    assert len(words_of(english)) > 20
    assert (words_of(arabic) & words_of(english)) - NAMES == set()


def test_a_site_can_be_in_fewer_languages(tmp_path: Path) -> None:
    publish(tmp_path / "site", keep(tmp_path / "runs", of_day(1, "passed", "passed")).parent, "--lang", "fr")

    page = (tmp_path / "site" / "index.html").read_text("utf-8")
    assert {path.name for path in (tmp_path / "site").iterdir() if path.name in LANGUAGES} == {"fr"}
    assert re.findall(r'<li><a href="[^"]*" lang="(\w\w)"', page) == ["en", "fr"]


def test_a_language_that_there_is_not_is_told(tmp_path: Path) -> None:
    done = CliRunner().invoke(main, ["publish", str(tmp_path), "-o", str(tmp_path / "site"), "--lang", "de"])

    assert done.exit_code == 2
    assert "expected  a language" in done.output or "language" in done.output


def test_a_remark_stands_beside_the_finding_and_acts_as_little_as_any_text(site: Path) -> None:
    for page in ("targets/mea.html", "results/mea.html"):
        text = (site / page).read_text("utf-8")

        assert "The list is &lt;b&gt;long&lt;/b&gt;; a new server comes in May." in text
        assert "being mended" in text
        assert "the secretariat" in text
        assert "Enter a title." in text


def test_the_index_says_what_the_pages_say(site: Path) -> None:
    index = json.loads((site / "index.json").read_text("utf-8"))

    rows = {row["id"]: row for row in index["targets"]}
    assert {name: row["outcome"] for name, row in rows.items()} == {"mea": "failed", "other one/…": "passed"}
    assert rows["mea"]["open"] == [{"requirement": SECOND, "since": "2026-01-03T06:00:00Z"}]
    assert all((site / unquote(row["page"])).is_file() for row in rows.values())


@pytest.mark.parametrize(("file", "form"), [("index.json", "site"), ("changes.json", "changes")])
def test_what_programs_read_keeps_to_its_schema(site: Path, file: str, form: str) -> None:
    document = json.loads((site / file).read_text("utf-8"))
    schema = json.loads(shipped("contracts", "results", f"apitest-{form}-1.schema.json").read_text("utf-8"))

    Draft202012Validator.check_schema(schema)
    assert [error.message for error in Draft202012Validator(schema).iter_errors(document)] == []
    assert list(Draft202012Validator(schema).iter_errors({**document, "form": "apitest-other/1"})) != []
    (rows,) = (name for name in document if isinstance(document[name], list))
    assert document[rows][0].keys() == schema["$defs"][rows.removesuffix("s")]["properties"].keys()


def test_the_feed_is_atom_with_an_entry_for_each_run_that_changed_something(site: Path) -> None:
    feed = fromstring((site / "feed.atom").read_bytes())

    entries = feed.findall(f"{ATOM}entry")
    assert [entry.findtext(f"{ATOM}updated") for entry in entries] == ["2026-01-03T06:00:00Z"]
    assert entries[0].findtext(f"{ATOM}title") == "MEA: newly not met: 1"
    assert all(node.findtext(f"{ATOM}id") and node.findtext(f"{ATOM}title") for node in [feed, *entries])


def test_each_language_has_a_feed_of_its_own(site: Path) -> None:
    feeds = {code: site / ("" if code == "en" else code) / "feed.atom" for code in LANGUAGES}
    read = {code: fromstring(path.read_bytes()) for code, path in feeds.items()}

    told = {code: [feed.findtext(f"{ATOM}title"), feed.findtext(f".//{ATOM}content")] for code, feed in read.items()}
    ids = [node.text for feed in read.values() for node in feed.iter(f"{ATOM}id")]
    leading = [
        path.parent / link.attrib["href"] for code, path in feeds.items() for link in read[code].iter(f"{ATOM}link")
    ]
    english = set(re.findall(r"[A-Za-z]{4,}", " ".join(map(str, told["en"]))))

    assert {code: feed.attrib[LANG] for code, feed in read.items()} == {code: code for code in LANGUAGES}
    assert set(re.findall(r"[A-Za-z]{4,}", " ".join(map(str, told["ar"])))) & english == set()
    assert len({str(words) for words in told.values()}) == len(LANGUAGES)
    assert len(set(ids)) == len(ids)
    assert [path for path in leading if not path.exists()] == []
    for code, path in feeds.items():
        assert '"feed.atom"' in re.findall(
            r'type="application/atom[^>]*href=("[^"]*")', (path.parent / "index.html").read_text("utf-8")
        ), code


@pytest.mark.parametrize(("form", "ending"), [("html", "html"), ("markdown", "md"), ("text", "txt")])
def test_what_people_take_away_is_in_their_language(site: Path, form: str, ending: str) -> None:
    document = json.loads((site / "results" / "mea.json").read_bytes())

    files = {
        code: (site / ("" if code == "en" else code) / "results" / f"mea.{ending}").read_bytes() for code in LANGUAGES
    }

    assert files == {code: render(document, form, code) for code in LANGUAGES}
    assert f'href="../../ar/results/mea.{ending}"' in (site / "ar" / "targets" / "mea.html").read_text("utf-8")
    assert f'href="../ar/results/mea.{ending}"' in (site / "ar" / "data.html").read_text("utf-8")


@pytest.mark.parametrize("name", ["mea", "mea--paging", "mea--transport"])
def test_badges_say_verdict_and_day(site: Path, name: str) -> None:
    told = json.loads((site / "badges" / f"{name}.json").read_text("utf-8"))
    picture = fromstring((site / "badges" / f"{name}.svg").read_bytes())

    expected = "conformant, 2026-01-04" if name.endswith("transport") else "not conformant, 2026-01-04"
    assert (told["schemaVersion"], told["message"], told["isError"]) == (1, expected, False)
    assert expected in picture.attrib["aria-label"]


def test_nothing_known_is_never_green() -> None:
    assert json.loads(endpoint(badge_on("x", "untested", "2026-01-01")))["color"] == "lightgrey"
    assert json.loads(endpoint(badge_on("x", "cantTell", "2026-01-01")))["isError"] is True


# --- one more run -----------------------------------------------------------------------------------------------------


def test_only_what_changed_is_written_again(tmp_path: Path) -> None:
    runs, site = tmp_path / "runs", tmp_path / "site"
    keep(runs, of_day(1, "passed", "failed"))
    keep(runs, of_day(1, "passed", "passed", target="other"))
    publish(site, runs)
    before = {path: path.stat().st_mtime_ns for path in site.rglob("*") if path.is_file()}

    assert "0 of 2 runs are new; 0 files written" in publish(site, runs)
    keep(runs, of_day(2, "passed", "passed"))
    assert "1 of 3 runs are new" in publish(site, runs)

    touched = {str(p.relative_to(site)) for p in before if p.stat().st_mtime_ns != before[p]}
    assert {"index.html", "targets/mea.html", f"requirements/{SECOND}.html", "feed.atom"} <= touched
    assert not touched & {"targets/other.html", f"requirements/{FIRST}.html", "style.css", "badges/other.svg"}


def test_step_by_step_gives_the_same_site_as_at_once(tmp_path: Path) -> None:
    for day, second in ((1, "passed"), (2, "failed"), (3, "passed")):
        keep(tmp_path / "runs", of_day(day, "passed", second))
        publish(tmp_path / "steps", tmp_path / "runs")
    publish(tmp_path / "once", tmp_path / "runs")

    def files(name: str) -> dict[str, bytes]:
        root = tmp_path / name
        found = (path for path in root.rglob("*") if path.is_file() and path.name != "history.sqlite")
        return {str(path.relative_to(root)): path.read_bytes() for path in found}

    assert files("steps") == files("once")


@pytest.mark.filterwarnings("ignore:.*fork.*:DeprecationWarning")
def test_several_processes_write_the_same_site_as_one(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(publishing, "_FEW", 1)
    for day in (1, 2):
        keep(tmp_path / "runs", of_day(day, "passed", "failed"))
    publish(tmp_path / "one", tmp_path / "runs", "--lang", "ar")

    done = CliRunner().invoke(
        main, ["publish", str(tmp_path / "runs"), "-o", str(tmp_path / "two"), "-n", "2", "--lang", "ar"]
    )

    assert done.exit_code == 0, done.output
    one, two = ({path.relative_to(root): path.read_bytes() for path in root.rglob("*.*")} for root in
                (tmp_path / "one", tmp_path / "two"))  # fmt: skip
    unlike = {name.as_posix() for name in one.keys() | two.keys() if one.get(name) != two.get(name)}
    assert unlike <= {"history.sqlite"}


@pytest.mark.filterwarnings("ignore:.*fork.*:DeprecationWarning")
@pytest.mark.parametrize(("place", "folder"), [("targets", False), ("targets/mea.html", True)])
def test_a_file_that_cannot_be_written_is_told_by_whichever_process(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, place: str, *, folder: bool
) -> None:
    monkeypatch.setattr(publishing, "_FEW", 1)
    keep(tmp_path / "runs", of_day(1, "passed", "failed"))
    (tmp_path / "site").mkdir()
    if folder:
        (tmp_path / "site" / place).mkdir(parents=True)
    else:
        (tmp_path / "site" / place).write_text("in the way")

    done = CliRunner().invoke(main, ["publish", str(tmp_path / "runs"), "-o", str(tmp_path / "site"), "-n", "2"])

    assert (done.exit_code, "a directory that can be written" in done.output) == (2, True), done.output


def test_a_run_that_was_finished_later_is_read_again(tmp_path: Path) -> None:
    runs = tmp_path / "runs"
    keep(runs, of_day(1, "passed", "failed"))
    publish(tmp_path / "site", runs)

    changed = keep(runs, of_day(1, "passed", "passed"))
    os.utime(changed, ns=(1, 1))
    publish(tmp_path / "site", runs)

    assert json.loads((tmp_path / "site" / "index.json").read_text("utf-8"))["targets"][0]["outcome"] == "passed"
    assert json.loads((tmp_path / "site" / "results" / "mea.json").read_text("utf-8"))["findings"] == []


def test_a_stream_that_broke_off_is_a_run_that_proves_nothing(tmp_path: Path) -> None:
    run = tmp_path / "run"
    run.mkdir()
    lines = FORMATS["ndjson"](of_day(1, "passed", "passed")).splitlines(keepends=True)
    (run / "results.ndjson").write_bytes(b"".join(lines[:-1]))

    publish(tmp_path / "site", run)

    assert json.loads((tmp_path / "site" / "index.json").read_text("utf-8"))["targets"][0]["outcome"] == "cantTell"


# --- what can go wrong ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "body", ["", "{}", "[]", '{"schema": "apitest-results/1"}', '{"requirements": {}, "verdicts": []}']
)
def test_what_is_no_run_is_refused_and_leaves_the_site_as_it_was(tmp_path: Path, body: str) -> None:
    keep(tmp_path / "runs", of_day(1, "passed", "passed"))
    publish(tmp_path / "site", tmp_path / "runs")
    (tmp_path / "bad").mkdir()
    (tmp_path / "bad" / "results.json").write_text(body, "utf-8")

    done = CliRunner().invoke(main, ["publish", str(tmp_path / "bad"), "-o", str(tmp_path / "site")])

    assert (done.exit_code, "expected" in done.output) == (2, True)
    assert "0 of 1 runs are new; 0 files written" in publish(tmp_path / "site", tmp_path / "runs")


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("[[remark", "TOML or JSON"),
        ("[[remark]]\ntarget = 'mea'", "requirement, as text"),
        ("[[remark]]\ntarget = 'mea'\nrequirement = 'a/b'\ntext = 'x'\ndate = 'yesterday'", "date, such as"),
        ("[[remark]]\ntarget = 'mea'\nrequirement = 'a/b'\ntext = 'x'\nstatus = 'hidden'", "status disputed"),
        ('{"remark": [1]}', "a table"),
        ("[[remark]]\ncolour = 'red'", "only by, date"),
        ("", "tables [[remark]]"),
    ],
)
def test_a_remark_that_cannot_be_read_is_named(tmp_path: Path, text: str, told: str) -> None:
    keep(tmp_path, of_day(1, "passed", "passed"))
    (tmp_path / "remarks.toml").write_text(text, "utf-8")

    words = ["publish", str(tmp_path), "-o", str(tmp_path / "site"), "--remarks", str(tmp_path / "remarks.toml")]
    done = CliRunner().invoke(main, words)

    assert (done.exit_code, told in done.output) == (2, True)


HOSTILE = ["<script>alert(1)</script>", "\u202eevitucexe", "bell\x07\x1b[31m", "half \ud83d", "x" * 5000, "'\"]]>&"]


@pytest.mark.parametrize("text", HOSTILE)
def test_nothing_served_acts(tmp_path: Path, text: str) -> None:
    found = finding(record=text, pointer=text, expected=text, got=text, where=text, fix=text)
    document = results(verdict(SECOND, "failed", findings=(found,)), verdict(ADVICE), name=text, dialect=text)
    keep(tmp_path / "runs", document)

    publish(tmp_path / "site", tmp_path / "runs")

    for page in pages(tmp_path / "site"):
        shown = page.read_text("utf-8")
        assert "<script>alert" not in shown
        assert not re.search(r"[\x00-\x08\x0b-\x1f\x7f\u202a-\u202e]", shown)
        assert len(shown) < 300_000
    fromstring((tmp_path / "site" / "badges" / "mea.svg").read_bytes())
    fromstring((tmp_path / "site" / "feed.atom").read_bytes())


@pytest.mark.parametrize("target", ["../../etc", "A", "a b", "", ".hidden", "x" * 200, "ü"])
def test_a_name_of_a_target_never_leaves_the_folder(target: str) -> None:
    assert re.fullmatch(r"[a-z0-9][a-z0-9._-]*-[0-9a-f]{8}", slug(target))


def test_a_plain_name_stays() -> None:
    assert slug("basel-2.staging") == "basel-2.staging"


# --- drawings ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("values", [[0], [3], [-1], [0, 0], [5, -1, 5], list(range(400)), [1, 0] * 200])
def test_a_trend_of_any_length_is_drawn_inside_its_box(values: list[int]) -> None:
    trend = [("2026-01-01", value) for value in values]

    drawn = chart(trend)

    heights = [float(number) for number in re.findall(r"V([\d.]+)|M[\d.]+ ([\d.]+)", drawn.line)[0] if number]
    assert all(12 <= height <= 142 for height in heights)
    assert drawn.now == next((value for value in reversed(values) if value >= 0), 0)
    assert spark(trend, 118, 24).startswith("M1 ")


def test_what_nobody_sends_and_what_no_contract_knows_is_told(site: Path) -> None:
    page = (site / "properties.html").read_text("utf-8")

    assert "1 property that the contract knows is sent by nobody." in page
    assert "3 properties are sent that no contract knows." in page
    assert "&lt;b&gt;odd" in page
    assert "none of 2" in page
