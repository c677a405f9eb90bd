"""`apitest doctor`: whether anything between this machine and a target would keep a run from its verdict."""

import importlib.metadata
import os
import platform
import re
import shutil
import ssl
import sys
import tempfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

from packaging.requirements import Requirement

from apitest import __version__
from apitest.contracts import load_contract
from apitest.errors import ApitestError
from apitest.model import Target
from apitest.shipped import shipped
from apitest.targets import load_targets, pick, target_of_url
from apitest.wire import Probe, probe

_SKEW = timedelta(minutes=2)
_SOON = timedelta(days=21)
_ROOM = 200 * 2**20
"""Bytes that a large run may need on disk."""
_PROXIES = ("HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "NO_PROXY")
_FOUND = 400
_MOVED = 300
_REFUSED = (401, 403, 407)


@dataclass(frozen=True, slots=True, kw_only=True)
class Sign:
    """One thing that was looked at."""

    symbol: str
    """`✓` well, `!` worth knowing, `✗` in the way."""
    about: str
    told: str
    fix: str = ""


def doctor(subjects: tuple[str, ...], *, config: str | None, quiet: bool) -> int:
    """Look at the installation, the surroundings and the subjects; print what was met; 3 if something is in the way."""
    signs = [*installation(), *surroundings(), *_configuration(config)]
    groups = [("This machine", signs)]
    groups += [(target.url, list(way_to(target))) for target in _targets(subjects, config)]
    if not quiet:
        sys.stdout.write("\n".join(_group(title, found) for title, found in groups))
    return 3 if any(sign.symbol == "✗" for _, found in groups for sign in found) else 0


def _group(title: str, signs: Iterable[Sign]) -> str:
    lines = [title]
    for sign in signs:
        lines.append(f"  {sign.symbol} {sign.about:<16}{sign.told}")
        if sign.fix:
            lines.append(f"    {'':<16}{sign.fix}")
    return "\n".join(lines) + "\n"


def _targets(subjects: tuple[str, ...], config: str | None) -> Iterator[Target]:
    path = Path(config or "apitest.toml")
    for subject in subjects:
        if re.search(r"[.:/]", subject) or subject == "localhost":
            yield target_of_url(subject)
        else:
            yield from pick(load_targets(path), (subject,), where=str(path))


# --- the installation -------------------------------------------------------------------------------------------------


def installation() -> Iterator[Sign]:
    """Python, apitest, the files that ship with it, and what it depends on."""
    yield Sign(symbol="✓", about="Python", told=f"{platform.python_version()}, {sys.executable}")
    try:
        shipped("suites", "pytest.toml")
        many = len(load_contract().requirements)
        yield Sign(symbol="✓", about="apitest", told=f"{__version__}, {many} requirements")
    except ApitestError as error:
        yield Sign(symbol="✗", about="apitest", told=str(error).partition("\n")[0], fix=error.fix)
    yield dependencies(_required())


def _required() -> list[str] | None:
    try:
        return importlib.metadata.requires("apitest") or []
    except importlib.metadata.PackageNotFoundError:
        return None


def dependencies(required: list[str] | None) -> Sign:
    """Whether each dependency is there in a version that is allowed; None: apitest itself is not installed."""
    if required is None:
        fix = "Install it to have its dependencies checked: pip install -e ."
        return Sign(
            symbol="!", about="dependencies", told="apitest runs from a checkout that is not installed", fix=fix
        )
    needed = [item for item in map(Requirement, required) if not item.marker or item.marker.evaluate({"extra": ""})]
    wrong = [text for item in needed if (text := _wrong(item))]
    if wrong:
        fix = "Install apitest again: pip install --upgrade apitest."
        return Sign(symbol="✗", about="dependencies", told="; ".join(wrong), fix=fix)
    return Sign(symbol="✓", about="dependencies", told=f"all {len(needed)} in versions that are allowed")


def _wrong(item: Requirement) -> str:
    try:
        version = importlib.metadata.version(item.name)
    except importlib.metadata.PackageNotFoundError:
        return f"{item.name} is missing"
    return (
        "" if item.specifier.contains(version, prereleases=True) else f"{item.name} is {version}, not {item.specifier}"
    )


# --- the surroundings -------------------------------------------------------------------------------------------------


def surroundings() -> Iterator[Sign]:
    """Proxies, trusted certificates and room on disk."""
    named = {name: value for name in _PROXIES if (value := os.environ.get(name) or os.environ.get(name.lower()))}
    told = ", ".join(f"{name}={_bare(value)}" for name, value in named.items())
    yield Sign(symbol="✓", about="proxies", told=told or "none in the environment")
    yield _trust()
    for about, path in (("working folder", Path.cwd()), ("temporary", Path(tempfile.gettempdir()))):
        yield _room(about, path)


def _bare(address: str) -> str:
    """An address without the credentials that may stand in it."""
    return re.sub(r"//[^/@]*@", "//(redacted)@", address)


def _trust() -> Sign:
    variable = next((name for name in ("SSL_CERT_FILE", "SSL_CERT_DIR") if os.environ.get(name)), "")
    if variable and not Path(os.environ[variable]).exists():
        told = f"{variable} names {os.environ[variable]}, which is not there"
        return Sign(symbol="✗", about="certificates", told=told, fix=f"Correct or unset {variable}.")
    told = f"trusted as {variable}={os.environ[variable]} says" if variable else "trusted as certifi lists them"
    return Sign(symbol="✓", about="certificates", told=f"{told}; {ssl.OPENSSL_VERSION}")


def _room(about: str, path: Path) -> Sign:
    try:
        with tempfile.TemporaryFile(dir=path):
            free = shutil.disk_usage(path).free
    except OSError as error:
        told = f"{path}: {error.strerror or error}"
        return Sign(symbol="✗", about=about, told=told, fix="Change into a folder that can be written, or set TMPDIR.")
    if free < _ROOM:
        fix = "Make room, or write runs elsewhere with --output."
        return Sign(symbol="!", about=about, told=f"{path}: {free // 2**20} MiB left", fix=fix)
    return Sign(symbol="✓", about=about, told=f"{path}, {free // 2**20} MiB left")


def _configuration(config: str | None) -> Iterator[Sign]:
    path = Path(config or "apitest.toml")
    if not config and not path.exists():
        yield Sign(symbol="✓", about="configuration", told="none here; apitest init writes one")
        return
    try:
        targets = load_targets(path)
    except ApitestError as error:
        yield Sign(symbol="✗", about="configuration", told=str(error).partition("\n")[0], fix=error.fix)
        return
    told = f"{path}: {', '.join(target.id for target in targets)}"
    yield Sign(symbol="✓", about="configuration", told=told)


# --- the way to a target ----------------------------------------------------------------------------------------------


def way_to(target: Target) -> Iterator[Sign]:
    """Name, connection, answer, certificate and clock of a target, met with one request."""
    try:
        met = probe(target)
    except ApitestError as error:
        yield Sign(symbol="✗", about="credentials", told=str(error).partition("\n")[0], fix=error.fix)
        return
    if met.proxied:
        yield Sign(symbol="✓", about="name", told="asked through the proxy of the environment")
    elif met.unresolved:
        fix = "Check the spelling of the host, and that this machine may ask its name server."
        yield Sign(symbol="✗", about="name", told=met.unresolved, fix=fix)
    else:
        yield Sign(symbol="✓", about="name", told=", ".join(met.addresses))
    yield answer(met)
    if not met.error:
        yield from _papers(met)


def answer(met: Probe) -> Sign:
    """What the root answers; a root without a document is no trouble, a redirect or a refusal is."""
    told = f"status {met.status} in {met.seconds:.2f} s"
    if met.error:
        fix = "Check the address, that the service runs, and that a firewall lets this machine through."
        if "certificate" in met.error:
            fix = "Renew the certificate, or name your authority's with SSL_CERT_FILE."
        return Sign(symbol="✗", about="connection", told=met.error, fix=fix)
    if met.status in _REFUSED:
        fix = "Give credentials by reference: auth in apitest.toml."
        return Sign(symbol="✗", about="connection", told=f"{told}: refused", fix=fix)
    if _MOVED <= met.status < _FOUND:
        fix = f"Give that address instead: {met.location}" if met.location else "Ask its operator for the address."
        return Sign(symbol="✗", about="connection", told=f"{told}: it has moved", fix=fix)
    return Sign(symbol="✓", about="connection", told=told)


def _papers(met: Probe) -> Iterator[Sign]:
    if met.certificate:
        left = met.certificate.expires - met.asked
        told = (
            f"{met.certificate.protocol}, by {met.certificate.issuer}, valid until {met.certificate.expires:%Y-%m-%d}"
        )
        fix = f"Renew it: {left.days} days are left." if left < _SOON else ""
        yield Sign(symbol="!" if fix else "✓", about="certificate", told=told, fix=fix)
    if met.served is None:
        fix = "Let the server send Date; without it nobody can tell whose clock is wrong."
        yield Sign(symbol="!", about="clock", told="the answer names no time", fix=fix)
        return
    apart = abs(met.served - met.asked)
    told = f"{apart.total_seconds():.0f} s apart"
    fix = (
        "Set the clock of this machine, or have the server's set: both follow from a time server."
        if apart > _SKEW
        else ""
    )
    yield Sign(symbol="!" if fix else "✓", about="clock", told=told, fix=fix)
