"""At the desk: names in place of addresses, init, doctor, completion, looking again."""

import os
import ssl
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import httpx
import pytest
import trustme
from click.testing import CliRunner, Result

from apitest.cli import main
from apitest.commands import examining, naming, running, watching
from apitest.commands.examining import Sign, answer, dependencies, way_to
from apitest.commands.starting import Start, init
from apitest.commands.watching import changes, next_look, watch
from apitest.endpoints import Provider, Service
from apitest.results import Results
from apitest.targets import load_targets, target_of_url
from apitest.wire import Certificate, Probe, probe
from serving import answering, reference


def typed(*words: str, stdin: str = "") -> Result:
    return CliRunner().invoke(main, words, input=stdin)


@pytest.fixture(scope="module")
def endpoint() -> Iterator[str]:
    with reference() as url:
        yield url


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


NARROW = ("--class", "paging", "--entity", "meetings")

# --- names in place of addresses --------------------------------------------------------------------------------------


def known(*services: Service) -> Callable[[], dict[str, Provider]]:
    return lambda: {"basel": Provider(id="basel", title="Basel Convention", treaties=("basel",), services=services)}


def service(url: str, *entities: str, private: str = "") -> Service:
    return Service(url=url, entities=entities, dialect="mea-json", by="path", private=private)


def test_a_provider_is_told_as_historic_and_then_asked(
    endpoint: str, here: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    services = service(endpoint, "meetings"), service("http://localhost:8180", "decisions", private="of a developer")
    monkeypatch.setattr(naming, "load_providers", known(*services))

    result = typed("check", "basel", *NARROW, "--rate", "1000/s")

    assert result.exit_code == 0, result.output
    assert result.stdout.startswith("✓ Conformant")
    assert "These addresses are historic" in result.stderr
    assert f"asked      {endpoint}  meetings" in result.stderr
    assert "not asked  http://localhost:8180  (of a developer)" in result.stderr


def test_nothing_is_asked_before_the_address_has_been_told(monkeypatch: pytest.MonkeyPatch) -> None:
    told = list[str]()
    monkeypatch.setattr(naming, "load_providers", known(service("http://127.0.0.1:9", "meetings")))
    monkeypatch.setattr(running, "execute", lambda *_arguments, **_options: told.append("asked") or 1 / 0)
    monkeypatch.setattr(sys.stderr, "write", told.append)

    with pytest.raises(ZeroDivisionError):
        running.check(running.Wishes(url="basel"))

    assert "http://127.0.0.1:9" in told[0]
    assert told[-1] == "asked"


def test_a_configured_target_goes_before_a_provider_of_its_name(endpoint: str, here: Path) -> None:
    (here / "apitest.toml").write_text(f'[targets.basel]\nurl = "{endpoint}"\nrate = "1000/s"\n', "utf-8")

    result = typed("check", "basel", *NARROW)

    assert (result.exit_code, result.stderr) == (0, "")


@pytest.mark.parametrize("word", ["localhost", "127.0.0.1:9", "example.org", "http://example.org/a"])
def test_what_looks_like_an_address_is_one(word: str, tmp_path: Path) -> None:
    (target,) = naming.subjects_of(word, tmp_path / "none.toml", "auto", ())

    assert target.url.endswith(word)


def test_a_word_that_is_no_name_is_told(here: Path) -> None:
    result = typed("check", "basle")

    assert (result.exit_code, result.stdout) == (2, "")
    assert "Did you mean 'basel'" in result.stderr


def test_the_registry_can_be_shown() -> None:
    assert '[providers.basel]\ntitle = "Basel Convention"' in typed("contracts", "show", "endpoints").stdout


# --- init -------------------------------------------------------------------------------------------------------------


def test_init_recognises_and_writes_a_configuration_that_runs(endpoint: str, here: Path) -> None:
    result = typed("init", "--url", endpoint, "--name", "Basel Convention", "--yes")

    (target,) = load_targets(here / "apitest.toml")
    assert result.exit_code == 0, result.output
    assert (target.id, target.name, target.dialect, target.url) == (
        "basel-convention", "Basel Convention", "mea-json", endpoint,
    )  # fmt: skip
    assert "speaks mea-json: " in result.stdout
    assert typed("run", *NARROW, "-n", "0", "-q").exit_code == 0


def test_init_adds_to_a_configuration_and_keeps_what_is_there(endpoint: str, here: Path) -> None:
    typed("init", "--url", endpoint, "--name", "one", "--yes")
    before = (here / "apitest.toml").read_text("utf-8")

    result = typed("init", "--url", "http://127.0.0.1:9/a", "--name", "two", "--offline", "-q")

    after = (here / "apitest.toml").read_text("utf-8")
    assert (result.exit_code, result.stdout) == (0, "")
    assert after.startswith(before)
    assert [(item.id, item.dialect) for item in load_targets(here / "apitest.toml")] == [
        ("one", "mea-json"), ("two", "auto"),
    ]  # fmt: skip


def test_init_without_an_answer_writes_all_the_same_and_says_why(here: Path) -> None:
    result = typed("init", "--url", "http://127.0.0.1:9", "--name", "gone", "--yes")

    assert result.exit_code == 0
    assert "got       no connection" in result.stderr
    assert load_targets(here / "apitest.toml")[0].dialect == "auto"


def test_every_comment_of_a_configuration_can_be_made_a_setting(endpoint: str, here: Path) -> None:
    typed("init", "--url", endpoint, "--name", "one", "--yes")
    text = (here / "apitest.toml").read_text("utf-8")

    settings = [line[2:] if line.startswith("# ") and " = " in line else line for line in text.splitlines()]
    (here / "apitest.toml").write_text("\n".join(settings), "utf-8")

    (target,) = load_targets(here / "apitest.toml")
    assert target.credentials is not None
    assert target.credentials.username_env == "ONE_USER"
    assert target.politeness.max_requests == 2000


def test_init_asks_at_a_terminal(endpoint: str, here: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", Terminal())
    answers = iter((endpoint, "basel"))
    monkeypatch.setattr("click.prompt", lambda *_words, **_options: next(answers))

    status = init(Start(offline=True))

    assert status == 0
    assert load_targets(here / "apitest.toml")[0].id == "basel"


class Terminal:
    def __init__(self, *lines: str) -> None:
        self._lines = iter(lines)

    def isatty(self) -> bool:
        return True

    def readline(self) -> str:
        return next(self._lines)


@pytest.mark.parametrize(
    ("words", "told"),
    [
        ((), "expected  the address of a service"),
        (("--url", "ftp://a.example"), "expected  an absolute http or https address"),
        (("--url", "http://127.0.0.1:9", "--name", "日本"), "where     --name"),
        (("--url", "http://127.0.0.1:9", "--name", "taken"), "expected  a name that is not taken"),
        (
            ("--url", "http://127.0.0.1:9", "--name", "b", "--config", "none/a.toml"),
            "fix       Give another with --config.",
        ),
    ],
)
def test_what_init_cannot_use_is_a_usage_error_and_changes_nothing(
    words: tuple[str, ...], told: str, here: Path
) -> None:
    text = '[targets.taken]\nurl = "http://127.0.0.1:9"\n'
    (here / "apitest.toml").write_text(text, "utf-8")

    result = typed("init", "--offline", "--yes", *words)

    assert (result.exit_code, result.stdout) == (2, "")
    assert told in result.stderr
    assert (here / "apitest.toml").read_text("utf-8") == text


# --- doctor -----------------------------------------------------------------------------------------------------------


def test_a_machine_and_a_target_without_trouble_are_told(endpoint: str, here: Path) -> None:
    result = typed("doctor", endpoint)

    assert result.exit_code == 0, result.output
    assert "This machine\n  ✓ Python" in result.stdout
    assert f"\n{endpoint}\n  ✓ name            127.0.0.1\n  ✓ connection      status " in result.stdout
    assert "✓ clock" in result.stdout


def test_without_an_address_nobody_is_asked(here: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(examining, "probe", lambda _target: 1 / 0)
    (here / "apitest.toml").write_text('[targets.one]\nurl = "http://127.0.0.1:9"\n', "utf-8")

    result = typed("doctor")

    assert result.exit_code == 0, result.output
    assert "configuration   apitest.toml: one" in result.stdout


def test_what_is_in_the_way_is_exit_status_3_with_its_remedy(here: Path) -> None:
    (here / "apitest.toml").write_text('[targets.one]\nurl = "http://127.0.0.1:9"\n', "utf-8")

    result = typed("doctor", "one")

    assert result.exit_code == 3
    assert "✗ connection      no connection" in result.stdout
    assert "Check the address" in result.stdout


def test_a_configuration_that_is_broken_is_told(here: Path) -> None:
    (here / "apitest.toml").write_text("[targets.one]\n", "utf-8")

    result = typed("doctor")

    assert (result.exit_code, "✗ configuration" in result.stdout) == (3, True)


def test_credentials_that_are_not_there_are_told(here: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("NOT_SET", raising=False)
    (here / "apitest.toml").write_text(
        '[targets.one]\nurl = "http://127.0.0.1:9"\nauth = { type = "bearer", token-env = "NOT_SET" }\n', "utf-8"
    )

    result = typed("doctor", "one")

    assert (result.exit_code, "✗ credentials" in result.stdout) == (3, True)


@pytest.mark.parametrize(
    ("name", "value", "told"),
    [
        ("HTTPS_PROXY", "http://user:secret@proxy.example:3128", "HTTPS_PROXY=http://(redacted)@proxy.example:3128"),
        ("SSL_CERT_FILE", "/none/there.pem", "✗ certificates"),
    ],
)
def test_the_surroundings_are_told_without_their_secrets(
    name: str, value: str, told: str, here: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(name, value)

    output = typed("doctor").stdout

    assert told in output
    assert "secret" not in output


@pytest.mark.parametrize(
    ("required", "symbol", "told"),
    [
        (None, "!", "a checkout"),
        (["click>=8", "weasyprint>=1; extra == 'pdf'"], "✓", "all 1 in versions"),
        (["click>=99"], "✗", "not >=99"),
        (["no-such-package-of-anybody"], "✗", "is missing"),
    ],
)
def test_dependencies_are_held_to_what_is_required(required: list[str] | None, symbol: str, told: str) -> None:
    sign = dependencies(required)

    assert sign.symbol == symbol
    assert told in sign.told


NOW = datetime(2026, 1, 1, tzinfo=UTC)


def met(**known: object) -> Probe:
    return Probe(**{"asked": NOW, "status": 200, "served": NOW, **known})  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("probed", "symbol", "told"),
    [
        (met(status=404), "✓", "status 404"),
        (met(status=401), "✗", "refused"),
        (met(status=302, location="https://a.example/"), "✗", "it has moved"),
        (met(error="a certificate that cannot be trusted (expired)"), "✗", "cannot be trusted"),
    ],
)
def test_an_answer_is_well_a_refusal_or_a_redirect_is_not(probed: Probe, symbol: str, told: str) -> None:
    sign = answer(probed)

    assert (sign.symbol, told in sign.told, bool(sign.fix)) == (symbol, True, symbol != "✓")


@pytest.mark.parametrize(
    ("probed", "expected"),
    [
        (met(), {"name": "✓", "connection": "✓", "clock": "✓"}),
        (met(served=NOW + timedelta(minutes=9)), {"name": "✓", "connection": "✓", "clock": "!"}),
        (met(served=None), {"name": "✓", "connection": "✓", "clock": "!"}),
        (met(unresolved="unknown", error="no connection"), {"name": "✗", "connection": "✗"}),
        (met(proxied=True), {"name": "✓", "connection": "✓", "clock": "✓"}),
        (
            met(certificate=Certificate(issuer="A", expires=NOW + timedelta(days=90), protocol="TLSv1.3")),
            {"name": "✓", "connection": "✓", "certificate": "✓", "clock": "✓"},
        ),
        (
            met(certificate=Certificate(issuer="A", expires=NOW + timedelta(days=5), protocol="TLSv1.3")),
            {"name": "✓", "connection": "✓", "certificate": "!", "clock": "✓"},
        ),
    ],
)
def test_the_way_to_a_target_is_told_step_by_step(
    probed: Probe, expected: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(examining, "probe", lambda _target: probed)

    signs: list[Sign] = list(way_to(target_of_url("http://127.0.0.1:9")))

    assert {sign.about: sign.symbol for sign in signs} == expected
    assert all(bool(sign.fix) is (sign.symbol != "✓") or sign.about == "name" for sign in signs)


def test_a_probe_asks_once_and_follows_nothing() -> None:
    asked = []

    def move(request: httpx.Request) -> httpx.Response:
        asked.append(str(request.url))
        return httpx.Response(301, headers={"Location": "http://b.example/", "Date": "Thu, 01 Jan 2026 00:00:00 GMT"})

    found = probe(target_of_url("http://a.example/svc"), transport=httpx.MockTransport(move))

    assert asked == ["http://a.example/svc"]
    assert (found.status, found.location, found.served) == (301, "http://b.example/", NOW)


def test_a_host_that_nobody_knows_is_told() -> None:
    found = probe(target_of_url("http://nowhere.invalid/svc"))

    assert (found.addresses, bool(found.unresolved), bool(found.error)) == ((), True, True)


@pytest.fixture
def secured(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[..., str]]:
    """Serve a page with a certificate of an authority that this process trusts."""
    authority = trustme.CA()
    authority.cert_pem.write_to_path(str(tmp_path / "authority.pem"))
    monkeypatch.setenv("SSL_CERT_FILE", str(tmp_path / "authority.pem"))
    with ExitStack() as stack:

        def serve(name: str = "127.0.0.1", *, days: int = 90) -> str:
            context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
            authority.issue_cert(name, not_after=datetime.now(UTC) + timedelta(days=days)).configure_cert(context)
            return stack.enter_context(answering(b"{}", tls=context))

        yield serve


def test_a_certificate_is_told_with_its_last_day(secured: Callable[..., str]) -> None:
    found = probe(target_of_url(secured(days=5)))

    assert (found.status, found.error) == (200, "")
    assert found.certificate is not None
    assert 3 < (found.certificate.expires - found.asked) / timedelta(days=1) < 6
    assert "trustme" in found.certificate.issuer
    assert found.certificate.protocol.startswith("TLS")


def test_a_certificate_that_ends_soon_is_worth_knowing(secured: Callable[..., str]) -> None:
    signs = {sign.about: sign for sign in way_to(target_of_url(secured(days=5)))}

    assert signs["certificate"].symbol == "!"
    assert "days are left" in signs["certificate"].fix


@pytest.mark.parametrize("words", [{"name": "other.example"}, {"days": -1}], ids=["of another", "expired"])
def test_a_certificate_that_cannot_be_trusted_is_in_the_way(words: dict[str, Any], secured: Callable[..., str]) -> None:
    signs = {sign.about: sign for sign in way_to(target_of_url(secured(**words)))}

    assert signs["connection"].symbol == "✗"
    assert "a certificate that cannot be trusted" in signs["connection"].told
    assert "SSL_CERT_FILE" in signs["connection"].fix


def test_a_time_that_is_none_is_none() -> None:
    def serve(_request: httpx.Request) -> httpx.Response:
        return httpx.Response(200, headers={"Date": "yesterday"})

    assert probe(target_of_url("http://a.example"), transport=httpx.MockTransport(serve)).served is None


# --- completion -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_a_shell_is_told_how_to_complete(shell: str) -> None:
    assert f"_APITEST_COMPLETE={shell}_complete" in typed("completion", shell).stdout


@pytest.mark.parametrize(
    ("words", "start", "expected"),
    [
        ("apitest run --dialect", "olin", ["olingo2"]),
        ("apitest run --entity", "deci", ["decisions"]),
        ("apitest run --class", "pag", ["paging"]),
        ("apitest explain", "paging/walk-e", ["paging/walk-ends"]),
        ("apitest check", "base", ["basel"]),
        ("apitest run", "", ["mine"]),
    ],
)
def test_names_are_completed(words: str, start: str, expected: list[str], here: Path) -> None:
    (here / "apitest.toml").write_text('[targets.mine]\nurl = "http://127.0.0.1:9"\n', "utf-8")
    line = [*words.split(), start]
    surroundings = {
        **os.environ, "_APITEST_COMPLETE": "bash_complete", "COMP_WORDS": " ".join(line), "COMP_CWORD": str(len(line) - 1),
    }  # fmt: skip

    done = subprocess.run(
        [sys.executable, "-c", "from apitest.cli import main; main(prog_name='apitest')"],
        capture_output=True, text=True, check=True, env=surroundings,
    )  # fmt: skip

    assert done.stdout.splitlines() == [f"plain,{name}" for name in expected]


# --- looking again ----------------------------------------------------------------------------------------------------


def found(**outcomes: tuple[str, int]) -> Results:
    rows = [
        {"target": "a", "requirement": f"paging/{name}", "entity": "meetings", "outcome": outcome, "findings": many}
        for name, (outcome, many) in outcomes.items()
    ]
    failed = any(outcome == "failed" for outcome, _ in outcomes.values())
    return {"verdicts": rows, "run": {"outcome": "failed" if failed else "passed"}}  # type: ignore[typeddict-item]


def test_what_is_mended_what_is_new_and_what_is_left_is_told() -> None:
    old = found(x=("failed", 3), y=("failed", 2), z=("passed", 0), u=("failed", 1), v=("failed", 1))
    new = found(x=("passed", 0), y=("failed", 1), z=("failed", 4), u=("cantTell", 0), v=("failed", 1))

    assert list(changes(old, new)) == [
        "✓ mended  paging/x (meetings) at a",
        "? untold  paging/u (meetings) at a",
        "✗ still   paging/y (meetings) at a, 1 findings, were 2",
        "✗ new     paging/z (meetings) at a, 4 findings; apitest explain paging/z",
        "✗ still   paging/v (meetings) at a, 1 findings",
    ]


def test_when_nothing_is_left_it_is_said() -> None:
    assert list(changes(found(x=("failed", 1)), found(x=("passed", 0))))[-1] == "✓ nothing is left to mend"


def test_it_is_looked_again_as_often_as_it_is_told(capsys: pytest.CaptureFixture[str]) -> None:
    looks = iter((found(x=("failed", 1)), found(x=("passed", 0))))
    again = iter((True, True, False))

    last = watch(lambda: next(looks), found(x=("failed", 2)), lambda: next(again))

    assert last == found(x=("passed", 0))
    assert capsys.readouterr().out.splitlines() == [
        "✗ still   paging/x (meetings) at a, 1 findings, were 2",
        "✓ mended  paging/x (meetings) at a",
        "✓ nothing is left to mend",
    ]


@pytest.mark.parametrize(("line", "goes_on"), [("\n", True), ("q\n", False), ("quit\n", False), ("", False)])
def test_the_return_key_looks_again_and_q_ends(line: str, goes_on: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    terminal = Terminal(line)
    monkeypatch.setattr(watching.sys, "stdin", terminal)
    monkeypatch.setattr(watching.select, "select", lambda *_arguments: ([terminal], [], []))

    assert next_look(None)() is goes_on


def test_time_looks_again_too(monkeypatch: pytest.MonkeyPatch) -> None:
    waited = []
    monkeypatch.setattr(watching.sys, "stdin", Terminal())
    monkeypatch.setattr(watching.select, "select", lambda *arguments: waited.append(arguments[3]) or ([], [], []))

    assert next_look(10.0)() is True
    assert waited == [10.0]


def test_without_a_terminal_only_time_looks_again(monkeypatch: pytest.MonkeyPatch) -> None:
    waited = []
    monkeypatch.setattr(watching.threading.Event, "wait", lambda _event, seconds: waited.append(seconds))

    with Path(os.devnull).open() as nothing:
        monkeypatch.setattr(watching.sys, "stdin", nothing)
        results = next_look(None)(), next_look(15.0)()

    assert (results, waited) == ((True, True), [60.0, 15.0])


def test_a_check_is_watched_until_it_is_interrupted(endpoint: str, here: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def two_looks(_every: float | None) -> Callable[[], bool]:
        looks = iter((True,))

        def wait() -> bool:
            try:
                return next(looks)
            except StopIteration:
                raise KeyboardInterrupt from None

        return wait

    monkeypatch.setattr(running, "next_look", two_looks)

    result = typed("check", endpoint, *NARROW, "--watch")

    assert result.exit_code == 130, result.output
    assert result.stdout.rstrip().endswith("✓ nothing is left to mend")


def test_a_web_page_is_no_trouble_on_the_way(here: Path) -> None:
    with answering(b"<html>") as origin:
        assert typed("doctor", origin).exit_code == 0
