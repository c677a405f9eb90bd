"""The forms of answers, as the OpenAPI document of the dialect describes them."""

import pytest

from apitest.plugin import Judged


@pytest.mark.requirement("service/answers-fit-schema")
def test_service_answers_fit_schema(judged: Judged) -> None:
    """Each answer fits its schema in the OpenAPI document of the dialect."""
    judged.conforms()
