"""Which requests `matinee serve` accepts."""

import socket

import pytest

from matinee.engine.web.request_guard import Origin, RequestGuard, is_loopback, origin_of


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("http://127.0.0.1:8000", Origin("http", "127.0.0.1", 8000)),
        ("HTTPS://Films.Example", Origin("https", "films.example", 443)),
        ("http://[0:0:0:0:0:0:0:1]:80/page", Origin("http", "::1", 80)),
        *(
            (url, None)
            for url in ("null", "", "file://", "file:///etc", "http://", "http://:8000", "ws://films.example")
        ),
        *((f"http://{netloc}", None) for netloc in ("a@b", "a:b", "a:", "[x]", "::1", "a b", "a\\b", "a?b", "ä")),
    ],
)
def test_the_place_of_an_address(url: str, expected: Origin | None) -> None:
    assert origin_of(url) == expected


def lets_in(door: RequestGuard, host: str, *origins: str) -> bool:
    return door.refusal([host], origins) == ""


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "::1", "127.8.8.8"])
def test_this_machine_alone(host: str) -> None:
    door = RequestGuard(host, 8000, None)
    for own in ("127.0.0.1:8000", "localhost:8000", "LOCALHOST:8000", "[::1]:8000"):
        assert lets_in(door, own)
        assert lets_in(door, own, f"http://{own}")
        assert not lets_in(door, own, f"https://{own}")
        assert not lets_in(door, own, f"http://{own}0")
    for other in (
        "",
        "localhost",
        "localhost:80",
        "192.0.2.1:8000",
        "0.0.0.0:8000",
        "evil.example:8000",
        "localhost.:8000",
    ):
        assert not lets_in(door, other)
        assert not lets_in(door, other, f"http://{other}")
    assert lets_in(RequestGuard("127.8.8.8", 8000, None), "127.8.8.8:8000")


def test_one_address_of_several() -> None:
    assert lets_in(RequestGuard("192.0.2.1", 8000, None), "192.0.2.1:8000", "http://192.0.2.1:8000")
    assert lets_in(RequestGuard("Big.Example", 8000, None), "big.example:8000", "http://big.example:8000")
    for other in ("192.0.2.2:8000", "localhost:8000", "127.0.0.1:8000", socket.gethostname() + ":8000"):
        assert not lets_in(RequestGuard("192.0.2.1", 8000, None), other)


@pytest.mark.parametrize("host", ["0.0.0.0", "::"])
def test_everywhere(host: str) -> None:
    door = RequestGuard(host, 8000, None)
    for own in ("192.0.2.1:8000", "[2001:db8::1]:8000", "localhost:8000", socket.gethostname() + ":8000"):
        assert lets_in(door, own, f"http://{own}")
    assert not lets_in(door, "192.0.2.1:8000", "http://192.0.2.9:8000")  # a number, but another machine's
    assert not lets_in(door, "evil.example:8000")
    assert not lets_in(door, "1.evil.example:8000")


def test_a_usual_port_need_not_be_said() -> None:
    assert lets_in(RequestGuard("127.0.0.1", 80, None), "localhost", "http://localhost")
    assert lets_in(RequestGuard("127.0.0.1", 80, None), "localhost:80", "http://localhost")
    assert not lets_in(
        RequestGuard("127.0.0.1", 443, None), "localhost", "https://localhost"
    )  # nothing here speaks TLS


def test_behind_a_proxy_the_public_address_is_its_own_too() -> None:
    door = RequestGuard("127.0.0.1", 8000, "https://films.example/matinee")
    for host in ("films.example", "films.example:443", "FILMS.example", "127.0.0.1:8000"):
        assert lets_in(door, host, "https://films.example")
    for origin in ("http://films.example", "https://films.example:8443", "https://sub.films.example", "null"):
        assert not lets_in(door, "films.example", origin)
    assert not lets_in(door, "films.example:8000")


def test_several_hosts_or_none_are_refused_and_every_origin_must_be_its_own() -> None:
    door = RequestGuard("127.0.0.1", 8000, None)
    assert "--public-url" in door.refusal([], [])
    assert "--public-url" in door.refusal(["127.0.0.1:8000", "127.0.0.1:8000"], [])
    assert "from other pages" in door.refusal(["127.0.0.1:8000"], ["http://127.0.0.1:8000", "null"])


def test_which_hosts_are_of_this_machine_alone() -> None:
    assert all(map(is_loopback, ["127.0.0.1", "127.8.8.8", "::1", "localhost"]))
    assert not any(map(is_loopback, ["0.0.0.0", "::", "192.168.1.2", "example.org"]))
