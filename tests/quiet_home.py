"""Run every command and an app session in a fresh home folder, and report new files, look-ups and connections.

    python -m tests.quiet_home FOLDER DATA [--namespace]

FOLDER is empty and gets the home folder; DATA is a small data set in the MovieLens layout. With ``--namespace`` (as
root of its own network and mount namespaces: `unshare --user --map-root-user --net --mount`) names are resolved by a
server of this script, which knows none and records the requests. Connections and look-ups that Python makes are
recorded in any case. The report is JSON on standard output: ``{"files": {command: [new files]}, "failed":
{command: error output}, "lookups": [names], "connections": [what was reached outside this machine]}``.
"""

import fcntl
import json
import os
import socket
import struct
import subprocess
import sys
from http import HTTPStatus
from io import BytesIO
from pathlib import Path
from threading import Thread
from time import sleep
from urllib.request import urlopen
from zipfile import ZipFile

from tests.conftest import ROOT
from tests.training.archive_server import serve
from tests.tui.raw_terminal import RawTerminal

MATINEE = [sys.executable, "-m", "matinee"]
FAVOURITES = ("--like", "318", "858", "296", "2959")
CARDS = 20
MOODS = ("bleak dystopian sci-fi, not scary", "something funny from the 90s", "a slow film about grief")
AUDIT = """
import os, sys

def record(event, arguments):
    if event in ("socket.connect", "socket.sendto", "socket.getaddrinfo", "socket.gethostbyname"):
        address = arguments[1] if event in ("socket.connect", "socket.sendto") else arguments
        host = address[0] if isinstance(address, tuple) else None  # others are paths of sockets on this machine
        if host not in (None, "", "localhost", "0.0.0.0", "127.0.0.1", "::1"):
            with open(os.environ["CONNECTIONS"], "a") as stream:
                stream.write(f"{event} {host}\\n")

sys.addaudithook(record)
"""
"""Imported by every Python process: records what it looks up or connects to outside this machine."""
LOOPBACK_UP = struct.pack("16sh", b"lo", 0x49)
SERVE_PORT = 8765


def commands(data: Path, out: Path, mirror: str) -> dict[str, list[str]]:
    """Name → arguments; each command of `matinee` at least once, with a prompt if it takes one."""
    bundle = out / "bundle"
    return {
        "help": ["--help"],
        "search": ["search", "godfathr"],
        "recommend": ["recommend", *FAVOURITES, "--prompt", "bleak sci-fi, not scary"],
        "intent": ["intent", "a war film where nobody falls in love"],
        "similar": ["similar", "heat"],
        "doctor": ["doctor"],
        "data": ["data", "ml-latest-small", "--mirror", mirror, "--out", str(out / "data")],
        "preprocess": ["preprocess", "--data", str(data), "--out", str(out / "processed")],
        "train": ["train", "--data", str(data), "--out", str(bundle), "--text", "--model", "ease"],
        "evaluate": ["evaluate", "replay", "--data", str(data), "--folds", "2", "--model", "ease"],
        "bundle": ["bundle", "verify", "--bundle", str(bundle)],
        "bundle list": ["bundle", "list"],
        "bundle show": ["bundle", "show"],
        "session": ["session", "list"],
        "import": ["import", str(out / "ratings.csv")],
        "import --session": ["import", str(out / "ratings.csv"), "--session", "friday"],
        "session show": ["session", "show", "friday"],
        "session export": ["session", "export", "friday", "--what", "likes"],
        "session rename": ["session", "rename", "friday", "sunday"],
        "session delete": ["session", "delete", "sunday"],
        "config": ["config", "keys"],
        "config show": ["config"],
        "config init": ["config", "init"],
        "version": ["--version"],
        "completion": ["completion", "bash"],
    }


def use_app() -> None:
    """Use the app: moods, answers to ``CARDS`` films, and every screen that reads something."""
    with RawTerminal([*MATINEE, *FAVOURITES], {}) as terminal:
        terminal.wait_for("because you liked")
        for mood in MOODS:
            terminal.send(b"/")
            terminal.settle()
            terminal.send(mood.encode() + b"\r")
            terminal.settle(1.5)  # the encoder is loaded
            for key in (b"yns" * CARDS)[: CARDS // len(MOODS) + 1]:
                terminal.send(bytes([key]))
                terminal.settle(0.1)
        for key in b"iqvqeq":
            terminal.send(bytes([key]))
            terminal.settle()
        terminal.send(b"\x11")
        assert terminal.exit_code() == 0, terminal.said_afterwards()


def use_server(command: str, path: str) -> None:
    """Visit `matinee serve` or `matinee api` once.

    Args:
        command: "serve" or "api".
        path: what is visited.
    """
    process = subprocess.Popen([*MATINEE, command, "--port", str(SERVE_PORT)], stdout=subprocess.DEVNULL)
    try:
        for _ in range(300):
            try:
                with urlopen(f"http://127.0.0.1:{SERVE_PORT}{path}") as page:
                    assert page.status == HTTPStatus.OK
                return
            except OSError:
                sleep(0.1)
        raise AssertionError("the server did not answer")
    finally:
        process.terminate()
        process.wait()


def run(arguments: list[str]) -> None:
    """Run one command. Raises AssertionError if it fails."""
    done = subprocess.run(
        [*MATINEE, *arguments], capture_output=True, text=True, check=False, stdin=subprocess.DEVNULL, timeout=600
    )
    assert done.returncode == 0, done.stderr[-500:]


def watch_lookups(folder: Path, names: list[str]) -> None:
    """Run a name server for this namespace that appends the names requested to a list."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as control:
        fcntl.ioctl(control.fileno(), 0x8914, LOOPBACK_UP)  # SIOCSIFFLAGS: IFF_UP | IFF_LOOPBACK | IFF_RUNNING
    resolver = folder / "resolv.conf"
    resolver.write_text("nameserver 127.0.0.1\noptions timeout:1 attempts:1\n", encoding="utf-8")
    subprocess.run(["mount", "--bind", str(resolver), "/etc/resolv.conf"], check=True)
    server = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    server.bind(("127.0.0.1", 53))

    def answer() -> None:
        while True:
            query, sender = server.recvfrom(4096)
            names.append(requested_name(query))
            server.sendto(query[:2] + b"\x81\x83" + query[4:6] + bytes(6) + query[12:], sender)  # no such name

    Thread(target=answer, daemon=True).start()
    try:
        socket.getaddrinfo("watched.example.org", 80)
    except socket.gaierror:
        assert "watched.example.org" in names, "look-ups are not recorded"
    names.clear()


def check_audit(connections: Path) -> None:
    """Check that processes started now record what they reach. Raises AssertionError."""
    script = "import socket; socket.socket(type=socket.SOCK_DGRAM).connect(('192.0.2.1', 80))"
    subprocess.run([sys.executable, "-c", script], capture_output=True, check=False)
    assert connections.read_text("utf-8") == "socket.connect 192.0.2.1\n", "connections are not recorded"
    connections.write_text("", "utf-8")


def requested_name(query: bytes) -> str:
    """The name in a DNS query."""
    labels, place = [], 12
    while length := query[place]:
        labels.append(query[place + 1 : place + 1 + length].decode("ascii", "replace"))
        place += 1 + length
    return ".".join(labels)


def archive(data: Path) -> bytes:
    """The data set as GroupLens publishes it."""
    stream = BytesIO()
    with ZipFile(stream, "w") as zipped:
        for path in data.iterdir():
            zipped.write(path, f"ml-latest-small/{path.name}")
    return stream.getvalue()


def main() -> None:
    """Run everything and print the report."""
    folder, data = Path(sys.argv[1]), Path(sys.argv[2])
    home, out = folder / "home", folder / "out"
    home.mkdir()
    out.mkdir()
    films = [("Heat", 1995), ("The Godfather", 1972), ("Pulp Fiction", 1994), ("Fight Club", 1999)]
    rows = [f"2020-01-01,{title},{year},,5" for title, year in films]
    (out / "ratings.csv").write_text("\n".join(["Date,Name,Year,Letterboxd URI,Rating", *rows, ""]), "utf-8")
    connections = folder / "connections"
    connections.touch()
    audit = folder / "audit"
    audit.mkdir()
    (audit / "sitecustomize.py").write_text(AUDIT, "utf-8")
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("XDG_", "MATINEE_", "ORT_"))}
    os.environ.clear()
    os.environ.update(kept, HOME=str(home), PYTHONPATH=f"{audit}{os.pathsep}{ROOT}", PYTHONDONTWRITEBYTECODE="1")
    os.environ["CONNECTIONS"] = str(connections)
    os.chdir(out)
    check_audit(connections)
    names: list[str] = []
    if "--namespace" in sys.argv:
        watch_lookups(folder, names)
    files: dict[str, list[str]] = {}
    failed: dict[str, str] = {}
    with serve() as server:
        server.put("ml-latest-small", archive(data))
        steps = {name: (lambda given=given: run(given)) for name, given in commands(data, out, server.address).items()}
        servers = {"serve": lambda: use_server("serve", "/"), "api": lambda: use_server("api", "/health")}
        for name, step in {**steps, "app": use_app, **servers}.items():
            before = set(home.rglob("*"))
            try:
                step()
            except AssertionError as error:
                failed[name] = str(error)
            files[name] = sorted(str(path.relative_to(home)) for path in set(home.rglob("*")) - before)
    reached = sorted(set(connections.read_text("utf-8").splitlines()))
    print(json.dumps({"files": files, "failed": failed, "lookups": names, "connections": reached}))


if __name__ == "__main__":
    main()
