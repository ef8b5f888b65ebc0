"""A query service with made-up films: it answers in the format of Wikidata, and a test can refuse or break answers."""

import json
import re
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs

ENTITY = "http://www.wikidata.org/entity/"
STATEMENT = "http://www.wikidata.org/prop/statement/"
DATE = "http://www.w3.org/2001/XMLSchema#dateTime"
MINUTE = f"{ENTITY}Q7727"
Term = dict[str, str]


@dataclass(frozen=True)
class Value:
    """A value of a property: a Wikidata id, its label, its place in order, and the IMDb id of a person."""

    item: str
    label: str = ""
    ordinal: str = ""
    imdb: str = ""


@dataclass(frozen=True)
class Film:
    """A film of the service."""

    item: str
    title: str = ""
    page: str = ""
    dates: tuple[str, ...] = ()
    durations: tuple[tuple[str, str], ...] = ()
    claims: dict[str, tuple[Value, ...]] = field(default_factory=dict)


@dataclass(frozen=True)
class Fault:
    """What is wrong with one answer.

    Attributes:
        status: HTTP status.
        headers: further headers.
        body: content instead of the results.
        cut: bytes of the content that are sent before the connection breaks off.
    """

    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)
    body: bytes | None = None
    cut: int | None = None


@dataclass(frozen=True)
class Request:
    """A query that was received."""

    ids: tuple[str, ...]
    headers: dict[str, str]


@dataclass
class SparqlServer:
    """The films, the faults and the requests of a service.

    Attributes:
        films: films by IMDb id.
        faults: what is wrong with the next answers; None for one without a fault.
        limit: most films in a query; one for more is stopped as if it had taken too long.
        stall_after: requests after which the next one waits until ``resume`` is set.
        requests: the queries received.
    """

    address: str = ""
    films: dict[int, Film] = field(default_factory=dict)
    faults: list[Fault | None] = field(default_factory=list)
    limit: int = 1_000_000
    stall_after: int | None = None
    resume: threading.Event = field(default_factory=threading.Event)
    requests: list[Request] = field(default_factory=list)

    @property
    def asked(self) -> list[int]:
        """The IMDb ids asked about, in order, with repetitions."""
        return [int(name[2:]) for request in self.requests for name in request.ids if name.startswith("tt")]


@contextmanager
def serve() -> Iterator[SparqlServer]:
    """Run a service without films on the loopback interface."""
    server = SparqlServer()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            answer(self, server)

        def log_message(self, *_: object) -> None:
            """Keep standard error empty."""

    http = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    http.daemon_threads = True
    server.address = f"http://127.0.0.1:{http.server_address[1]}/sparql"
    thread = threading.Thread(target=http.serve_forever, args=(0.01,), daemon=True)
    thread.start()
    try:
        yield server
    finally:
        server.resume.set()
        http.shutdown()
        http.server_close()
        thread.join()


def answer(request: BaseHTTPRequestHandler, server: SparqlServer) -> None:
    """Answer one query."""
    body = request.rfile.read(int(request.headers["Content-Length"])).decode()
    query = parse_qs(body)["query"][0]
    listed = re.search(r"VALUES \?(?:imdb|film) \{ (.*?) \}", query)
    assert listed is not None, query
    ids = tuple(re.findall(r"tt\d+|Q\d+", listed[1]))
    server.requests.append(Request(ids, dict(request.headers)))
    if server.stall_after is not None and len(server.requests) > server.stall_after:
        server.resume.wait(60)
    fault = (server.faults.pop(0) if server.faults else None) or Fault()
    if len(ids) > server.limit:
        fault = Fault(500, body=b"SPARQL-QUERY: ...\njava.util.concurrent.TimeoutException\n")
    rows = film_rows(server, ids) if "?imdb {" in query else claim_rows(server, ids)
    document = {"head": {"vars": []}, "results": {"bindings": rows}}
    content = json.dumps(document).encode() if fault.body is None else fault.body
    request.send_response(fault.status)
    for name, value in ({"Content-Type": "application/sparql-results+json"} | fault.headers).items():
        request.send_header(name, value)
    request.send_header("Content-Length", str(len(content)))
    request.end_headers()
    try:
        request.wfile.write(content[: fault.cut])
    except ConnectionError:  # the other side was killed, as a test wants it
        request.close_connection = True


def film_rows(server: SparqlServer, ids: tuple[str, ...]) -> list[dict[str, Term]]:
    """The results of the query for titles: one for each date and duration of a film."""
    rows = []
    for name in ids:
        film = server.films.get(int(name[2:]))
        if film is None:
            continue
        for date in film.dates or ("",):
            for amount, unit in film.durations or (("", ""),):
                values = {
                    "imdb": literal(name),
                    "film": address(film.item),
                    "title": literal(film.title, "en"),
                    "page": literal(film.page, "en"),
                    "date": {"type": "literal", "datatype": DATE, "value": date},
                    "amount": literal(amount),
                    "unit": {"type": "uri", "value": unit},
                }
                rows.append({variable: term for variable, term in values.items() if term["value"]})
    return rows


def claim_rows(server: SparqlServer, ids: tuple[str, ...]) -> list[dict[str, Term]]:
    """The results of the query for people, places and the like, the last ones first, since the service has no order."""
    rows: list[dict[str, Term]] = []
    for film in server.films.values():
        for name, values in film.claims.items() if film.item in ids else ():
            for value in values:
                terms = {
                    "film": address(film.item),
                    "property": {"type": "uri", "value": STATEMENT + name},
                    "value": address(value.item),
                    "label": literal(value.label, "en"),
                    "ordinal": literal(value.ordinal),
                    "imdb": literal(value.imdb),
                }
                rows.append({variable: term for variable, term in terms.items() if term["value"]})
    return rows[::-1]


def address(item: str) -> Term:
    """The address of an item; an unknown value has one of another kind."""
    return {"type": "uri", "value": ENTITY + item if item.startswith("Q") else item}


def literal(text: str, language: str = "") -> Term:
    """A text, in a language or none."""
    term: dict[str, Any] = {"type": "literal", "value": text}
    return term | ({"xml:lang": language} if language else {})
