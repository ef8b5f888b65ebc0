"""A headless browser, driven by its own protocol without a library."""

import asyncio
import itertools
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import aiohttp

FLAGS = [
    *["--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-sync"],
    *["--disable-background-networking", "--disable-component-update", "--disable-extensions"],
    *["--disable-default-apps", "--window-size=1280,800", "--remote-debugging-port=0"],
]
ENTER = {"key": "Enter", "code": "Enter", "windowsVirtualKeyCode": 13, "text": "\r"}


class Page:
    """One page: its network requests, its web socket messages, and typing into it."""

    def __init__(self, socket: aiohttp.ClientWebSocketResponse) -> None:
        self._socket = socket
        self._numbers = itertools.count(1)
        self._answers: dict[int, asyncio.Future[dict[str, Any]]] = {}
        self.asked_for: list[str] = []
        self.loaded = asyncio.Event()
        self._listening = asyncio.create_task(self._listen())

    async def _listen(self) -> None:
        async for message in self._socket:
            said = json.loads(message.data)
            if "id" in said:
                self._answers.pop(said["id"]).set_result(said)
            elif said["method"] == "Network.requestWillBeSent":
                self.asked_for.append(said["params"]["request"]["url"])
            elif said["method"] == "Page.loadEventFired":
                self.loaded.set()

    async def do(self, method: str, **parameters: Any) -> dict[str, Any]:
        """Send one command of the protocol and return the answer."""
        number = next(self._numbers)
        answer = self._answers[number] = asyncio.get_running_loop().create_future()
        await self._socket.send_json({"id": number, "method": method, "params": parameters})
        said = await asyncio.wait_for(answer, 20)
        assert "error" not in said, said
        result: dict[str, Any] = said["result"]
        return result

    async def open(self, url: str) -> None:
        await self.do("Network.enable")
        await self.do("Page.enable")
        # xterm.js paints on a canvas, but writes rows of text for whoever needs them read aloud
        await self.do("Page.addScriptToEvaluateOnNewDocument", source=KEEP_SCREEN)
        await self.do("Page.navigate", url=url)
        await asyncio.wait_for(self.loaded.wait(), 20)

    async def run(self, script: str) -> Any:
        """Evaluate an expression in the page."""
        return (await self.do("Runtime.evaluate", expression=script, returnByValue=True))["result"].get("value")

    async def type(self, text: str) -> None:
        await self.do("Input.insertText", text=text)

    async def press_enter(self) -> None:
        await self.do("Input.dispatchKeyEvent", type="keyDown", **ENTER)
        await self.do("Input.dispatchKeyEvent", type="keyUp", **ENTER)


KEEP_SCREEN = """
window.received = [];
const Plain = window.WebSocket;
window.WebSocket = class extends Plain {
  constructor(...all) {
    super(...all);
    this.addEventListener("message", event => {
      if (typeof event.data !== "string") window.received.push(...new Uint8Array(event.data));
    });
  }
};
"""
"""Script that keeps the bytes the app sends, so that the test can draw them."""


@asynccontextmanager
async def page(browser: str, profile: Path) -> AsyncIterator[Page]:
    """Start a browser with a new profile, and end it."""
    process = await asyncio.create_subprocess_exec(
        browser,
        *FLAGS,
        f"--user-data-dir={profile}",
        "about:blank",
        stdout=asyncio.subprocess.DEVNULL,
        stderr=asyncio.subprocess.PIPE,
    )
    try:
        address = await asyncio.wait_for(debugging_address(process), 30)
        async with aiohttp.ClientSession() as client:
            async with client.get(f"http://{address}/json/list") as listed:
                (target,) = [tab for tab in await listed.json() if tab["type"] == "page"]
            async with client.ws_connect(target["webSocketDebuggerUrl"], max_msg_size=0) as socket:
                opened = Page(socket)
                yield opened
            await opened._listening
    finally:
        process.terminate()
        await process.wait()


async def debugging_address(process: asyncio.subprocess.Process) -> str:
    """Host and port, which the browser prints on standard error."""
    assert process.stderr is not None
    async for line in process.stderr:
        _, found, address = line.decode().partition("DevTools listening on ws://")
        if found:
            return address.partition("/")[0]
    raise RuntimeError("the browser ended before it listened")
