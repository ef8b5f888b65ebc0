"""Protects `matinee serve` and `matinee api` from requests made by pages of other sites.

A page of another site can make a visitor's browser send requests to this machine. Its Origin header gives it away;
if its own name was made to point here (DNS rebinding), its Host header does.
"""

import ipaddress
import re
import socket
from collections.abc import Iterable, Sequence
from typing import NamedTuple

DEFAULT_PORTS = {"http": 80, "https": 443}
NETLOC = re.compile(r"(\[[0-9a-f:.]+\]|[\w.-]+)(?::(\d{1,5}))?", re.ASCII | re.IGNORECASE)
"""A host with an optional port, as browsers write them."""
LOOPBACK = frozenset({"127.0.0.1", "::1", "localhost"})


class Origin(NamedTuple):
    """What must be the same for two URLs to belong to one site."""

    scheme: str
    host: str
    port: int


def make_origin(scheme: str, netloc: str) -> Origin | None:
    """The origin of "example.org:8000" under a scheme; None if it is invalid."""
    found = NETLOC.fullmatch(netloc)
    if found is None or scheme not in DEFAULT_PORTS:
        return None
    host = found[1].strip("[]").lower()
    return Origin(scheme, str(ip_of(host) or host), int(found[2] or DEFAULT_PORTS[scheme]))


def origin_of(url: str) -> Origin | None:
    """The origin of a web URL; None for ``null``, ``file://`` and anything else."""
    scheme, _, rest = url.partition("://")
    return make_origin(scheme.lower(), rest.partition("/")[0])


def ip_of(host: str) -> ipaddress.IPv4Address | ipaddress.IPv6Address | None:
    """The IP address that a host is written as; None for a name."""
    try:
        return ipaddress.ip_address(host)
    except ValueError:
        return None


def is_loopback(host: str) -> bool:
    """Whether a host can be reached from this machine only."""
    address = ip_of(host)
    return host == "localhost" if address is None else address.is_loopback


class RequestGuard:
    """Decides which requests a server accepts."""

    def __init__(self, host: str, port: int, public_url: str | None, allowed: Iterable[str] = ()) -> None:
        """Create a guard.

        Args:
            host: host name or address the server listens at.
            port: port the server listens at.
            public_url: URL under which visitors reach it, if that is another one.
            allowed: URLs of other sites whose pages may use it.
        """
        address = ip_of(host)
        self._everywhere = address is not None and address.is_unspecified
        self._port = port
        self._public = origin_of(public_url) if public_url else None
        self._allowed = {*map(origin_of, allowed)} - {None}
        self._names = {str(address or host).lower()}
        if self._everywhere:
            self._names |= {"localhost", socket.gethostname().lower()}
        elif is_loopback(host):
            self._names |= LOOPBACK

    def refusal(self, hosts: Sequence[str], origins: Sequence[str]) -> str:
        """Why a request is refused; empty if it is accepted.

        Args:
            hosts: values of its Host headers.
            origins: values of its Origin headers.
        """
        requested = self._own_origin(hosts[0]) if len(hosts) == 1 else None
        if requested is None:
            return "Matinee is not served at this address; its owner can add one with --public-url."
        own = {requested, self._public, *self._allowed} - {None}
        if not own.issuperset(map(origin_of, origins)):
            return "Matinee cannot be used from other pages."
        return ""

    def _own_origin(self, host: str) -> Origin | None:
        """The server's origin that a Host header names; None if it is not the server's."""
        requested = make_origin("http", host)
        if requested is not None and requested.port == self._port and self._is_own(requested.host):
            return requested
        if self._public is not None and make_origin(self._public.scheme, host) == self._public:
            return self._public
        return None

    def _is_own(self, host: str) -> bool:
        # if it listens everywhere, any IP address can be its own; DNS rebinding needs a name
        return host in self._names or (self._everywhere and ip_of(host) is not None)
