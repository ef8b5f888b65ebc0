"""What an API is started with."""

from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class ApiSettings:
    """How requests are accepted, and from what they are answered.

    Attributes:
        host: host name or address the server listens at.
        port: port the server listens at.
        bundle: folder of the bundle; None for the one ``find_bundle`` finds.
        public_url: URL under which clients reach the server, if that is another one.
        token: what every request must present; None lets everyone in.
        origins: URLs of sites whose pages may use the API.
    """

    host: str = "127.0.0.1"
    port: int = 8000
    bundle: Path | None = None
    public_url: str | None = None
    token: str | None = None
    origins: tuple[str, ...] = ()
