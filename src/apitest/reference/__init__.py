"""A small secretariat that conforms in every dialect, and lies on request."""
