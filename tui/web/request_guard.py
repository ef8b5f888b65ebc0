"""Which requests `matinee serve` lets in: those that call it by a name of its own, from no page but its own.

A page from elsewhere can make a visitor's browser ask anything of this machine. The Origin gives it away; and where its
own name was made to point here (DNS rebinding), the Host does.
"""

import ipaddress
import re
import socket
from collections.abc import Sequence
from typing import NamedTuple

USUAL_PORTS = {"http": 80, "https": 443}
NETLOC = re.compile(r"(\[[0-9a-f:.]+\]|[\w.-]+)(?::(\d{1,5}))?", re.ASCII | re.IGNORECASE)
"""A host and perhaps a port, as a browser writes them."""
LOOPBACK = frozenset({"127.0.0.1", "::1", "localhost"})


class Place(NamedTuple):
    """What has to be the same for two addresses to be of one site."""

    scheme: str
    host: str
    port: int


def place(scheme: str, netloc: str) -> Place | None:
    """The place that "example.org:8000" is under a scheme; None where it is none."""
    found = NETLOC.fullmatch(netloc)
    if found is None or scheme not in USUAL_PORTS:
        return None
    host = found[1].strip("[]").lower()
    return Place(scheme, str(number(host) or host), int(found[2] or USUAL_PORTS[scheme]))


def place_of(url: str) -> Place | None:
    """The place of an address of the web; None for ``null``, ``file://`` and whatever else is not one."""
    scheme, _, rest = url.partition("://")
    return place(scheme.lower(), rest.partition("/")[0])


def number(host: str) -> ipaddress.IPv4Address | ipaddress.IPv6Address | None:
    """A host that is a number; None for a name."""
    try:
        return ipaddress.ip_address(host)
    except ValueError:
        return None


def is_loopback(host: str) -> bool:
    """Whether a host can be reached from this machine alone."""
    numbered = number(host)
    return host == "localhost" if numbered is None else numbered.is_loopback


class Door:
    """The addresses of a server, and who may ask at them."""

    def __init__(self, host: str, port: int, public_url: str | None) -> None:
        """``host`` and ``port`` are where it listens, ``public_url`` is how visitors call it from elsewhere."""
        numbered = number(host)
        self._everywhere = numbered is not None and numbered.is_unspecified
        self._port = port
        self._public = place_of(public_url) if public_url else None
        self._names = {str(numbered or host).lower()}
        if self._everywhere:
            self._names |= {"localhost", socket.gethostname().lower()}
        elif is_loopback(host):
            self._names |= LOOPBACK

    def refusal(self, hosts: Sequence[str], origins: Sequence[str]) -> str:
        """Why a request with these headers is not let in; empty where it is."""
        asked = self._asked(hosts[0]) if len(hosts) == 1 else None
        if asked is None:
            return "This Matinee has another address; whoever serves it can add one with --public-url."
        own = {asked, self._public} - {None}
        if not own.issuperset(map(place_of, origins)):
            return "This Matinee is not shown inside other pages."
        return ""

    def _asked(self, host: str) -> Place | None:
        """Which of the server's own places was asked; None for another's."""
        asked = place("http", host)
        if asked is not None and asked.port == self._port and self._is_own(asked.host):
            return asked
        if self._public is not None and place(self._public.scheme, host) == self._public:
            return self._public
        return None

    def _is_own(self, host: str) -> bool:
        # listening everywhere, every number may be its own; no page has a number for a name and is rebound
        return host in self._names or (self._everywhere and number(host) is not None)
