"""What the course's JupyterLab serves besides Jupyter's own pages: slides, what they ask a room, the buttons of the one
who opened it, and the page that hands an exercise in.

On a hub it renews the start page, too.

A Jupyter server extension, so that all are on the same port and ask for the same token.
"""

import json
import os
import subprocess
from asyncio import get_running_loop
from html import escape
from pathlib import Path
from typing import Any

from jupyter_server.base.handlers import JupyterHandler
from jupyter_server.serverapp import ServerApp
from jupyter_server.utils import url_path_join
from tornado import web
from tornado.httpclient import AsyncHTTPClient, HTTPClientError, HTTPRequest
from tornado.ioloop import IOLoop

course = Path(__file__).resolve().parents[2]
root = course.parents[1]


class SlidesHandler(JupyterHandler, web.StaticFileHandler):
    """A deck of build/slides/, as it lies there now."""

    @web.authenticated
    async def get(self, path: str, include_body: bool = True) -> None:  # type: ignore[override]
        await web.StaticFileHandler.get(self, path, include_body)

    def set_headers(self) -> None:
        super().set_headers()
        self.set_header("Cache-Control", "no-cache")


class HandInHandler(JupyterHandler):
    """Makes the file to hand in, as npm run hand-in does, and says so on a page."""

    @web.authenticated
    async def get(self) -> None:
        command = [os.environ["VERTEILT_NODE"], str(course / "hand-in.mjs"), "--page"]
        exercise = self.get_query_argument("exercise", "")
        if exercise:
            # One argument of its own, never an option.
            command += ["--", exercise]

        def run() -> bytes:
            return subprocess.run(command, cwd=root, stdout=subprocess.PIPE, check=False).stdout

        page = await get_running_loop().run_in_executor(None, run)
        if not page:
            raise web.HTTPError(500, "The page could not be made; what is wrong is in .verteilt/logs/jupyterlab.log.")
        self.finish(page)


class BoardHandler(JupyterHandler):
    """The buttons that part a room and heal it, as the notebook that opened it shows them."""

    @web.authenticated
    async def get(self) -> None:
        page = (course / "serve" / "board.html").read_text(encoding="utf-8")
        door = (course / "slides" / "room-door.js").read_text(encoding="utf-8")
        page = page.replace("<!-- door -->", f"<script>\n{door}</script>")
        self.finish(page.replace("{{words}}", escape(os.environ["VERTEILT_BOARD"])))


class RoomHandler(JupyterHandler):
    """Takes a slide's question to the room that a notebook on this computer has opened, and brings the answers."""

    @web.authenticated
    async def get(self) -> None:
        await self._ask("GET")

    @web.authenticated
    async def post(self) -> None:
        await self._ask("POST", self.request.body)

    @web.authenticated
    async def put(self) -> None:
        await self._ask("PUT", self.request.body)

    @web.authenticated
    async def delete(self) -> None:
        await self._ask("DELETE")

    async def _ask(self, method: str, body: bytes | None = None) -> None:
        # Looked at, so that the browser has the cookie without which Jupyter takes no question from a page.
        assert self.xsrf_token
        self.set_header("Cache-Control", "no-store")
        try:
            door = json.loads(Path(os.environ["VERTEILT_ROOM"]).read_text(encoding="utf-8"))
            answer = await AsyncHTTPClient().fetch(
                HTTPRequest(
                    f"http://127.0.0.1:{int(door['port'])}/",
                    method,
                    headers={"Authorization": f"Bearer {door['token']}"},
                    body=body,
                    request_timeout=5,
                ),
                raise_error=False,
            )
        except (OSError, ValueError, HTTPClientError):
            # None was opened, or its notebook is gone.
            self.finish({})
            return
        self.set_status(answer.code if answer.code in (200, 400) else 502)
        self.set_header("Content-Type", "application/json")
        self.finish(answer.body)


def _renew_start_page(server: ServerApp) -> None:
    """Keeps the progress on the start page up to date where npm start does not run beside: on a hub."""
    command = [os.environ["VERTEILT_NODE"], str(course / "hub" / "start-page.mjs")]
    due: list[object] = []

    def renew() -> None:
        due.clear()
        subprocess.Popen(command, cwd=root)

    def saved(model: dict[str, Any], **_kwargs: Any) -> None:
        # Several saves in a second are one.
        if model["type"] == "notebook" and not due:
            due.append(IOLoop.current().call_later(1, renew))

    server.contents_manager.register_post_save_hook(saved)


def _jupyter_server_extension_points() -> list[dict[str, Any]]:
    return [{"module": "verteilt_server"}]


def _load_jupyter_server_extension(server: ServerApp) -> None:
    def at(path: str) -> str:
        return url_path_join(server.web_app.settings["base_url"], "verteilt", path)

    if "JUPYTERHUB_SERVICE_PREFIX" in os.environ:
        _renew_start_page(server)
    server.web_app.add_handlers(
        ".*$",
        [
            (at(r"slides/(.+\.html)"), SlidesHandler, {"path": os.environ["VERTEILT_SLIDES"]}),
            (at("room"), RoomHandler),
            (at("board"), BoardHandler),
            (at("hand-in"), HandInHandler),
        ],
    )
