"""A clock that stands still until somebody waits: how long something took is then a matter of record, not of the machine."""

import threading


class StandInClock:
    """Seconds that pass when they are waited for, for as many threads as wait."""

    def __init__(self) -> None:
        """Begin at zero."""
        self._seconds = 0.0
        self._lock = threading.Lock()

    def now(self) -> float:
        """Seconds since the beginning."""
        return self._seconds

    def wait(self, seconds: float) -> None:
        """Let so many seconds pass."""
        with self._lock:
            self._seconds += seconds
