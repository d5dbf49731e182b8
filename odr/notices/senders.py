"""How a notice leaves: by SMTP, or into a folder on a machine that has no mail server."""

from __future__ import annotations

import logging
import os
import smtplib
import ssl
from copy import deepcopy
from dataclasses import dataclass
from email.message import EmailMessage
from pathlib import Path
from typing import Protocol
from urllib.parse import unquote, urlsplit

from odr.errors import Unavailable
from odr.settings import Settings, UnsafeSettings

log = logging.getLogger(__name__)
SECONDS = 20


class Sender(Protocol):
    """A way out for one letter. Sending the same letter twice must do no harm: its Message-ID stays the same."""

    def send(self, letter: EmailMessage) -> None:
        """Hand the letter over.

        Raises:
            Unavailable: it was not taken; try again later.
        """
        ...


@dataclass(frozen=True)
class FileSender:
    """Writes each letter as a readable file: for development and demonstration, where no letter may really leave."""

    folder: Path

    def send(self, letter: EmailMessage) -> None:
        """Write the letter under its own id; the same letter is the same file."""
        self.folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        readable = deepcopy(letter)
        readable.set_content(letter.get_content(), cte="8bit")
        name = letter["Message-ID"].strip("<>").partition("@")[0]
        target, part = self.folder / f"{name}.eml", self.folder / f"{name}.part"
        descriptor = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with os.fdopen(descriptor, "wb") as out:
            out.write(readable.as_bytes())
        part.replace(target)


@dataclass(frozen=True)
class SmtpSender:
    """Hands letters to a mail server, over TLS unless the server is this machine."""

    host: str
    port: int
    user: str
    password: str
    implicit_tls: bool

    def send(self, letter: EmailMessage) -> None:
        """Deliver to the server.

        Raises:
            Unavailable: it could not be reached, or did not take the letter.
        """
        try:
            with self._connect() as server:
                if self.user:
                    server.login(self.user, self.password)
                server.send_message(letter)
        except (OSError, smtplib.SMTPException) as refused:
            raise Unavailable(service="mail") from refused

    def _connect(self) -> smtplib.SMTP:
        context = ssl.create_default_context()
        if self.implicit_tls:
            return smtplib.SMTP_SSL(self.host, self.port, timeout=SECONDS, context=context)
        server = smtplib.SMTP(self.host, self.port, timeout=SECONDS)
        if self.host not in {"127.0.0.1", "localhost", "::1"}:
            server.starttls(context=context)
        return server


def sender_for(settings: Settings) -> Sender:
    """The way out that the settings choose: HEQI_MAIL_URL as smtp://user:password@host:port or smtps://…

    Raises:
        UnsafeSettings: the address of the mail server cannot be read.
    """
    if not settings.mail_url:
        log.warning("no mail server is set (HEQI_MAIL_URL): letters are only written to %s", settings.outbox_dir)
        return FileSender(settings.outbox_dir)
    parts = urlsplit(settings.mail_url)
    if parts.scheme not in {"smtp", "smtps"} or not parts.hostname:
        raise UnsafeSettings("HEQI_MAIL_URL must be smtp://user:password@host:port or smtps://…")
    return SmtpSender(
        host=parts.hostname,
        port=parts.port or (465 if parts.scheme == "smtps" else 587),
        user=unquote(parts.username or ""),
        password=unquote(parts.password or ""),
        implicit_tls=parts.scheme == "smtps",
    )
