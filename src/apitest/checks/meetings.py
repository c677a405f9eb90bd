"""What is required of meetings."""

from apitest.checks.setting import Gathering, RecordCheck

RECORDS: dict[str, RecordCheck] = {}

GATHERINGS: dict[str, Gathering] = {}
