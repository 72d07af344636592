"""A small SMTP server on loopback that keeps what it is given and refuses what it is told to refuse."""

import socketserver
import threading
from email import message_from_bytes, policy
from email.message import EmailMessage


class Sink(socketserver.ThreadingTCPServer):
    """RFC 5321, as much of it as a sender uses; `recipient_answers` maps addresses to answers."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Dialogue)
        self.messages: list[EmailMessage] = []
        self.recipient_answers: dict[str, str] = {}
        self.data_answer = "250 kept"
        threading.Thread(target=self.serve_forever, args=(0.05,), daemon=True).start()

    @property
    def port(self) -> int:
        return self.server_address[1]

    def close(self) -> None:
        self.shutdown()
        self.server_close()


class Dialogue(socketserver.StreamRequestHandler):
    server: Sink

    def handle(self) -> None:
        self._say("220 sink")
        for line in self.rfile:
            command = line.decode().strip()
            if command.upper().startswith("QUIT"):
                self._say("221 bye")
                return
            self._answer(command)

    def _answer(self, command: str) -> None:
        verb = command[:4].upper()
        if verb == "RCPT":
            address = command.partition("<")[2].partition(">")[0]
            self._say(self.server.recipient_answers.get(address, "250 ok"))
        elif verb == "DATA":
            self._take()
        else:
            self._say("250 ok")

    def _take(self) -> None:
        self._say("354 go on")
        lines = []
        for line in self.rfile:
            if line == b".\r\n":
                break
            lines.append(line.removeprefix(b".") if line.startswith(b"..") else line)
        if self.server.data_answer.startswith("250"):
            self.server.messages.append(message_from_bytes(b"".join(lines), policy=policy.default))
        self._say(self.server.data_answer)

    def _say(self, answer: str) -> None:
        self.wfile.write(f"{answer}\r\n".encode())
