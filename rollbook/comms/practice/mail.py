"""A mail server to practise with: the conversation of RFC 5321, one thread a client, nothing sent on."""

from __future__ import annotations

import socketserver
import threading
from email import message_from_bytes, policy
from email.message import EmailMessage
from types import TracebackType

from rollbook.comms.practice.faults import Fault, Faults, no_faults


class PracticeMail:
    """Listens on a port of this machine while it is open; `taken` is every mail that it accepted."""

    def __init__(self, faults: Faults = no_faults, port: int = 0) -> None:
        self.faults = faults
        self.taken: list[EmailMessage] = []
        self._lock = threading.Lock()
        self._server = _Server(("127.0.0.1", port), _Conversation)
        self._server.office = self
        self._thread = threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)

    @property
    def port(self) -> int:
        return int(self._server.server_address[1])

    def __enter__(self) -> PracticeMail:
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._server.shutdown()
        self._server.server_close()

    def take(self, raw: bytes) -> None:
        mail = message_from_bytes(raw, policy=policy.default)
        with self._lock:
            self.taken.append(mail)


class _Server(socketserver.ThreadingTCPServer):
    allow_reuse_address = True
    daemon_threads = True
    office: PracticeMail


class _Conversation(socketserver.StreamRequestHandler):
    """One client, from its greeting to QUIT."""

    server: _Server

    def handle(self) -> None:
        self._say("220 practice.invalid ready")
        while line := self.rfile.readline(2000):
            verb = line.decode("ascii", "replace").strip().upper()
            if verb.startswith("DATA"):
                if not self._data():
                    return
            elif verb.startswith("QUIT"):
                self._say("221 goodbye")
                return
            elif verb.startswith("EHLO"):
                self._say("250-practice.invalid", "250 8BITMIME")
            elif verb.startswith(("HELO", "MAIL", "RCPT", "RSET", "NOOP")):
                self._say("250 fine")
            else:
                self._say("502 not here")

    def _data(self) -> bool:
        """Take a mail as the fault of the moment has it; whether the conversation goes on."""
        fault = self.server.office.faults()
        if fault is Fault.BUSY:
            self._say("451 try later")
            return True
        self._say("354 go on")
        raw = b""
        while (line := self.rfile.readline(2000)) not in (b".\r\n", b""):
            raw += line[1:] if line.startswith(b"..") else line
        if fault is Fault.HANGS_UP_BEFORE:
            return False
        if fault is Fault.REFUSES:
            self._say("550 no such mailbox")
            return True
        self.server.office.take(raw)
        if fault in (Fault.HANGS_UP_AFTER, Fault.FAILS_AFTER):
            return False
        self._say("250 taken")
        return True

    def _say(self, *lines: str) -> None:
        self.wfile.write("".join(f"{line}\r\n" for line in lines).encode())
