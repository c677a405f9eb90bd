"""
Query → exchange, entity set → walk: the only socket and the only clock.

Read-only by construction: GET and HEAD, on the target's own origin (files with HEAD on public hosts, where they are wished
for), within its rate, connections and budget, which hold over all workers because the evidence keeps them. Persons are
masked before an answer leaves this room. What a target answers is never an exception; that it does not
answer is `NoAnswer`.
"""

from apitest.dialects.body import on_origin
from apitest.wire.asking import LONGEST_PAUSE, Client, moment, stopwatch
from apitest.wire.masking import without_persons, without_persons_all
from apitest.wire.probing import Certificate, Probe, probe
from apitest.wire.pseudonyms import Pseudonyms
from apitest.wire.sharing import shared_evidence, wait_for_others
from apitest.wire.walking import ORDER, PAGE_SIZE, Asker, Walk

__all__ = [
    "LONGEST_PAUSE",
    "ORDER",
    "PAGE_SIZE",
    "Asker",
    "Certificate",
    "Client",
    "Probe",
    "Pseudonyms",
    "Walk",
    "moment",
    "on_origin",
    "probe",
    "shared_evidence",
    "stopwatch",
    "wait_for_others",
    "without_persons",
    "without_persons_all",
]
