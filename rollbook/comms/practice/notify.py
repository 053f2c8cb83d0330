"""A GOV.UK Notify to practise with: its addresses, its tokens and its refusals, nothing sent on."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import threading
import uuid
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import TracebackType
from typing import Any
from urllib.parse import parse_qs, urlsplit

from rollbook.comms.practice.faults import Fault, Faults, no_faults

SERVICE, SECRET = "26785a09-ab16-4eb0-8407-a37497a57506", "3d844edf-8d35-48ac-975b-e847b4f122b0"
API_KEY = f"practice-{SERVICE}-{SECRET}"


class PracticeNotify:
    """Listens on a port of this machine while it is open; `taken` is everything it accepted, duplicates and all.

    It knows no key again: whoever sends twice sends two.
    """

    def __init__(self, faults: Faults = no_faults, port: int = 0) -> None:
        self.faults = faults
        self.taken: list[dict[str, Any]] = []
        self._lock = threading.Lock()
        self._server = _Server(("127.0.0.1", port), _Exchange)
        self._server.office = self
        self._thread = threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self._server.server_address[1]}"

    def __enter__(self) -> PracticeNotify:
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._server.shutdown()
        self._server.server_close()

    def take(self, said: dict[str, Any]) -> dict[str, Any]:
        made = said | {"id": str(uuid.uuid4())}
        with self._lock:
            self.taken.append(made)
        return made

    def known_as(self, reference: str) -> list[dict[str, Any]]:
        with self._lock:
            return [one for one in self.taken if one["reference"] == reference]


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    office: PracticeNotify


class _Exchange(BaseHTTPRequestHandler):
    """One request and its answer."""

    server: _Server
    protocol_version = "HTTP/1.1"
    wbufsize = 16_384  # head and body in one packet: two would wait for each other

    def do_POST(self) -> None:
        said = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        if not self._signed():
            return
        fault = self.server.office.faults()
        if fault is Fault.HANGS_UP_BEFORE:
            self.close_connection = True
        elif fault is Fault.BUSY:
            self._refuse(429, "RateLimitError", "Exceeded rate limit for key type LIVE of 3000 requests per 60 seconds")
        elif fault is Fault.REFUSES:
            self._refuse(400, "ValidationError", "phone_number Must be a real number")
        else:
            made = self.server.office.take(said)
            if fault is Fault.HANGS_UP_AFTER:
                self.close_connection = True
            elif fault is Fault.FAILS_AFTER:
                self._refuse(500, "Exception", "Internal server error")
            else:
                self._answer(201, {"id": made["id"], "reference": made["reference"], "content": {}, "uri": ""})

    def do_GET(self) -> None:
        if not self._signed():
            return
        reference = parse_qs(urlsplit(self.path).query).get("reference", [""])[0]
        found = [{"id": one["id"], "status": "sending"} for one in self.server.office.known_as(reference)]
        self._answer(200, {"notifications": found, "links": {}})

    def log_message(self, *_: object) -> None:
        """Says nothing: a text is nobody's log line."""

    def _signed(self) -> bool:
        token = self.headers.get("Authorization", "").removeprefix("Bearer ")
        told, _, signed = token.rpartition(".")
        ours = base64.urlsafe_b64encode(hmac.new(SECRET.encode(), told.encode(), hashlib.sha256).digest())
        if hmac.compare_digest(ours.rstrip(b"="), signed.encode()):
            return True
        self._refuse(403, "AuthError", "Invalid token: signature, api token not found")
        return False

    def _refuse(self, status: int, error: str, message: str) -> None:
        self._answer(status, {"status_code": status, "errors": [{"error": error, "message": message}]})

    def _answer(self, status: int, said: dict[str, Any]) -> None:
        body = json.dumps(said).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)
