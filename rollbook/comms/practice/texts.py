"""A text gateway to practise with, and one that rings: the HTTP of `providers/text_gateway.py`, nothing sent on."""

from __future__ import annotations

import json
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import TracebackType
from urllib.parse import parse_qs, urlsplit

from rollbook.comms.practice.faults import Fault, Faults, no_faults


class PracticeTexts:
    """Listens on a port of this machine while it is open; `taken` is every text that it sent, once for each key.

    `forgets` makes it a gateway that does not know a key again, as the poorer ones are.
    """

    def __init__(self, faults: Faults = no_faults, port: int = 0, *, forgets: bool = False) -> None:
        self.faults = faults
        self.forgets = forgets
        self.taken: list[dict[str, str]] = []
        self._lock = threading.Lock()
        self._server = _Server(("127.0.0.1", port), _Exchange)
        self._server.office = self
        self._thread = threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self._server.server_address[1]}/messages"

    def __enter__(self) -> PracticeTexts:
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._server.shutdown()
        self._server.server_close()

    def take(self, key: str, text: dict[str, str]) -> str:
        """Send a text, once for each key; its number."""
        with self._lock:
            if not self.forgets and any(one["reference"] == key for one in self.taken):
                return f"text-{key}"
            self.taken.append(text)
        return f"text-{key}"

    def number_of(self, reference: str) -> str | None:
        with self._lock:
            return f"text-{reference}" if any(one["reference"] == reference for one in self.taken) else None


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    office: PracticeTexts


class _Exchange(BaseHTTPRequestHandler):
    """One request and its answer."""

    server: _Server
    protocol_version = "HTTP/1.1"
    wbufsize = 16_384  # head and body in one packet: two would wait for each other

    def do_POST(self) -> None:
        body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        fault = self.server.office.faults()
        if fault is Fault.HANGS_UP_BEFORE:
            self.close_connection = True
        elif fault is Fault.BUSY:
            self._answer(503, {"error": "busy"})
        elif fault is Fault.REFUSES:
            self._answer(422, {"error": "no such number"})
        else:
            number = self.server.office.take(self.headers["Idempotency-Key"], body)
            if fault is Fault.HANGS_UP_AFTER:
                self.close_connection = True
            elif fault is Fault.FAILS_AFTER:
                self._answer(500, {"error": "something went wrong"})
            else:
                self._answer(201, {"id": number, "state": "sent"})

    def do_GET(self) -> None:
        reference = parse_qs(urlsplit(self.path).query).get("reference", [""])[0]
        number = self.server.office.number_of(reference)
        if number is None:
            self._answer(404, {"error": "unknown"})
        else:
            self._answer(200, {"id": number, "state": "sent"})

    def log_message(self, *_: object) -> None:
        """Says nothing: a text is nobody's log line."""

    def _answer(self, status: int, said: dict[str, str]) -> None:
        body = json.dumps(said).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)
