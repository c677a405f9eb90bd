"""What a command writes where its user said: whole, or not at all and with a reason."""

import contextlib
from pathlib import Path

from apitest.errors import RunDirectoryError
from apitest.recorded import write_whole


def save(output: str | Path, body: bytes) -> None:
    """
    Write a file under the name that was given; what is no file, such as `/dev/stdout`, is written to as it is.

    Raises:
        RunDirectoryError: it cannot be written; what stood there before still does.
    """
    given = Path(output)
    goal = given.resolve()
    try:
        if given.exists() and not given.is_file():
            given.write_bytes(body)
        else:
            write_whole(goal, body)
    except OSError as error:
        with contextlib.suppress(OSError):
            goal.with_name(f"{goal.name}.part").unlink(missing_ok=True)
        raise RunDirectoryError(
            expected="a file that can be written",
            got=error.strerror or str(error),
            where=str(output),
            fix="Give another file with -o.",
        ) from error
