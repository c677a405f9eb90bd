"""
Mutation tests, module by module: `python tests/mutating.py [MODULE…]`, such as `checks/files`; docs/mutation.md.

Each module is mutated alone, and only the tests named after it are run (`_NAMED`, else `test_MODULE.py`). A row for each
goes to docs/mutants.csv as soon as it is done; without names the modules that have no row yet are done, so that a run that
broke off goes on where it was. `--last-digits 37` judges only the mutants whose number ends so: a sample. What survives is
written as differences to `build/mutants/MODULE.diff`. It changes nothing in the checkout but the table, and wants hours.
"""

import argparse
import csv
import json
import os
import shutil
import subprocess
import sys
import tomllib
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path

ROOT = Path(__file__).parent.parent
TABLE = ROOT / "docs" / "mutants.csv"
WORK = ROOT / "build" / "mutants"
FIELDS = ("module", "mutants", "judged", "killed", "survived", "without tests", "tests")
_COPIED = ("src", "tests", "contracts", "suites", "fixtures", "docs", "benchmarks")
_KILLED = {1, 3, 24, -24, 36, 152, 255}
"""Exit statuses of the tests: a failure, or no end within many times their time."""
_SURVIVED, _WITHOUT_TESTS = 0, (5, 33)

_READING = ("dialects/test_reading.py", "dialects/test_family.py", "dialects/test_departures.py")
_SAYING = (*_READING, "dialects/test_losses.py")
"""Without the loop test, which takes longer than all the others together."""
_REPORTS = (
    "checks/test_national_reports.py",
    "checks/test_extended_reports.py",
    "checks/test_national_report_rules.py",
)
_PROJECTS = ("checks/test_projects.py", "checks/test_project_facts.py", "checks/test_project_values.py")
_NAMED: dict[str, tuple[str, ...]] = {
    "checks/beyond_doubt": ("checks/test_beyond_doubt.py", "checks/test_examining.py"),
    "checks/conversing": ("checks/test_acquitting.py", "checks/test_query.py", "checks/test_paging.py"),
    "checks/decision_files": ("checks/test_decisions.py",),
    "checks/detecting": ("checks/test_text_languages.py",),
    "checks/detectors": ("checks/test_text_languages.py",),
    "checks/measuring": ("test_costs.py", "checks/test_efficiency.py", "checks/test_estimating.py"),
    "checks/examining": ("checks/test_examining.py", "checks/test_spooling.py", "checks/test_beyond_doubt.py"),
    "checks/national_plans": ("checks/test_plans_and_sites.py",),
    "checks/places": ("checks/test_meetings.py", "checks/test_plans_and_sites.py", "checks/test_project_facts.py"),
    "checks/project_classes": (*_PROJECTS, "test_project_rules.py"),
    "checks/project_finance": ("checks/test_project_finance.py", "test_project_rules.py"),
    "checks/project_identity": (*_PROJECTS, "test_project_rules.py"),
    "checks/project_places": (*_PROJECTS, "test_project_rules.py"),
    "checks/project_reading": (*_PROJECTS, "checks/test_project_finance.py", "test_project_rules.py"),
    "checks/project_relations": (*_PROJECTS, "test_project_rules.py"),
    "checks/project_time": (*_PROJECTS, "test_project_rules.py"),
    "checks/projects": ("test_project_rules.py",),
    "checks/properties": ("checks/test_spooling.py", "checks/test_examining.py", "checks/test_decisions.py"),
    "checks/reading": ("checks/test_decisions.py", "checks/test_meetings.py", "checks/test_national_reports.py"),
    "checks/relations": ("checks/test_references.py", "checks/test_real_habits.py"),
    "checks/report_files": _REPORTS,
    "checks/sessions": ("checks/test_references.py",),
    "checks/setting": ("checks/test_examining.py", "checks/test_spooling.py"),
    "checks/sites": ("checks/test_plans_and_sites.py",),
    "checks/wording": ("checks/test_text.py", "checks/test_decisions.py"),
    **{
        f"checks/{name}": _REPORTS
        for name in ("national_reports", "report_answers", "report_versions", "reporting", "reporting_status")
    },
    "dialects/atom": ("dialects/test_reading.py", "dialects/test_hostile.py"),
    "dialects/marks": ("dialects/test_recognition.py", "dialects/test_mfiles.py", "dialects/test_hostile.py"),
    "dialects/trusting": ("checks/test_beyond_doubt.py", *_READING),
    **{
        f"dialects/{name}": (f"dialects/test_{test}.py", *_SAYING)
        for name, test in (
            ("drupal_records", "drupal_rest"),
            ("drupal_rest", "drupal_rest"),
            ("gef_json", "gef_json"),
            ("gef_records", "gef_json"),
            ("mfiles", "mfiles"),
            ("mfiles_records", "mfiles"),
            ("odata_v4", "odata_v4"),
        )
    },
}
_OPENAPI = ("dialects/test_openapi.py",)


def tests_of(module: str) -> tuple[str, ...]:
    """The tests that are named after a module, below `tests/`."""
    room, _, name = module.partition("/")
    if module in _NAMED:
        return _NAMED[module]
    own = f"{room}/test_{name}.py"
    if room == "dialects" and "openapi" in name:
        return _OPENAPI
    return (own,) if (ROOT / "tests" / own).exists() else _SAYING


def modules() -> Iterator[str]:
    """All modules that are mutated."""
    for room in ("checks", "dialects"):
        for path in sorted((ROOT / "src" / "apitest" / room).glob("*.py")):
            yield f"{room}/{path.stem}"


def rows() -> dict[str, dict[str, str]]:
    """The table as it stands, by module."""
    if not TABLE.exists():
        return {}
    with TABLE.open(encoding="utf-8", newline="") as lines:
        return {row["module"]: row for row in csv.DictReader(lines)}


def write(row: dict[str, str]) -> None:
    """Put a row into the table, in place of an older one of the same module."""
    table = rows() | {row["module"]: row}
    with TABLE.open("w", encoding="utf-8", newline="") as lines:
        writer = csv.DictWriter(lines, FIELDS, lineterminator="\n")
        writer.writeheader()
        writer.writerows(table[name] for name in sorted(table))


def judge(module: str, digits: str) -> dict[str, str]:
    """Mutate one module in a copy of the checkout, run its tests on each mutant, and say how many were noticed."""
    place = WORK / module.replace("/", "-")
    tests = tests_of(module)
    prepare(place, module, tests)
    dotted = "apitest." + module.replace("/", ".").removesuffix(".__init__")
    names = [f"{dotted}.*__mutmut_*{digit}" for digit in digits]
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONPATH"}
    command = [sys.executable, "-m", "mutmut", "run", "--max-children", "1", *names]
    with (place / "log.txt").open("w", encoding="utf-8") as log:
        subprocess.run(command, cwd=place, env=environment, stdout=log, stderr=log, check=False)
    statuses = told(place, module)
    judged = {name: status for name, status in statuses.items() if status is not None}
    count = Counter("killed" if status in _KILLED else "survived" for status in judged.values())
    if judged:
        survivors = [name for name, status in judged.items() if status == _SURVIVED]
        differences(place, survivors, WORK / f"{module.replace('/', '-')}.diff")
        without = sum(status in _WITHOUT_TESTS for status in judged.values())
        shutil.rmtree(place)
    else:
        without = 0
    numbers = (len(statuses), len(judged), count["killed"], count["survived"], without)
    return dict(zip(FIELDS, (module, *map(str, numbers), " ".join(tests)), strict=True))


def prepare(place: Path, module: str, tests: Sequence[str]) -> None:
    """A copy of the checkout, set to mutate this module alone."""
    if place.exists():
        return
    place.mkdir(parents=True)
    for name in _COPIED:
        shutil.copytree(
            ROOT / name, place / name, ignore=shutil.ignore_patterns("__pycache__", "node_modules", "_build")
        )
    for name in ("README.md", "CHANGELOG.md", "ARCHITECTURE.md", "CONTRIBUTING.md", "tox.ini"):
        shutil.copy(ROOT / name, place / name)
    settings = (ROOT / "pyproject.toml").read_text("utf-8")
    ours = tomllib.loads(settings)["tool"]["mutmut"]
    start = settings.index("[tool.mutmut]")
    end = settings.index("\n[", start)
    ours["only_mutate"] = [f"src/apitest/{module}.py"]
    ours["pytest_add_cli_args"] = [*ours["pytest_add_cli_args"], "-p", "no:randomly"]
    ours["pytest_add_cli_args_test_selection"] = [f"tests/{test}" for test in tests]
    lines = [f"{name} = {json.dumps(value)}" for name, value in ours.items()]
    text = settings[:start] + "\n".join(["[tool.mutmut]", *lines]) + "\n" + settings[end:]
    (place / "pyproject.toml").write_text(text, "utf-8")


def told(place: Path, module: str) -> dict[str, int | None]:
    """Exit status of the tests by mutant; None: not judged."""
    kept = place / "mutants" / "src" / "apitest" / f"{module}.py.meta"
    if not kept.exists():
        return {}
    found: dict[str, int | None] = json.loads(kept.read_text("utf-8"))["exit_code_by_key"]
    return found


def differences(place: Path, names: Sequence[str], path: Path) -> None:
    """What the survivors change."""
    with path.open("w", encoding="utf-8") as out:
        for name in names:
            shown = subprocess.run(
                [sys.executable, "-m", "mutmut", "show", name], cwd=place, capture_output=True, text=True, check=False
            )
            out.write(shown.stdout + "\n")


def main() -> None:
    """Do the modules that are named, or all that have no row yet."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("modules", nargs="*")
    parser.add_argument("--last-digits", default="0123456789")
    typed = parser.parse_args()
    known = rows()
    for module in typed.modules or [name for name in modules() if name not in known]:
        row = judge(module, typed.last_digits)
        print(*row.values(), flush=True)  # noqa: T201
        if row["judged"] != "0":
            write(row)


if __name__ == "__main__":
    main()
