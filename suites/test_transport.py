"""What every answer must be before its content counts."""

import pytest

from apitest.plugin import Judged


@pytest.mark.requirement("transport/json-body")
def test_transport_json_body(judged: Judged) -> None:
    """Every answer that should be JSON is a complete JSON document."""
    judged.conforms()


@pytest.mark.requirement("transport/utf-8")
def test_transport_utf_8(judged: Judged) -> None:
    """Every answer is encoded in UTF-8."""
    judged.conforms()


@pytest.mark.requirement("transport/no-byte-order-mark")
def test_transport_no_byte_order_mark(judged: Judged) -> None:
    """No answer begins with a byte order mark."""
    judged.conforms()


@pytest.mark.requirement("transport/strict-json")
def test_transport_strict_json(judged: Judged) -> None:
    """Numbers are written as JSON allows them."""
    judged.conforms()


@pytest.mark.requirement("transport/no-repeated-keys")
def test_transport_no_repeated_keys(judged: Judged) -> None:
    """No object has the same key twice."""
    judged.conforms()


@pytest.mark.requirement("transport/json-content-type")
def test_transport_json_content_type(judged: Judged) -> None:
    """JSON is labelled as JSON in the Content-Type header."""
    judged.conforms()


@pytest.mark.requirement("transport/charset-utf-8")
def test_transport_charset_utf_8(judged: Judged) -> None:
    """A character set that is named is UTF-8."""
    judged.conforms()


@pytest.mark.requirement("transport/no-cookies")
def test_transport_no_cookies(judged: Judged) -> None:
    """Reading public records sets no cookie."""
    judged.conforms()


@pytest.mark.requirement("transport/head-answered")
def test_transport_head_answered(judged: Judged) -> None:
    """A HEAD request is answered as GET is, with the same status and headers, without the body."""
    judged.conforms()


@pytest.mark.requirement("transport/headers-true")
def test_transport_headers_true(judged: Judged) -> None:
    """The headers of an answer are true: its moment, its last change, its language, what it varies by, what is allowed."""
    judged.conforms()


@pytest.mark.requirement("transport/last-modified-true")
def test_transport_last_modified_true(judged: Judged) -> None:
    """The last change that a page gives is not before the change of any of its records."""
    judged.conforms()
