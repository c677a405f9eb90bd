"""
What Locust runs, in processes of its own: users of a harvest, who ask for pages and for numbers of records, GET only.

Found by its path, never imported by us: importing Locust changes how sockets and threads work in a process.
"""

import json
import os
import random
from pathlib import Path

from locust import FastHttpUser, between, task

_PLAN = json.loads(Path(os.environ["APITEST_LOAD"]).read_text("utf-8"))


class Harvester(FastHttpUser):
    """One importer, that rests between two questions."""

    host = _PLAN["host"]
    wait_time = between(*_PLAN["rest"])

    @task
    def ask(self) -> None:
        """Ask one of the questions; which one is chance."""
        kind, address = random.choice(_PLAN["questions"])  # noqa: S311 - not a secret
        self.client.get(address, name=kind, headers={"Accept": "application/json"}, allow_redirects=False)
