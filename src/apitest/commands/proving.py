"""`apitest serve` and `apitest prove`: the reference endpoint, honest and lying."""

import sys

from apitest.contracts import load_contract
from apitest.dialects import DIALECTS, dialect_of
from apitest.errors import UnknownName
from apitest.proof import prove
from apitest.proof.page import as_html
from apitest.reference.faults import FAULTS
from apitest.reference.service import Service
from apitest.reference.serving import HOST, free_port, serve
from apitest.reference.traits import TRAITS


def faults_listed() -> str:
    """Every fault with the requirement that it breaks and what it does."""
    return "".join(f"{fault.name:<34} {fault.breaks:<44} {fault.lie.sentence}\n" for fault in FAULTS.values())


def traits_listed() -> str:
    """Every habit of real services, what it does, and whose it is."""
    return "".join(
        f"{trait.name:<20} {', '.join(trait.dialects) if len(trait.dialects) < len(DIALECTS) else 'every dialect'}\n"
        f"{'':<20} {trait.sentence} ({trait.seen})\n"
        for trait in TRAITS.values()
    )


def serve_reference(
    *,
    records: int | None,
    faults: tuple[str, ...],
    traits: tuple[str, ...] = (),
    latency: int,
    port: int,
    quiet: bool,
) -> None:
    """
    Serve the reference endpoint until interrupted; `latency` in milliseconds.

    Raises:
        UnknownName: no fault or trait of that name.
        UsageError: the port is taken.
    """
    _check(faults)
    contract = load_contract()
    acts = [(FAULTS[name].entities, FAULTS[name].lie) for name in faults]
    for name in traits:
        if name not in TRAITS:
            raise UnknownName.among("trait", name, TRAITS, where="--trait")
        acts.append(((), TRAITS[name].act))
    service = Service(contract, records=records, acts=acts, latency=latency / 1000)
    port = port or free_port()
    if not quiet:
        lines = [f"http://{HOST}:{port}/{name}/{spoken.ROOT}".rstrip("/") for name, spoken in DIALECTS.items()]
        lies = [f"lying: {FAULTS[name].lie.sentence} ({FAULTS[name].breaks})" for name in faults]
        habits = [f"habit: {TRAITS[name].sentence}" for name in traits]
        sys.stderr.write(
            "\n".join(["Serving", *(f"  {line}" for line in [*lines, *lies, *habits]), "ctrl-C stops it.", ""])
        )
        sys.stderr.flush()
    serve(service, port)


def prove_suite(*, dialects: tuple[str, ...], faults: tuple[str, ...], form: str, quiet: bool) -> int:
    """
    Print the matrix; 1 where there is a hole or a false alarm.

    Raises:
        UnknownName: no dialect or fault of that name.
    """
    for name in dialects:
        dialect_of(name, where="--dialect")
    _check(faults)
    shown = not quiet and sys.stderr.isatty()
    tell = _tell if shown else _keep_quiet
    contract = load_contract()
    proof = prove(contract, dialects=dialects, faults=faults, report=tell)
    if shown:
        sys.stderr.write("\r\033[K")
    if form == "html":
        sys.stdout.write(as_html(proof, contract).decode())
    else:
        sys.stdout.write(proof.as_json() if form == "json" else proof.as_text())
    return 1 if proof.holes or proof.false_alarms else 0


def _tell(line: str) -> None:
    sys.stderr.write(f"\r\033[K{line}")


def _keep_quiet(_line: str) -> None:
    """Nobody watches."""


def _check(faults: tuple[str, ...]) -> None:
    for name in faults:
        if name not in FAULTS:
            raise UnknownName.among("fault", name, FAULTS, where="--fault")
