"""
Pages in a real browser: nothing an accessibility checker objects to, at three widths and in both themes; filters and links
work; paper shows everything. Skipped where there is no chromium.
"""

import json
import shutil
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from click.testing import CliRunner

from apitest.acceptance.portal import Provider
from apitest.cli import main
from apitest.dialects import DIALECTS, unbound
from apitest.proof import Proof, Trial
from apitest.proof.page import as_html
from apitest.rehearsal import row_of
from apitest.reports import render
from apitest.results import Results
from feeding import imported, row, texts
from making import CONTRACT
from resulting import FIRST, SECOND, finding, results, verdict
from site_runs import keep, of_day

sync = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
axe = pytest.importorskip("axe_playwright_python.sync_playwright", reason="axe-playwright-python is not installed")
CHROMIUM = shutil.which("chromium")
pytestmark = pytest.mark.skipif(CHROMIUM is None, reason="no chromium; Debian has it: apt install chromium")

FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
LONG = "Convention on the Control of Transboundary Movements of Hazardous Wastes and Their Disposal"
HARM = '\u202e<script>alert(1)</script><img src=x onerror=alert(2)>" onmouseover=alert(3) x="' + "x" * 5_000
PAGES = (
    "index.html", "targets/mea.html", "requirements/paging/walk-ends.html", "requirements.html", "changes.html",
    "search.html", "data.html", "properties.html", "results/mea.html", "ar/index.html", "ar/targets/mea.html",
    "targets/other.html", "report.html", "report-ar.html", "ar/results/mea.html", "ar/data.html", "catalogue.html",
    "proof.html",
)  # fmt: skip


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("browsed")
    for day in range(1, 4):
        keep(folder / "runs", of_day(day, "passed", "failed" if day > 1 else "passed"))
        other = of_day(day, "passed", "passed", target="other")
        other["targets"][0]["name"] = LONG
        keep(folder / "runs", other)
    done = CliRunner().invoke(main, ["publish", str(folder / "runs"), "-o", str(folder / "site"), "-n", "1"])
    assert done.exit_code == 0, done.output
    (folder / "site" / "report.html").write_bytes(render(rehearsed(), "html"))
    (folder / "site" / "report-ar.html").write_bytes(render(rehearsed(), "html", "ar"))
    exported = CliRunner().invoke(main, ["contracts", "export", "-o", str(folder / "site" / "catalogue.html")])
    assert exported.exit_code == 0, exported.output
    (folder / "site" / "proof.html").write_bytes(as_html(proven(), CONTRACT))
    return folder / "site"


def proven() -> Proof:
    """A proof of two classes in every dialect that carries them, with a hole, a false alarm and names that would do harm."""
    wanted = [item for item in CONTRACT.requirements.values() if item.conformance_class in ("paging", "vocabulary")]
    trials = [Trial(fault="", breaks="", dialect=name, lie=False, sentence="", failed=()) for name in DIALECTS]
    for item in wanted:
        for name in (name for name, dialect in DIALECTS.items() if not unbound(item, dialect)):
            lie = Trial(fault="odd-one", breaks=item.id, dialect=name, lie=True, sentence=HARM, failed=(item.id,))
            trials += [lie, replace(lie, lie=False, failed=(), sentence="nearly a lie")]
    trials[-1] = replace(trials[-1], failed=(wanted[0].id,))
    trials[-2] = replace(trials[-2], failed=())
    return Proof(
        trials=tuple(trials), dialects=tuple(DIALECTS), requirements=len(wanted), faults=len(wanted), narrowed=True
    )


def rehearsed() -> Results:
    """A run with what the portal would make of its records, and texts that a service served to do harm."""
    rows = [row("meetings", number) for number in range(120)]
    rows[3] = row("meetings", 3, title=texts(("en", ""), ("fr", "<script>alert(1)</script>")))
    harm = finding(record=HARM, pointer=f"/{HARM}", expected=HARM, got=HARM, where=HARM, fix=HARM, reproduce=HARM)
    document = results(verdict(SECOND, "failed", findings=(harm,)), verdict(FIRST, "cantTell", reason=HARM), name=HARM)
    document["acceptance"].append(row_of(imported("meetings", rows), "mea", Provider(name="cms"), "2018"))
    return document


@pytest.fixture(scope="module")
def browser() -> Iterator["sync.Browser"]:
    with sync.sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield started
        started.close()


@pytest.mark.parametrize("name", PAGES)
def test_an_accessibility_checker_finds_nothing(browser: "sync.Browser", site: Path, name: str) -> None:
    found = []
    for width, theme in ((360, "light"), (820, "dark"), (1280, "light")):
        page = browser.new_page(viewport={"width": width, "height": 900}, color_scheme=theme, bypass_csp=True)
        page.goto((site / name).as_uri())
        wide = page.evaluate("document.documentElement.scrollWidth > window.innerWidth")
        told = axe.Axe().run(page).response["violations"]
        found += [(width, theme, item["id"], [node["html"][:160] for node in item["nodes"][:3]]) for item in told]
        found += [(width, theme, "wider than the window", [])] if wide else []
        page.close()

    assert found == [], json.dumps(found, indent=1)


def test_a_filter_leaves_what_fits_and_says_how_much(browser: "sync.Browser", site: Path) -> None:
    page = browser.new_page()
    page.goto((site / "index.html").as_uri())

    page.get_by_label("Verdict").select_option("failed")

    assert page.locator("tbody tr:visible").all_inner_texts()[0].startswith("MEA")
    assert page.locator("output").inner_text() == "1 of 2 shown"
    page.close()


def test_a_service_is_found_by_what_is_open_at_it(browser: "sync.Browser", site: Path) -> None:
    page = browser.new_page()
    page.goto((site / "search.html").as_uri())

    page.get_by_label("Words").fill("walk-ends mea")
    page.get_by_role("link", name="MEA", exact=True).click()

    assert page.get_by_role("heading", level=1).inner_text() == "MEA"
    page.close()


def test_everything_can_be_read_and_reached_without_scripts(browser: "sync.Browser", site: Path) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto((site / "index.html").as_uri())

    assert page.locator("tbody tr:visible").count() == 2
    assert not page.locator(".find").is_visible()
    page.get_by_role("link", name="MEA", exact=True).first.click()
    page.get_by_role("link", name="The whole report (HTML)", exact=True).click()
    assert page.get_by_role("heading", level=1).inner_text() == "MEA"
    context.close()


def test_the_first_stop_of_the_keyboard_is_the_content(browser: "sync.Browser", site: Path) -> None:
    page = browser.new_page()
    page.goto((site / "targets/mea.html").as_uri())

    page.keyboard.press("Tab")
    page.keyboard.press("Enter")

    assert page.url.endswith("#main")
    page.close()


@pytest.mark.parametrize("name", ["targets/mea.html", "results/mea.html"])
def test_paper_shows_what_is_folded_on_the_screen(browser: "sync.Browser", site: Path, name: str) -> None:
    page = browser.new_page()
    page.goto((site / name).as_uri())

    assert page.pdf().startswith(b"%PDF")
    page.emulate_media(media="print")
    assert page.get_by_text("Enter a title.").first.is_visible()
    page.close()


def test_the_proof_leads_from_its_contents_to_a_requirement_and_its_lies(browser: "sync.Browser", site: Path) -> None:
    context = browser.new_context(java_script_enabled=False, viewport={"width": 820, "height": 900})
    page = context.new_page()
    page.goto((site / "proof.html").as_uri())

    page.get_by_role("navigation").get_by_role("link", name="Agreed terms").click()
    heading = page.get_by_role("heading", name="Agreed terms")
    row = page.locator("#vocabulary--treaty")
    row.get_by_role("link").click()
    row.get_by_text("1 lie", exact=True).click()

    assert page.url.endswith("#vocabulary--treaty")
    assert heading.is_visible()
    assert "1 holes, 1 false alarms" in page.get_by_role("heading", level=2).all_inner_texts()
    assert row.get_by_text("Near-miss: nearly a lie").is_visible()
    assert row.bounding_box()["y"] < 900
    context.close()


@pytest.mark.parametrize("name", ["report.html", "report-ar.html", "proof.html"])
def test_a_browser_carries_out_nothing_that_was_served(browser: "sync.Browser", site: Path, name: str) -> None:
    page, acted = browser.new_page(), []
    page.on("dialog", lambda dialog: (acted.append(dialog.message), dialog.dismiss()))
    page.on("request", lambda request: acted.append(request.url) if not request.url.endswith(name) else None)

    page.goto((site / name).as_uri())

    assert acted == []
    assert page.locator("script, img, [onerror], [onmouseover]").count() == 0
    page.close()
