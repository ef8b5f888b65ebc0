"""The online services: their addresses, and the hosts that belong to them."""

import re
from dataclasses import dataclass
from urllib.parse import urlsplit

PRINTABLE = re.compile(r"[!-~]+", re.ASCII)
SUBDOMAIN = re.compile(r"(?:[a-z0-9-]+\.)+", re.ASCII)


@dataclass(frozen=True)
class Service:
    """One service.

    Attributes:
        name: its name in messages.
        address: what its addresses begin with.
        hosts: the hosts it may be asked at and may redirect to; ``*.`` stands for one or more subdomains.
        scheme: the only scheme of its addresses.
    """

    name: str
    address: str
    hosts: tuple[str, ...]
    scheme: str = "https"

    def owns(self, url: str) -> bool:
        """Return whether an address belongs to this service; one with a user or another port does not."""
        if not PRINTABLE.fullmatch(url):
            return False
        try:
            parts = urlsplit(url)
        except ValueError:
            return False
        return parts.scheme == self.scheme and any(is_host(parts.netloc.lower(), pattern) for pattern in self.hosts)


def is_host(netloc: str, pattern: str) -> bool:
    """Return whether the network location of an address is that of a pattern.

    >>> [is_host(netloc, "*.films.org") for netloc in ("en.films.org", "films.org", "en.films.org:80", "myfilms.org")]
    [True, False, False, False]
    """
    if not pattern.startswith("*."):
        return netloc == pattern
    domain = pattern.removeprefix("*.")
    return netloc.endswith(domain) and SUBDOMAIN.fullmatch(netloc.removesuffix(domain)) is not None


@dataclass(frozen=True)
class Services:
    """All services.

    Attributes:
        wikipedia: summaries of pages, as JSON.
        wikipedia_images: the images they refer to, by their whole address.
        tmdb: films, as JSON.
        tmdb_images: posters in a width of 342 pixels.
    """

    wikipedia: Service = Service("Wikipedia", "https://en.wikipedia.org/api/rest_v1/page/summary", ("*.wikipedia.org",))
    wikipedia_images: Service = Service("Wikipedia", "https://upload.wikimedia.org", ("upload.wikimedia.org",))
    tmdb: Service = Service("TMDB", "https://api.themoviedb.org/3/movie", ("api.themoviedb.org",))
    tmdb_images: Service = Service("TMDB", "https://image.tmdb.org/t/p/w342", ("image.tmdb.org",))


SERVICES = Services()
