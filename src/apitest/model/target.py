"""One secretariat's API, as configured, and what it allows us."""

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True, kw_only=True)
class Politeness:
    """What a target allows us; kept over all workers together."""

    rate: float = 5.0
    """Requests a second; 0: unlimited (loopback only)."""
    connections: int = 2
    max_requests: int = 0
    """Hard budget of requests; 0: none."""
    max_bytes: int = 0
    """Hard budget of bytes over the wire; 0: none."""
    max_seconds: float = 0
    """Hard budget of seconds spent on waiting for answers, over all workers together; 0: none."""
    timeout: float = 30.0
    """Seconds without a byte before we give up."""
    deadline: float = 120.0
    """Seconds for an answer from its first byte to its last."""
    max_body: int = 64 * 1024 * 1024
    """Bytes of an answer, unpacked; what is longer is not read."""
    max_pages: int = 10_000
    """Pages of one entity set; a set with more has no end that we would see."""
    max_files: int = 0
    """Files of one entity set that are asked for with HEAD, wherever they lie; 0: none, for nobody wished it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Credentials:
    """Where to find a secret; never the secret itself."""

    type: str
    """`basic`, `bearer`, `api-key` or `oauth2` (client credentials)."""
    username_env: str = ""
    password_env: str = ""
    token_env: str = ""
    key_env: str = ""
    password_file: str = ""
    token_file: str = ""
    key_file: str = ""
    password_keyring: str = ""
    """In the keyring of the system: `service/user`."""
    token_keyring: str = ""
    key_keyring: str = ""
    client_id_env: str = ""
    client_secret_env: str = ""
    client_secret_file: str = ""
    client_secret_keyring: str = ""
    token_url: str = ""
    """Where a token is asked for."""
    scope: str = ""
    header: str = ""
    """Name of the header that carries an API key."""
    query: str = ""
    """Name of the query parameter that carries one."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Target:
    """One secretariat's API, as configured."""

    id: str
    name: str
    url: str
    """Service root, without a final slash."""
    dialect: str
    """A dialect's name, or `auto` until it is recognised."""
    entities: tuple[str, ...] = ()
    """Entity sets to judge; empty: those the service offers."""
    treaties: tuple[str, ...] = ()
    """Treaty ids the records may carry; empty: any known one."""
    politeness: Politeness = field(default_factory=Politeness)
    credentials: Credentials | None = None
    ca_file: str = ""
    """Path of the certificates of authorities that are trusted beside those everybody trusts, PEM."""
    certificate_file: str = ""
    """Path of the certificate that we show, PEM."""
    certificate_key_file: str = ""
    """Path of its key, if that is not in the same file."""
