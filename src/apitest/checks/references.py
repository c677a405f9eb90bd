"""What is required of references."""

from apitest.checks.setting import Gathering, RecordCheck

RECORDS: dict[str, RecordCheck] = {}

GATHERINGS: dict[str, Gathering] = {}
