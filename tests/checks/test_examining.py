"""What a walk counts beside its findings."""

from typing import Any

import pytest

from apitest.checks.examining import Examination, look_at
from apitest.checks.setting import Setting
from apitest.dialects import DIALECTS
from apitest.model import Page, Record
from making import CONTRACT, NOW, entity, exchange, target


def languages(entity_set: str, *records: Any, dialect: str = "olingo2") -> dict[str, int]:
    setting = Setting(contract=CONTRACT, target=target(), entity=entity(entity_set), now=NOW)
    examination = Examination(setting, DIALECTS[dialect], [], look_at)
    page = Page(records=tuple(Record(id=str(at), content=item, index=at) for at, item in enumerate(records)))
    examination.take(exchange(b""), page)
    return examination.languages


def test_records_are_counted_by_the_languages_of_their_titles() -> None:
    both = {"title": [{"language": "en", "value": "Waste"}, {"language": "fr", "value": "Déchets"}]}
    twice = {"title": [{"language": "en", "value": "Waste"}, {"language": "en", "value": "Wastes"}]}

    counted = languages("decisions", both, twice, {})

    assert counted == {"en": 2, "fr": 1, "es": 0, "ru": 0, "ar": 0, "zh": 0}


@pytest.mark.parametrize(
    "title", [None, "Waste", {}, [1], [{"language": ["en"], "value": "x"}], [{"language": "en", "value": ""}], [{}]]
)
def test_what_is_no_text_in_a_language_is_not_counted(title: Any) -> None:
    assert not any(languages("decisions", {"title": title}).values())


def test_a_name_stands_for_a_title_and_a_set_without_either_has_no_figure() -> None:
    assert languages("sites", {"name": [{"language": "fr", "value": "Parc"}]})["fr"] == 1
    assert languages("reporting-status", {"id": "1"}, dialect="mea-json") == {}
