"""Measured times in words."""


def in_seconds(seconds: float) -> str:
    """A time for a reader."""
    return f"{seconds:.2f} s" if seconds >= 1 else f"{seconds * 1000:.0f} ms"


def span(low: float | None, high: float | None) -> str:
    """An interval of time for a reader."""
    if low is None or high is None:
        return (
            f"over {in_seconds(low)}"
            if low is not None
            else f"up to {in_seconds(high)}"
            if high is not None
            else "any time"
        )
    return f"{in_seconds(low)} to {in_seconds(high)}"
