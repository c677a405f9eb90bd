"""Run in an installation that has the toy dialect: what came of it by itself, as one line of JSON."""

import json
from urllib.parse import urlsplit

from apitest.commands.wire_forms import dialects_told
from apitest.contracts import load_contract
from apitest.dialects import DIALECTS
from apitest.dialects.recognition import recognise
from apitest.dialects.speech import Question, Rows
from apitest.model import Exchange, Outcome, Query, Selection
from apitest.proof import judged
from apitest.reference.service import Service
from apitest.shipped import shipped

CONTRACT = load_contract()
TOY = DIALECTS["toy-json"]
MEETINGS = CONTRACT.entities["meetings"]
BASE = "http://reference.example/toy-json/toy"


def main() -> None:
    """Say, read, serve, recognise and judge."""
    service = Service(CONTRACT, counts=dict.fromkeys(CONTRACT.entities, 12))
    answer = shipped("fixtures", "toy-json", "meetings.json").read_bytes()
    page = TOY.read_page(Exchange(query=Query(url=f"{BASE}/meetings"), status=200, headers=(), body=answer), MEETINGS)
    record = dict(page.records[0].content)
    said = TOY.say_page(Rows(records=(record,)), Question(asked="page", entity="meetings"), MEETINGS, BASE, "")
    read = TOY.read_page(
        Exchange(query=TOY.listing(BASE, MEETINGS, Selection()), status=200, headers=(), body=said.body), MEETINGS
    )
    verdicts = judged(CONTRACT, TOY, service, ("meetings",))
    found = {
        "departures": len(page.departures),
        "loop": dict(read.records[0].content) == record,
        "recognised": recognised(service),
        "failed": [verdict.requirement for verdict in verdicts if verdict.outcome is Outcome.FAILED],
        "passed": sum(verdict.outcome is Outcome.PASSED for verdict in verdicts),
        "told": "toy-json  JSON of a toy" in dialects_told(CONTRACT),
    }
    print(json.dumps(found))  # noqa: T201 - the result


def recognised(service: Service) -> str:
    """What recognition makes of the reference endpoint's own answers."""
    conversation = recognise(BASE, CONTRACT)
    try:
        query = next(conversation)
        while True:
            parts = urlsplit(query.url)
            reply = service.answer(method="GET", origin="http://reference.example", path=parts.path, query=parts.query)
            query = conversation.send(Exchange(query=query, status=reply.status, headers=(), body=reply.body))
    except StopIteration as end:
        return str(end.value.dialect)


main()
