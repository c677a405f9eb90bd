"""
The nouns, frozen, in the order the data meets them.

Contract → Target → Query → Exchange → Page of Records → Harvest → Departure → Finding → Verdict → Results.
Values only: nothing here asks, decodes, judges or renders.
"""

from apitest.model.asking import (
    MASKED,
    Condition,
    Departure,
    Derived,
    Exchange,
    Harvest,
    Leaf,
    Page,
    Query,
    Record,
    Refusal,
    Selection,
)
from apitest.model.contract import (
    BeyondDoubt,
    Contract,
    Depth,
    EntitySet,
    Feature,
    Json,
    Kind,
    Mender,
    Obligation,
    Requirement,
    Shape,
    Source,
    SourceKind,
    Term,
    Vocabulary,
)
from apitest.model.judging import Finding, Outcome, Verdict
from apitest.model.target import Credentials, Politeness, Target

__all__ = [
    "MASKED",
    "BeyondDoubt",
    "Condition",
    "Contract",
    "Credentials",
    "Departure",
    "Depth",
    "Derived",
    "EntitySet",
    "Exchange",
    "Feature",
    "Finding",
    "Harvest",
    "Json",
    "Kind",
    "Leaf",
    "Mender",
    "Obligation",
    "Outcome",
    "Page",
    "Politeness",
    "Query",
    "Record",
    "Refusal",
    "Requirement",
    "Selection",
    "Shape",
    "Source",
    "SourceKind",
    "Target",
    "Term",
    "Verdict",
    "Vocabulary",
]
