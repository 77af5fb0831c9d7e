"""The API on the loopback interface, for programs of any kind."""

from __future__ import annotations

import socket
import struct
import threading
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING

from .account import Account, ApiRequest, Fault

if TYPE_CHECKING:
    from typing import Self

__all__ = ["Server"]


class Server:
    """A server of the API of a telephone, in a thread of its own.

    Args:
        account: The API.
    """

    def __init__(self, account: Account) -> None:
        self._server = _Http(account)
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.02,), daemon=True)

    @property
    def url(self) -> str:
        """Its URL, as TWIMLKIT_API_URL takes it."""
        return f"http://127.0.0.1:{self._server.server_address[1]}"

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Stop it."""
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()


class _Http(ThreadingHTTPServer):
    daemon_threads = True
    block_on_close = False
    request_queue_size = 128

    def __init__(self, account: Account) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.account = account


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True
    server: _Http  # pyright: ignore[reportIncompatibleVariableOverride]  # the server that makes it is of this class

    def do_GET(self) -> None:
        self._serve()

    def do_POST(self) -> None:
        self._serve()

    def do_DELETE(self) -> None:
        self._serve()

    def _serve(self) -> None:
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        request = ApiRequest(self.command, self.path, self.headers.get("Authorization"), body)
        answer = self.server.account.answer(request)
        if answer is Fault.NEVER_ANSWERED:
            self.connection.recv(1)  # until the client gives up
            self.close_connection = True
            return
        if isinstance(answer, Fault):
            self._reset()
            return
        self.send_response(answer.status)
        for name, value in answer.headers.items():
            self.send_header(name, value)
        if answer.status != HTTPStatus.NO_CONTENT:
            self.send_header("Content-Length", str(len(answer.body)))
        self.end_headers()
        self.wfile.write(answer.body)

    def _reset(self) -> None:
        """Close the connection with a reset, which the client sees as an error."""
        self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        self.close_connection = True

    def log_message(self, format: str, *args: object) -> None:  # the names of the standard library
        """Log nothing."""
