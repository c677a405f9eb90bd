"""Certificates of a target: authorities to be trusted beside those everybody trusts, and the certificate that we show."""

import ssl

import httpx

from apitest.errors import ConfigurationError
from apitest.model import Target


def context_of(target: Target) -> ssl.SSLContext | None:
    """
    What connections to a target are secured with; None: as everybody's are.

    Raises:
        ConfigurationError: a file cannot be read, or holds no certificate, no key, or a key under a passphrase.
    """
    if not (target.ca_file or target.certificate_file):
        return None
    context = httpx.create_ssl_context()
    path = target.ca_file
    try:
        if target.ca_file:
            context.load_verify_locations(target.ca_file)
        if target.certificate_file:
            path = target.certificate_key_file or target.certificate_file
            # With an empty passphrase, else OpenSSL asks for one at the terminal and waits.
            context.load_cert_chain(target.certificate_file, target.certificate_key_file or None, password=lambda: "")
    except (OSError, ValueError) as error:
        raise ConfigurationError(
            expected=f"certificates in PEM form in {path}, a key without a passphrase",
            got=getattr(error, "strerror", None) or "a file that holds none",
            where=f"targets.{target.id}",
            fix="Give the path of a PEM file; take the passphrase off with 'openssl pkey'.",
        ) from None
    return context
