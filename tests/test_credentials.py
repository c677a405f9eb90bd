"""Tokens that are granted, certificates that are shown, secrets in a keyring; and no trace of any in what a run leaves."""

import base64
import io
import json
import ssl
import sys
import threading
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from types import ModuleType
from typing import Any, ClassVar
from urllib.parse import parse_qs, urlsplit

import httpx
import pytest
import trustme
from click.testing import CliRunner

from apitest.cli import main
from apitest.errors import ConfigurationError, NoAnswer
from apitest.evidence import Evidence
from apitest.model import Credentials, Politeness, Query
from apitest.reference.service import Service
from apitest.runs import EVIDENCE
from apitest.targets import load_targets
from apitest.wire import Client
from apitest.wire.securing import context_of
from making import CONTRACT, target
from serving import SMALL

URL = "http://mea.example/informea.svc/Decisions"
TOKENS = "https://login.example/token"
GRANTED = Credentials(
    type="oauth2", token_url=TOKENS, client_id_env="MEA_CLIENT", client_secret_env="MEA_SECRET", scope="read"
)
SECRET = "canary-88-secret"
CANARIES = ("canary-88-secret", "canary-88-issued", "canary-88-password", "canary-88-key", "canary-88-bearer")


@pytest.fixture(autouse=True)
def _secrets(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MEA_CLIENT", "harvester")
    monkeypatch.setenv("MEA_SECRET", SECRET)


class Granting:
    """A service that wants a token, and the one that grants it."""

    def __init__(self, *good: str, answer: httpx.Response | None = None) -> None:
        self.good, self.issued, self.asked = good, 0, list[httpx.Request]()
        self.answer = answer

    def __call__(self, request: httpx.Request) -> httpx.Response:
        if str(request.url) != TOKENS:
            self.asked.append(request)
            wanted = [f"Bearer {token}" for token in self.good]
            return httpx.Response(200 if request.headers.get("Authorization") in wanted else 401, content=b"{}")
        self.issued += 1
        self.form, self.login = parse_qs(request.content.decode()), request.headers["Authorization"]
        return self.answer or httpx.Response(200, json={"access_token": f"token-{self.issued}"})

    def client(self, credentials: Credentials = GRANTED, **changes: Any) -> Client:
        return Client(target(credentials=credentials, **changes), Evidence(), transport=httpx.MockTransport(self))


def query(number: int) -> Query:
    return Query(url=f"{URL}?$skip={number}")


def test_a_token_is_asked_for_once_and_sent_with_every_question() -> None:
    service = Granting("token-1")
    client = service.client()

    answers = [client.send(query(number)).status for number in range(3)]

    assert (answers, service.issued) == ([200] * 3, 1)
    assert service.form == {"grant_type": ["client_credentials"], "scope": ["read"]}
    assert service.login == "Basic " + base64.b64encode(f"harvester:{SECRET}".encode()).decode()


def test_a_token_that_has_run_out_is_renewed_once() -> None:
    service = Granting("token-1")
    client = service.client()
    before = client.send(query(1)).status
    service.good = ("token-2",)

    after = [client.send(query(number)).status for number in (2, 3)]
    service.good = ("token-9",)
    refused = [client.send(query(number)).status for number in (4, 5)]

    assert (before, after, refused, service.issued) == (200, [200, 200], [401, 401], 2)


def test_another_try_with_a_new_token_is_counted_as_a_request() -> None:
    service = Granting("token-2")
    client = service.client()

    client.send(query(1))

    assert client.evidence.meter("mea").requests == len(service.asked) == 2


@pytest.mark.parametrize(
    ("answer", "got"),
    [
        (httpx.Response(400, json={"error": "invalid_client"}), "status 400 (invalid_client)"),
        (httpx.Response(500, content=b"oops"), "status 500"),
        (httpx.Response(200, json={"token": "x"}), "an answer without a token"),
        (httpx.Response(200, json={"access_token": "a\nb"}), "an answer without a token"),
        (httpx.Response(302, headers={"Location": "http://elsewhere.example/"}), "status 302"),
        (httpx.Response(200, content=b"x" * (1 << 21)), "a body over 1 MiB"),
        (httpx.Response(400, json={"error": f"not {SECRET}"}), "status 400 (not (redacted))"),
    ],
    ids=["refused", "broken", "other JSON", "two lines", "elsewhere", "large", "echo"],
)
def test_without_a_token_nothing_is_asked_and_nobody_is_blamed(answer: httpx.Response, got: str) -> None:
    service = Granting(answer=answer)
    client = service.client()

    with pytest.raises(NoAnswer) as raised:
        client.send(query(1))
    with pytest.raises(NoAnswer):
        client.send(query(2))

    assert (raised.value.got, raised.value.where) == (got, f"POST {TOKENS}")
    assert (service.issued, service.asked) == (1, [])
    assert client.evidence.meter("mea").halted == f"no access token: {got} from POST {TOKENS}"


def test_credentials_go_to_no_other_origin() -> None:
    service = Granting("token-1")
    client = service.client()

    for address in ("http://other.example/x", "https://mea.example/x", "http://mea.example:81/x"):
        client.send(Query(url=address))

    assert [request.headers.get("Authorization") for request in service.asked] == [None] * 3
    assert service.issued == 0


def keyring(monkeypatch: pytest.MonkeyPatch, **held: str) -> None:
    made, errors = ModuleType("keyring"), ModuleType("keyring.errors")
    errors.KeyringError = RuntimeError  # type: ignore[attr-defined]
    made.errors = errors  # type: ignore[attr-defined]

    def get_password(service: str, user: str) -> str | None:
        if service == "locked":
            raise RuntimeError("no")
        return held.get(f"{service}_{user}")

    made.get_password = get_password  # type: ignore[attr-defined]
    monkeypatch.setitem(sys.modules, "keyring", made)


def test_a_secret_is_read_from_the_keyring(monkeypatch: pytest.MonkeyPatch) -> None:
    keyring(monkeypatch, basel_harvester="token-1")
    service = Granting("token-1")

    answer = service.client(Credentials(type="bearer", token_keyring="basel/harvester")).send(query(1))

    assert answer.status == 200


@pytest.mark.parametrize(
    ("entry", "got"), [("basel/nobody", "none"), ("locked/x", "a keyring that cannot be opened (RuntimeError)")]
)
def test_a_keyring_without_the_secret_is_told(monkeypatch: pytest.MonkeyPatch, entry: str, got: str) -> None:
    keyring(monkeypatch)

    with pytest.raises(ConfigurationError) as raised:
        Granting().client(Credentials(type="bearer", token_keyring=entry))

    assert (raised.value.got, raised.value.fix) == (got, f"Put it there: keyring set {entry.replace('/', ' ')}.")


def test_a_keyring_that_is_not_installed_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "keyring", None)

    with pytest.raises(ConfigurationError, match=r"pip install 'apitest\[keyring\]'"):
        Granting().client(Credentials(type="bearer", token_keyring="a/b"))


WHOLE = """
[targets.a]
url = "https://a.example"
ca-file = "ca.pem"
certificate-file = "/etc/us.pem"
certificate-key-file = "keys/us.key"
auth = { type = "oauth2", token-url = "https://a.example/token", client-id-env = "ID", client-secret-file = "secret" }
"""


def test_paths_are_from_the_folder_of_the_configuration(tmp_path: Path) -> None:
    (tmp_path / "apitest.toml").write_text(WHOLE, "utf-8")

    (read,) = load_targets(tmp_path / "apitest.toml")

    assert (read.ca_file, read.certificate_file) == (str(tmp_path / "ca.pem"), "/etc/us.pem")
    assert read.certificate_key_file == str(tmp_path / "keys" / "us.key")
    assert read.credentials is not None
    assert read.credentials.client_secret_file == str(tmp_path / "secret")


@pytest.mark.parametrize(
    "auth",
    [
        'type = "oauth2", token-url = "https://a.example/t", client-id-env = "ID"',
        'type = "oauth2", token-url = "http://a.example/t", client-id-env = "ID", client-secret-env = "S"',
        'type = "bearer", token-env = "T", token-keyring = "a/b"',
        'type = "bearer", token-keyring = "ab"',
    ],
)
def test_credentials_that_are_not_whole_or_not_safe_are_refused(tmp_path: Path, auth: str) -> None:
    path = tmp_path / "apitest.toml"
    path.write_text(f'[targets.a]\nurl = "https://a.example"\nauth = {{ {auth} }}', "utf-8")

    with pytest.raises(ConfigurationError):
        load_targets(path)


# --- certificates -----------------------------------------------------------------------------------------------------


class Quiet(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        self.send_response(200)
        self.send_header("Content-Length", "2")
        self.end_headers()
        self.wfile.write(b"{}")

    def log_message(self, *_arguments: Any) -> None:
        """Write nothing."""


@contextmanager
def served(
    handler: type[BaseHTTPRequestHandler], context: ssl.SSLContext | None = None
) -> Iterator[ThreadingHTTPServer]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    if context is not None:
        server.socket = context.wrap_socket(server.socket, server_side=True)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
    thread.start()
    try:
        yield server
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def test_a_service_that_wants_a_certificate_gets_ours_and_is_trusted_by_its_own_authority(tmp_path: Path) -> None:
    authority = trustme.CA()
    authority.cert_pem.write_to_path(tmp_path / "ca.pem")
    authority.issue_cert("harvester.example").private_key_and_cert_chain_pem.write_to_path(tmp_path / "us.pem")
    theirs = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    authority.issue_cert("127.0.0.1").configure_cert(theirs)
    authority.configure_trust(theirs)
    theirs.verify_mode = ssl.CERT_REQUIRED
    polite = Politeness(rate=0, connections=0, timeout=5)

    with served(Quiet, theirs) as server:
        url = f"https://127.0.0.1:{server.server_port}"
        files = {"ca_file": str(tmp_path / "ca.pem"), "certificate_file": str(tmp_path / "us.pem")}
        shown = Client(target(url=url, politeness=polite, **files), Evidence()).send(Query(url=f"{url}/x"))
        with pytest.raises(NoAnswer):
            Client(target(url=url, politeness=polite, ca_file=files["ca_file"]), Evidence()).send(Query(url=f"{url}/x"))

    assert shown.status == 200


@pytest.mark.parametrize("content", [None, b"no certificate"])
def test_a_file_without_a_certificate_is_told(tmp_path: Path, content: bytes | None) -> None:
    if content is not None:
        (tmp_path / "ca.pem").write_bytes(content)

    with pytest.raises(ConfigurationError, match="expected certificates in PEM form"):
        context_of(target(ca_file=str(tmp_path / "ca.pem")))


# --- canaries ---------------------------------------------------------------------------------------------------------


class Echoing(Quiet):
    """The reference endpoint, which says back whatever it was sent, everywhere it can; and grants tokens."""

    service = Service(CONTRACT, counts=SMALL)
    heads: ClassVar[list[str]] = []
    commands: ClassVar[set[str]] = set()

    def do_GET(self) -> None:
        parts = urlsplit(self.path)
        told = f"{self.path} {self.headers}".replace("\r", " ").replace("\n", " ")
        self.heads.append(told)
        for process in Path("/proc").glob("[0-9]*/cmdline"):
            try:
                self.commands.add(process.read_bytes().decode("utf-8", "replace"))
            except OSError:
                continue
        origin = f"http://127.0.0.1:{self.server.server_address[1]}"
        reply = self.service.answer(method=self.command, origin=origin, path=parts.path, query=parts.query)
        body = reply.body.replace(b"[{", b'[{"echo":' + json.dumps(told).encode() + b",", 1)
        failing = "skip" in parts.query
        self.send_response(500 if failing else reply.status)
        for name, value in (*reply.headers, ("Content-Type", reply.content_type), ("X-Echo", told)):
            self.send_header(name, value)
        self.send_header("Set-Cookie", f"seen={CANARIES[1]}")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(body)

    do_HEAD = do_GET  # noqa: N815 - as its library has it

    def do_POST(self) -> None:
        self.rfile.read(int(self.headers["Content-Length"]))
        body = json.dumps({"access_token": CANARIES[1]}).encode()
        self.send_response(200)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)


AUTHS = {
    "oauth2": 'type = "oauth2", token-url = "ORIGIN/token", client-id-env = "MEA_CLIENT", client-secret-env = "MEA_SECRET"',
    "basic": 'type = "basic", username-env = "MEA_CLIENT", password-env = "MEA_PASSWORD"',
    "key in the address": 'type = "api-key", key-env = "MEA_KEY", query = "key"',
    "key in a header": 'type = "api-key", key-env = "MEA_KEY", header = "X-Key"',
    "bearer": 'type = "bearer", token-file = "token"',
}


def left_by(folder: Path) -> Iterator[tuple[str, bytes]]:
    """Every file below a folder, what is packed within unpacked."""
    for path in sorted(item for item in folder.rglob("*") if item.is_file()):
        body = path.read_bytes()
        yield str(path), body
        if zipfile.is_zipfile(io.BytesIO(body)):
            with zipfile.ZipFile(io.BytesIO(body)) as archive:
                yield from ((f"{path}/{name}", archive.read(name)) for name in archive.namelist())
        if path.name == EVIDENCE:
            store = Evidence(path, reading=True)
            yield f"{path} unpacked", repr([store.find(digest) for digest in store.number()]).encode()
            store.close()


@pytest.mark.parametrize("auth", AUTHS.values(), ids=AUTHS)
def test_no_trace_of_a_secret_is_left_by_a_run_and_what_is_made_of_it(
    tmp_path: Path, auth: str, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    work = tmp_path / "work"
    work.mkdir()
    monkeypatch.setenv("MEA_PASSWORD", CANARIES[2])
    monkeypatch.setenv("MEA_KEY", CANARIES[3])
    (tmp_path / "token").write_text(CANARIES[4], "utf-8")
    said: list[str] = []

    def typed(*words: str) -> None:
        done = CliRunner().invoke(main, words)
        said.append(done.output + str(done.exception or ""))
        assert done.exit_code in (0, 1, 3), done.output

    with served(Echoing) as server:
        origin = f"http://127.0.0.1:{server.server_port}"
        Echoing.heads.clear()
        Echoing.commands.clear()
        (tmp_path / "apitest.toml").write_text(
            f'[targets.mea]\nurl = "{origin}/mea-json"\nentities = ["meetings"]\nrate = "1000/s"\n'
            f"auth = {{ {auth.replace('ORIGIN', origin)} }}",
            "utf-8",
        )
        narrow = ("--class", "transport", "-n", "0")
        typed("run", "mea", "--config", str(tmp_path / "apitest.toml"), "--output", str(work / "run"), *narrow)
    for form in ("har", "html", "junit", "sarif", "csv"):
        typed("report", str(work / "run"), "--format", form, "-o", str(work / f"report.{form}"))
    typed("bundle", str(work / "run"), "-o", str(work / "run.bundle"))
    typed("publish", str(work / "run"), "-o", str(work / "site"), "-n", "1")

    own = [command for command in Echoing.commands if str(work) in command]
    heard = "".join(Echoing.heads)
    printed = [*said, *capfd.readouterr(), *own]
    assert "canary-88" in heard or "Basic " in heard
    assert own
    assert [text for text in printed if "canary-88" in text] == []
    assert [name for name, body in left_by(work) if b"canary-88" in body] == []
    assert any(b"(redacted)" in body for _, body in left_by(work))
