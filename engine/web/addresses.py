"""Addresses that a server listens at."""

import socket

from matinee.engine.errors import MatineeError


def address_of(host: str, port: int) -> str:
    """The URL of a host name or address and a port.

    >>> address_of("::1", 8000)
    'http://[::1]:8000'
    """
    return f"http://[{host}]:{port}" if ":" in host else f"http://{host}:{port}"


def bind_address(host: str, port: int) -> socket.socket:
    """Bind a socket to the first address of a host; the caller closes it. Raises MatineeError if it is not free."""
    where = f"{host}, port {port}"
    try:
        (family, kind, protocol, _, address), *_ = socket.getaddrinfo(
            host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE
        )
        listener = socket.socket(family, kind, protocol)
        try:
            listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            listener.bind(address)
        except OSError:
            listener.close()
            raise
    except (OSError, UnicodeError) as error:
        reason = error.strerror if isinstance(error, OSError) else "not the name of a host"
        raise MatineeError(f"Cannot listen on {where} ({reason}); choose another --port or --host.") from error
    return listener
