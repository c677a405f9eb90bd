"""What is required of national reports."""

from apitest.checks.setting import Gathering, RecordCheck

RECORDS: dict[str, RecordCheck] = {}

GATHERINGS: dict[str, Gathering] = {}
