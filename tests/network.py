"""Tests talk to this machine only: a connection anywhere else is an error, not a slow test."""

import ipaddress
import socket
from collections.abc import Callable

import pytest


class OutsideConnection(RuntimeError):
    """A test tried to reach another machine."""


def is_local(address: object) -> bool:
    """Tell whether a socket address is a unix path or lies on the loopback interface."""
    if not isinstance(address, tuple):
        return True
    host = address[0].decode() if isinstance(address[0], bytes) else str(address[0])
    if host in {"", "localhost"}:
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def _guarded(original: Callable) -> Callable:
    def connect(self: socket.socket, address: object, *args: object) -> object:
        if not is_local(address):
            raise OutsideConnection(f"this test tried to connect to {address!r}; tests stay on 127.0.0.1")
        return original(self, address, *args)

    return connect


def _guarded_lookup(original: Callable) -> Callable:
    def getaddrinfo(host: object, *args: object, **kwargs: object) -> object:
        if host is not None and not is_local((host,)):
            raise OutsideConnection(f"this test tried to look up {host!r}; tests stay on 127.0.0.1")
        return original(host, *args, **kwargs)

    return getaddrinfo


def install(patch: pytest.MonkeyPatch) -> None:
    """Refuse every connection and name look-up that leaves this machine."""
    for name in ("connect", "connect_ex"):
        patch.setattr(socket.socket, name, _guarded(getattr(socket.socket, name)))
    patch.setattr(socket, "getaddrinfo", _guarded_lookup(socket.getaddrinfo))
