"""A browser made of a plain socket, so that it takes little of the two cores that it shares with the server."""

import re
import socket
import time
from dataclasses import dataclass

HOST = "127.0.0.1"
SET_COOKIE = re.compile(rb"(?im)^set-cookie: ([^=]+)=([^;\r\n]*)")


@dataclass
class Answer:
    """What came back: the status, the headers as sent, the body, and after how many milliseconds."""

    status: int
    head: bytes
    body: bytes
    wait: float

    @property
    def text(self) -> str:
        return self.body.decode()

    @property
    def location(self) -> str:
        """Where a redirection leads."""
        found = re.search(rb"(?im)^location: ([^\r\n]*)", self.head)
        return found.group(1).decode() if found else ""


class Client:
    """One browser with one connection that stays open."""

    def __init__(self, port: int) -> None:
        self._port = port
        self._socket: socket.socket | None = None
        self._rest = b""
        self.cookies: dict[str, str] = {}

    def get(self, path: str, headers: dict[str, str] | None = None) -> Answer:
        return self._ask("GET", path, b"", headers or {})

    def post(self, path: str, body: bytes, headers: dict[str, str] | None = None) -> Answer:
        return self._ask("POST", path, body, {"Content-Type": "application/x-www-form-urlencoded", **(headers or {})})

    def _ask(self, method: str, path: str, body: bytes, headers: dict[str, str]) -> Answer:
        lines = [f"{method} {path} HTTP/1.1", f"Host: {HOST}:{self._port}", f"Content-Length: {len(body)}"]
        if self.cookies:
            lines.append("Cookie: " + "; ".join(f"{name}={value}" for name, value in self.cookies.items()))
        lines += [f"{name}: {value}" for name, value in headers.items()]
        request = "\r\n".join(lines).encode() + b"\r\n\r\n" + body
        started = time.perf_counter()  # before it connects, as people wait for that too
        self._connected().sendall(request)
        answer = self._read(started)
        for name, value in SET_COOKIE.findall(answer.head):
            self.cookies[name.decode()] = value.decode()
        if b"connection: close" in answer.head.lower():
            self.close()
        return answer

    def _connected(self) -> socket.socket:
        if self._socket is None:
            self._socket = socket.create_connection((HOST, self._port), timeout=60)
            self._socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        return self._socket

    def _read(self, started: float) -> Answer:
        while b"\r\n\r\n" not in self._rest:
            self._more()
        head, _, self._rest = self._rest.partition(b"\r\n\r\n")
        length = re.search(rb"(?i)content-length: (\d+)", head)
        body = self._exactly(int(length.group(1))) if length else self._chunks()
        return Answer(int(head.split(b" ", 2)[1]), head, body, 1000 * (time.perf_counter() - started))

    def _chunks(self) -> bytes:
        parts: list[bytes] = []
        while True:
            while b"\r\n" not in self._rest:
                self._more()
            size, _, self._rest = self._rest.partition(b"\r\n")
            part = self._exactly(int(size, 16) + 2)[:-2]
            if not part:
                return b"".join(parts)
            parts.append(part)

    def _exactly(self, size: int) -> bytes:
        parts, have = [self._rest], len(self._rest)
        while have < size:
            parts.append(self._connected().recv(262_144))
            if not parts[-1]:
                raise ConnectionError("The server hung up.")
            have += len(parts[-1])
        joined = b"".join(parts)
        self._rest = joined[size:]
        return joined[:size]

    def _more(self) -> None:
        got = self._connected().recv(65536)
        if not got:
            raise ConnectionError("The server hung up.")
        self._rest += got

    def close(self) -> None:
        if self._socket:
            self._socket.close()
        self._socket, self._rest = None, b""
