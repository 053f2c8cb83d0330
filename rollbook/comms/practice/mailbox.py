"""A mailbox to practise with: the conversation of IMAP4rev1 (RFC 3501) as far as a school's post needs it."""

from __future__ import annotations

import re
import socketserver
import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from time import sleep
from types import TracebackType

USER, PASSWORD = "absence", "practice"  # of a mailbox that holds nothing but practice
A_DAY = date(2026, 9, 7)


class MailboxFault(StrEnum):
    """What a mailbox does with the next command; each of these happens in the world."""

    NONE = "answers"
    DOWN = "hangs up before it has greeted"
    BREAKS_OFF = "hangs up in the middle of a mail"
    SLOW = "takes its time over each answer"
    REFUSES = "does not let the user in"


@dataclass(slots=True)
class Post:
    """One mail in the mailbox; `on` is the day on which it came."""

    uid: int
    raw: bytes
    flags: set[str] = field(default_factory=set)
    on: date = A_DAY


class PracticeMailbox:
    """Listens on a port of this machine while it is open; `post` brings a mail, `renumber` is a rebuilt server."""

    def __init__(self, port: int = 0) -> None:
        self.fault = MailboxFault.NONE
        self.before_fetch: Callable[[], None] = lambda: None
        self.before_marking: Callable[[], None] = lambda: None
        self.validity = 1
        self.folders: dict[str, list[Post]] = {"INBOX": []}
        self._next = 1
        self._lock = threading.Lock()
        self._server = _Server(("127.0.0.1", port), _Conversation)
        self._server.office = self
        self._thread = threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)

    @property
    def port(self) -> int:
        return int(self._server.server_address[1])

    @property
    def next_uid(self) -> int:
        return self._next

    @property
    def inbox(self) -> list[Post]:
        return self.folders["INBOX"]

    def __enter__(self) -> PracticeMailbox:
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._server.shutdown()
        self._server.server_close()

    def post(self, raw: bytes, on: date = A_DAY) -> int:
        """Bring a mail; its number."""
        with self._lock:
            self.inbox.append(Post(self._next, raw, on=on))
            self._next += 1
            return self._next - 1

    def renumber(self) -> None:
        """Give every mail a new number, and say so (UIDVALIDITY): the same mails under numbers seen before."""
        with self._lock:
            self.validity += 1
            for number, post in enumerate(self.inbox, 1):
                post.uid = number
            self._next = len(self.inbox) + 1

    def move(self, uids: set[int], folder: str) -> None:
        with self._lock:
            self.folders[folder] += [post for post in self.inbox if post.uid in uids]
            self.folders["INBOX"] = [post for post in self.inbox if post.uid not in uids]


class _Server(socketserver.ThreadingTCPServer):
    allow_reuse_address = True
    daemon_threads = True
    office: PracticeMailbox


class _Conversation(socketserver.StreamRequestHandler):
    """One client, from the greeting to LOGOUT."""

    server: _Server

    def handle(self) -> None:
        self.office = self.server.office
        if self.office.fault is MailboxFault.DOWN:
            return
        self._say("* OK practice.invalid ready")
        try:
            while line := self.rfile.readline(20_000):
                if not self._answer(line.decode("utf-8", "replace").strip()):
                    return
        except (BrokenPipeError, ConnectionResetError):
            return

    def _answer(self, line: str) -> bool:
        """Answer a command; whether the conversation goes on."""
        tag, _, said = line.partition(" ")
        word, _, rest = said.partition(" ")
        if self.office.fault is MailboxFault.SLOW:
            sleep(0.05)
        uid = word.upper() == "UID"
        if uid:
            word, _, rest = rest.partition(" ")
        do = getattr(self, f"_{'uid_' if uid else ''}{word.lower()}", None)
        if do is None:
            self._say(f"{tag} BAD not here")
            return True
        answer: str | None = do(rest)
        if answer is None:
            return False
        self._say(f"{tag} {answer}")
        return word.upper() != "LOGOUT"

    def _capability(self, _: str) -> str:
        self._say("* CAPABILITY IMAP4rev1 MOVE")
        return "OK done"

    def _noop(self, _: str) -> str:
        return "OK done"

    def _logout(self, _: str) -> str:
        self._say("* BYE goodbye")
        return "OK done"

    def _login(self, rest: str) -> str:
        given = [word.strip('"') for word in rest.split(" ")]
        refused = self.office.fault is MailboxFault.REFUSES or given != [USER, PASSWORD]
        return "NO [AUTHENTICATIONFAILED] not you" if refused else "OK welcome"

    def _select(self, rest: str) -> str:
        posts = self.office.folders.get(rest.strip('"'))
        if posts is None:
            return "NO no such folder"
        told = (f"[UIDVALIDITY {self.office.validity}] valid", f"[UIDNEXT {self.office.next_uid}] next")
        self._say(f"* {len(posts)} EXISTS", *(f"* OK {one}" for one in told))
        return "OK [READ-WRITE] open"

    _examine = _select

    def _uid_search(self, rest: str) -> str:
        found = [str(post.uid) for post in self.office.inbox if self._meets(post, rest)]
        self._say("* SEARCH " + " ".join(found))
        return "OK done"

    def _meets(self, post: Post, asked: str) -> bool:
        if "UNSEEN" in asked and "\\Seen" in post.flags:
            return False
        if since := re.search(r"SINCE (\d{1,2})-(\w{3})-(\d{4})", asked):
            months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
            if post.on < date(int(since[3]), months.index(since[2]) + 1, int(since[1])):
                return False
        numbered = re.search(r"UID (\d+):\*", asked)
        last = self.office.inbox[-1].uid
        # “n:*” always names the last mail, whatever its number: RFC 3501, 6.4.8.
        return numbered is None or post.uid >= int(numbered[1]) or post.uid == last

    def _uid_fetch(self, rest: str) -> str | None:
        numbers, _, what = rest.partition(" ")
        for post in [post for post in self.office.inbox if str(post.uid) in numbers.split(",")]:
            if "BODY" not in what:
                self._say(f"* {post.uid} FETCH (UID {post.uid} RFC822.SIZE {len(post.raw)})")
                continue
            self.office.before_fetch()
            raw = post.raw.replace(b"\r\n", b"\n").split(b"\n\n")[0] if "HEADER" in what else post.raw
            if part := re.search(r"<(\d+)\.(\d+)>", what):
                raw = raw[int(part[1]) : int(part[1]) + int(part[2])]
            self.wfile.write(f"* {post.uid} FETCH (UID {post.uid} BODY[] {{{len(raw)}}}\r\n".encode())
            if self.office.fault is MailboxFault.BREAKS_OFF:
                self.wfile.write(raw[: len(raw) // 2])
                return None
            self.wfile.write(raw + b")\r\n")
        return "OK done"

    def _uid_store(self, rest: str) -> str:
        self.office.before_marking()
        numbers, _, what = rest.partition(" ")
        for post in self.office.inbox:
            if str(post.uid) in numbers.split(","):
                post.flags.add("\\Seen" if "\\Seen" in what else "\\Deleted")
        return "OK done"

    def _uid_move(self, rest: str) -> str:
        numbers, _, folder = rest.partition(" ")
        if folder.strip('"') not in self.office.folders:
            return "NO [TRYCREATE] no such folder"
        self.office.move({int(number) for number in numbers.split(",")}, folder.strip('"'))
        return "OK done"

    def _say(self, *lines: str) -> None:
        self.wfile.write("".join(f"{line}\r\n" for line in lines).encode())
