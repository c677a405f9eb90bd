"""A secret is sent where it belongs and found nowhere else, whatever a service does with it."""

import base64
import html
import json
from collections.abc import Callable
from pathlib import Path
from urllib.parse import quote

import httpx
import pytest

from apitest import runs
from apitest.errors import ConfigurationError, NoAnswer
from apitest.evidence import Evidence
from apitest.model import Credentials, Politeness, Query, Target
from apitest.targets import load_targets
from apitest.wire import Client
from making import CONTRACT, target
from misbehaving import ROOT, Behaviour, Talk, misbehaving

CANARY = 'canary/"57&<é'
URL = "http://mea.example/informea.svc/Decisions"
BASIC = Credentials(type="basic", username_env="MEA_USER", password_env="MEA_SECRET")
BEARER = Credentials(type="bearer", token_env="MEA_TOKEN")
HEADER = Credentials(type="api-key", key_env="MEA_TOKEN", header="X-Api-Key")
QUERY = Credentials(type="api-key", key_env="MEA_TOKEN", query="key")
TOKEN = "canary-57-token"


@pytest.fixture(autouse=True)
def _secrets(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MEA_USER", "harvester")
    monkeypatch.setenv("MEA_SECRET", CANARY)
    monkeypatch.setenv("MEA_TOKEN", TOKEN)


def asked(credentials: Credentials, answer: Callable[[httpx.Request], httpx.Response], evidence: Evidence) -> Client:
    return Client(target(credentials=credentials), evidence, transport=httpx.MockTransport(answer))


FORMS = {
    "as it is": CANARY,
    "in JSON": json.dumps(CANARY),
    "in JSON with slashes": json.dumps(CANARY).replace("/", "\\/"),
    "in HTML": html.escape(CANARY),
    "in an address": quote(CANARY, safe=""),
    "in base64": base64.b64encode(CANARY.encode()).decode(),
    "with its name": base64.b64encode(f"harvester:{CANARY}".encode()).decode(),
}


@pytest.mark.parametrize("form", FORMS.values(), ids=FORMS)
def test_an_echo_of_a_password_is_redacted(form: str, tmp_path: Path) -> None:
    store = Evidence(tmp_path / "evidence.sqlite")
    client = asked(BASIC, lambda _request: httpx.Response(200, content=f"<{form}>".encode()), store)

    kept = client.send(Query(url=URL))
    again = client.send(Query(url=URL))

    assert b"(redacted)" in kept.body
    assert form.encode() not in kept.body
    assert again.body == kept.body


def test_an_api_key_is_in_the_address_that_is_sent_and_in_no_other() -> None:
    sent: list[str] = []
    client = asked(QUERY, lambda request: sent.append(str(request.url)) or httpx.Response(200), Evidence())

    kept = client.send(Query(url=f"{URL}?$top=1&key=(redacted)"))

    assert sent == [f"{URL}?$top=1&key={TOKEN}"]
    assert TOKEN not in kept.query.url


def test_an_api_key_is_sent_in_its_header() -> None:
    sent: list[str] = []
    client = asked(HEADER, lambda request: sent.append(request.headers["X-Api-Key"]) or httpx.Response(200), Evidence())

    client.send(Query(url=URL))

    assert sent == [TOKEN]


def test_a_secret_in_an_error_is_redacted() -> None:
    def refuse(_request: httpx.Request) -> httpx.Response:
        raise httpx.ConnectError(f"cannot reach ?key={TOKEN}")

    with pytest.raises(NoAnswer) as raised:
        asked(QUERY, refuse, Evidence()).send(Query(url=URL))

    assert raised.value.got == "no connection (cannot reach ?key=(redacted))"


def test_a_secret_is_read_from_a_file(tmp_path: Path) -> None:
    (tmp_path / "token").write_text(f"{TOKEN}\n", "utf-8")
    sent: list[str] = []
    from_file = Credentials(type="bearer", token_file=str(tmp_path / "token"))
    client = asked(
        from_file, lambda request: sent.append(request.headers["Authorization"]) or httpx.Response(200), Evidence()
    )

    client.send(Query(url=URL))

    assert sent == [f"Bearer {TOKEN}"]


@pytest.mark.parametrize(("content", "got"), [(None, "No such file"), (b"", "an empty file"), (b"\xff", "no text")])
def test_a_file_without_a_secret_is_a_usage_error(tmp_path: Path, content: bytes | None, got: str) -> None:
    if content is not None:
        (tmp_path / "token").write_bytes(content)

    with pytest.raises(ConfigurationError, match=got):
        Client(target(credentials=Credentials(type="bearer", token_file=str(tmp_path / "token"))), Evidence())


def test_an_api_key_is_configured(tmp_path: Path) -> None:
    path = tmp_path / "apitest.toml"
    path.write_text(
        '[targets.a]\nurl = "http://a.example"\nauth = { type = "api-key", key-env = "K", query = "key" }', "utf-8"
    )

    (read,) = load_targets(path)

    assert read.credentials == Credentials(type="api-key", key_env="K", query="key")


def _echoing(talk: Talk) -> None:
    """Say back whatever was sent: in a header, a cookie, a link and the body."""
    reply = talk.honest()
    told = talk.head.decode("latin-1").replace("\r\n", " ")
    body = reply.body.replace(b'"results":[{', b'"results":[{"x":' + json.dumps(told).encode() + b",", 1)
    talk.say(body, f"{reply.status} Status", reply.content_type, X_Echo=told, Set_Cookie=f"seen={TOKEN}")


@pytest.mark.parametrize("credentials", [BEARER, HEADER, QUERY], ids=["bearer", "header", "query"])
def test_no_file_of_a_run_holds_a_secret_that_the_service_echoes(tmp_path: Path, credentials: Credentials) -> None:
    with misbehaving(Behaviour("echo", "says back what it was sent", _echoing)) as endpoint:
        subject: Target = target(
            url=f"{endpoint.origin}/{ROOT}", dialect="auto", credentials=credentials,
            politeness=Politeness(rate=0, connections=2, max_requests=60),
        )  # fmt: skip
        plan = runs.begin(runs.Order(targets=(subject,), classes=("service",)), tmp_path, CONTRACT)
        runs.finish(tmp_path, plan, CONTRACT, (), {})

    evidence = Evidence(tmp_path / runs.EVIDENCE)
    bodies = [evidence.find(digest) for digest in evidence.number()]
    evidence.close()
    assert any(TOKEN in line for line in endpoint.heads)
    assert TOKEN not in repr(bodies)
    assert [path.name for path in tmp_path.iterdir() if TOKEN.encode() in path.read_bytes()] == []
