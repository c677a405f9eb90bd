"""Where the files that ship beside the code lie: in the wheel inside the package, in a checkout at its root."""

from pathlib import Path

from apitest.errors import ApitestError

_PACKAGE = Path(__file__).parent
_ROOTS = (_PACKAGE / "shipped_files", _PACKAGE.parent.parent)


def shipped(*parts: str) -> Path:
    """
    Find a file or folder of `contracts/`, `suites/` or `fixtures/`.

    Raises:
        ApitestError: the installation is incomplete.
    """
    for root in _ROOTS:
        path = root.joinpath(*parts)
        if path.exists():
            return path
    raise ApitestError(
        expected=f"{'/'.join(parts)} beside the code of apitest",
        got="nothing there",
        where=str(_PACKAGE),
        fix="Install apitest again from its wheel or its checkout.",
    )
