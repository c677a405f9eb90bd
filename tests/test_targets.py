"""apitest.toml: read in its order, and what is wrong with it told with line, key, and the nearest key that is right."""

import json
from pathlib import Path

import pytest

from apitest.dialects import DIALECTS
from apitest.errors import ConfigurationError, UnknownName, UsageError
from apitest.model import Credentials, Politeness
from apitest.shipped import shipped
from apitest.targets import load_targets, pick, target_of_url
from making import CONTRACT

WHOLE = """
[targets.basel]
name = "Basel Convention"
url = "https://staging.example.org/Documents/bc/Decisions.svc/"
dialect = "olingo2"
treaties = ["basel"]
entities = ["decisions", "meetings"]
rate = "2.5/s"
connections = 3
max-requests = 400
timeout = 12
auth = { type = "basic", username-env = "BASEL_USER", password-env = "BASEL_PASSWORD" }

[targets.cites]
url = "https://cites.example.org/svc"

[targets.cms.auth]
type = "bearer"
token-env = "CMS_TOKEN"

[targets.cms]
url = "http://cms.example.org"
"""


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "apitest.toml"


def test_a_configuration_is_read_in_its_order(path: Path) -> None:
    path.write_text(WHOLE, "utf-8")

    basel, cites, cms = load_targets(path)

    assert (basel.id, basel.name, basel.dialect) == ("basel", "Basel Convention", "olingo2")
    assert basel.url == "https://staging.example.org/Documents/bc/Decisions.svc"
    assert (basel.treaties, basel.entities) == (("basel",), ("decisions", "meetings"))
    assert basel.politeness == Politeness(rate=2.5, connections=3, max_requests=400, timeout=12, deadline=48)
    assert basel.credentials == Credentials(type="basic", username_env="BASEL_USER", password_env="BASEL_PASSWORD")
    assert (cites.name, cites.dialect, cites.politeness, cites.credentials) == ("cites", "auto", Politeness(), None)
    assert cms.credentials == Credentials(type="bearer", token_env="CMS_TOKEN")


HEAD = '[targets.a]\nurl = "http://a.example"\n'


@pytest.mark.parametrize(
    ("text", "where", "got", "fix"),
    [
        ("[targets.a\nurl = 1", "line 1, targets.a", "Expected ']'", "Repair the line"),
        (f"{HEAD}name = Basel", "line 3, name", "'name = Basel'", "text stands in quotation marks"),
        (f"{HEAD}url = 'b'", "line 3, url", "Cannot overwrite a value", "Repair the line"),
        ("[targets.a]\nurl = [", "line 2, url", "", "Repair the line"),
        ('[targets.a]\nur = "http://a.example"', "line 2, targets.a.ur", "'ur'", "Did you mean 'url'?"),
        (f"{HEAD}conections = 2", "line 3, targets.a.conections", "'conections'", "Did you mean 'connections'?"),
        (
            f"{HEAD}zzz = 2",
            "line 3, targets.a.zzz",
            "'zzz'",
            "Known here: auth, ca-file, certificate-file, certificate-key-file, connections",
        ),
        ("[target.a]\nurl = 'http://a.example'", "line 1, target", "'target'", "Did you mean 'targets'?"),
        ("", "apitest.toml", "none", "Add targets = …"),
        ("[targets.a]\nname = 'A'", "line 1, targets.a", "none", "Add url = …"),
        (f"{HEAD}dialect = 'olingo'", "line 3, targets.a.dialect", "'olingo'", "Did you mean 'olingo2'?"),
        (f"{HEAD}dialect = 'xyz'", "line 3, targets.a.dialect", "'xyz'", "Known: auto"),
        (f"{HEAD}entities = ['decision']", "line 3, targets.a.entities.0", "'decision'", "Did you mean 'decisions'?"),
        (f"{HEAD}rate = 2", "line 3, targets.a.rate", "2", "Requests a second"),
        (f"{HEAD}connections = 0", "line 3, targets.a.connections", "0", "Requests at one time"),
        ("[targets.a]\nurl = 'a.example'", "line 2, targets.a.url", "'a.example'", "Service root, absolute"),
        (
            f"{HEAD}auth = {{ type = 'basic', username-env = 'A', password = 'x' }}",
            "line 3, targets.a.auth",
            "the secret itself",
            "password-env",
        ),
        (f"{HEAD}auth = {{ type = 'bearer' }}", "line 3, targets.a.auth", "type", 'bearer needs "token-env"'),
        ("[targets.A]\nurl = 'http://a.example'", "targets", "'A'", ""),
        ("[targets]\na = 'http://a.example'", "line 2, targets.a", "'http://a.example'", ""),
    ],
)
def test_what_is_wrong_is_told_with_line_key_and_remedy(path: Path, text: str, where: str, got: str, fix: str) -> None:
    path.write_text(text, "utf-8")

    with pytest.raises(ConfigurationError) as raised:
        load_targets(path)

    error = raised.value
    assert where in error.where
    assert str(path) in error.where
    assert got in error.got
    assert fix in error.fix
    assert error.exit_status == 2


def test_a_secret_in_the_file_is_not_repeated(path: Path) -> None:
    path.write_text(f"{HEAD}auth = {{ type = 'basic', username-env = 'A', password = 's3cr3t' }}", "utf-8")

    with pytest.raises(ConfigurationError) as raised:
        load_targets(path)

    assert "s3cr3t" not in raised.value.told()


@pytest.mark.parametrize(("content", "got"), [(None, "No such file"), (b"\xff", "invalid start byte")])
def test_a_file_that_cannot_be_read_is_told(path: Path, content: bytes | None, got: str) -> None:
    if content is not None:
        path.write_bytes(content)

    with pytest.raises(ConfigurationError, match="expected a configuration file") as raised:
        load_targets(path)

    assert got in raised.value.got


def test_targets_are_picked_in_the_order_asked(path: Path) -> None:
    path.write_text(WHOLE, "utf-8")
    targets = load_targets(path)

    assert [target.id for target in pick(targets, ["cms", "basel"])] == ["cms", "basel"]
    assert pick(targets, []) == targets


def test_a_target_that_is_not_there_is_told(path: Path) -> None:
    path.write_text(WHOLE, "utf-8")

    with pytest.raises(UnknownName) as raised:
        pick(load_targets(path), ["bazel"], where="apitest.toml")

    assert (raised.value.where, raised.value.fix) == ("apitest.toml", "Did you mean 'basel'?")


@pytest.mark.parametrize(
    ("url", "identifier", "address", "rate"),
    [
        ("https://Odata.Example.org/informea.svc/", "odata-example-org", "https://Odata.Example.org/informea.svc", 5),
        ("example.org/a?x=1#y", "example-org", "http://example.org/a", 5),
        ("http://127.0.0.1:8042/mea-json", "127-0-0-1-8042", "http://127.0.0.1:8042/mea-json", 0),
        ("http://[::1]:80/", "1-80", "http://[::1]:80", 0),
        ("http://localhost", "localhost", "http://localhost", 0),
    ],
)
def test_an_address_is_a_target_and_only_loopback_is_not_spared(
    url: str, identifier: str, address: str, rate: float
) -> None:
    target = target_of_url(url)

    assert (target.id, target.url, target.dialect, target.politeness.rate) == (identifier, address, "auto", rate)


@pytest.mark.parametrize("url", ["ftp://example.org", "http://", "https://user:s3cr3t@example.org/a", "http:///a"])
def test_an_address_that_is_none_or_holds_a_secret_is_refused(url: str) -> None:
    with pytest.raises(UsageError) as raised:
        target_of_url(url)

    assert "s3cr3t" not in raised.value.told()
    assert raised.value.where == "--url"


def test_the_schema_of_the_configuration_knows_every_dialect_and_every_set() -> None:
    schema = json.loads(shipped("contracts", "config", "apitest-config-1.schema.json").read_text("utf-8"))
    known = schema["$defs"]["target"]["properties"]

    assert known["dialect"]["enum"] == ["auto", *DIALECTS]
    assert known["entities"]["items"]["enum"] == [*CONTRACT.entities]


def test_limits_of_a_target_are_read(path: Path) -> None:
    limits = "timeout = 3\nmax-seconds = 60\nmax-body = 2048\nmax-pages = 7"
    path.write_text(f"{HEAD}{limits}", "utf-8")

    (read,) = load_targets(path)

    assert read.politeness == Politeness(timeout=3, deadline=12, max_seconds=60, max_body=2048, max_pages=7)
