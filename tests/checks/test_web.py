"""Addresses on the web: their hosts, what they say of trials, owners and visitors."""

import pytest

from apitest.checks.web import base_name, flaw_of, is_absolute, is_inner, owner_of, parts_of, secret_of, trial_word


@pytest.mark.parametrize(
    ("host", "inner"),
    [
        ("www.example.org", False),
        ("WWW.EXAMPLE.ORG.", False),
        ("localhost", True),
        ("localhost.", True),
        ("intranet", True),
        ("files.corp", True),
        ("files.corp.", True),
        ("CORP.LOCAL", True),
        ("10.0.0.1", True),
        ("8.8.8.8", False),
        ("::1", True),
        ("2001:4860:4860::8888", False),
    ],
)
def test_hosts_inside_networks_are_known(host: str, inner: bool) -> None:
    assert is_inner(host) == inner


@pytest.mark.parametrize(
    ("host", "word"),
    [
        ("www.example.org", ""),
        ("test.example.org", "test"),
        ("TEST.EXAMPLE.ORG.", "test"),
        ("qa2.example.org", "qa2"),
        ("api-staging.example.org", "staging"),
        ("a.b.dev.example.org", "dev"),
        ("example.test", ""),
        ("test.org", ""),
        ("test.org.", ""),
        ("www.latest", ""),
        ("latest.example.org", ""),
    ],
)
def test_hosts_for_trials_are_known(host: str, word: str) -> None:
    assert trial_word(host) == word


@pytest.mark.parametrize(
    ("host", "owner"),
    [("www.files.Example.org", "example.org"), ("example.org.", "example.org"), ("localhost", "localhost")],
)
def test_owners_are_the_last_two_labels(host: str, owner: str) -> None:
    assert owner_of(host) == owner


@pytest.mark.parametrize(
    ("address", "secret"),
    [
        ("https://a.org/x", ""),
        ("https://a.org/x?token=", ""),
        ("https://a.org/x?Token=1", "'Token'"),
        ("https://u@a.org/x", "a user name"),
        ("https://a.org/x;JSESSIONID=1", "'jsessionid'"),
    ],
)
def test_what_belongs_to_a_visitor_is_known(address: str, secret: str) -> None:
    parts = parts_of(address)

    assert parts is not None
    assert secret_of(parts) == secret


@pytest.mark.parametrize(
    ("address", "absolute"),
    [
        ("HTTPS://a.org", True),
        (" http://a.org", True),
        ("https:///x", False),
        ("//a.org", False),
        ("ftp://a.org", False),
    ],
)
def test_absolute_addresses_begin_with_their_scheme(address: str, absolute: bool) -> None:
    assert is_absolute(address) == absolute


@pytest.mark.parametrize(
    ("address", "flaw"),
    [
        ("https://a.org/x", ""),
        ("https://a.org/a b", "the character ' '"),
        ("https://[a/x", "no host"),
        ("https://", "no host"),
        ("https://-a.org/x", "the host '-a.org'"),
        ("https://10.0.0.1/x", ""),
        ("http://http/x", "no host"),
    ],
)
def test_flaws_of_addresses_are_told(address: str, flaw: str) -> None:
    assert flaw_of(address) == flaw


@pytest.mark.parametrize(
    ("address", "name"),
    [("https://a.org/b/c%20d.pdf?x=1", "c d.pdf"), ("https://a.org/", ""), ("https://[a/x.pdf", "")],
)
def test_the_name_at_the_end_of_an_address_is_decoded(address: str, name: str) -> None:
    assert base_name(address) == name
