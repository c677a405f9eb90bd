"""`apitest init --ci`: a job for GitHub, GitLab or Jenkins over the configured targets, from the templates beside it."""

import json
from collections.abc import Iterable
from pathlib import Path

from apitest import __version__
from apitest.errors import UsageError

_TEMPLATES = Path(__file__).parent / "templates"
PLACES = {
    "github": Path(".github", "workflows", "apitest.yml"),
    "gitlab": Path(".gitlab-ci.yml"),
    "jenkins": Path("Jenkinsfile"),
}
"""Where each service looks for its jobs."""
_FILES = {"github": "github.yml", "gitlab": "gitlab.yml", "jenkins": "Jenkinsfile"}


def pipeline(kind: str, targets: Iterable[str], parts: int = 1) -> str:
    """The job as text: it judges each target in so many parts, joins them, and publishes."""
    names, numbers = list(targets), list(range(1, parts + 1))
    marks = {
        "TARGETS": json.dumps(names),
        "TARGET_WORDS": " ".join(names),
        "TARGET_VALUES": ", ".join(f"'{name}'" for name in names),
        "PARTS": str(parts),
        "PART_LIST": json.dumps(numbers),
        "PART_STRINGS": json.dumps([str(number) for number in numbers]),
        "PART_VALUES": ", ".join(f"'{number}'" for number in numbers),
        "VERSION": __version__,
    }
    text = (_TEMPLATES / _FILES[kind]).read_text("utf-8")
    for mark, value in marks.items():
        text = text.replace(f"@{mark}@", value)
    return text


def write_pipeline(kind: str, targets: Iterable[str], parts: int, folder: Path) -> Path:
    """
    Write the job where the service looks for it; nothing that is there is overwritten.

    Raises:
        UsageError: there is a file already, or it cannot be written.
    """
    path = folder / PLACES[kind]
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("x", encoding="utf-8") as file:
            file.write(pipeline(kind, targets, parts))
    except OSError as error:
        there = isinstance(error, FileExistsError)
        raise UsageError(
            expected="a place for a job",
            got="a file that is there already" if there else error.strerror or str(error),
            where=str(path),
            fix="Move it away, or write the job in an empty folder and copy from it what you need.",
        ) from error
    return path
