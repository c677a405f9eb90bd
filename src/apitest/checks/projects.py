"""What is required of projects: the rules of the project contract, a proposal; one module for each of their chapters."""

from apitest.checks import (
    project_bounds,
    project_classes,
    project_finance,
    project_identity,
    project_places,
    project_relations,
    project_time,
)
from apitest.checks.setting import Gathering, RecordCheck

RECORDS: dict[str, RecordCheck] = {
    **project_identity.RECORDS,
    **project_relations.RECORDS,
    **project_time.RECORDS,
    **project_places.RECORDS,
    **project_classes.RECORDS,
    **project_finance.RECORDS,
    **project_bounds.RECORDS,
}

GATHERINGS: dict[str, Gathering] = {
    **project_identity.GATHERINGS,
    **project_relations.GATHERINGS,
    **project_time.GATHERINGS,
    **project_places.GATHERINGS,
    **project_classes.GATHERINGS,
    **project_finance.GATHERINGS,
}
