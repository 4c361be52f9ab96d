"""A server on this machine answers to its own names only.

A page of a foreign site can have its own name resolve to this machine after it was loaded (DNS rebinding); its requests
then have its own origin, so that it may read every response.  But its requests carry its own name in Host.
"""

from __future__ import annotations

import functools
import ipaddress
import re
from collections.abc import Awaitable, Iterable

from speclift.http.asgi import Application, Receive, Scope, Send
from speclift.http.problems import refuse

#: Host and port of a Host header (RFC 9110, section 7.2), an IPv6 address in brackets.
_AUTHORITY = re.compile(r"(?:\[([^\[\]]*)\]|([^:\[\]@/]*))(?::\d*)?")

#: No name is longer (RFC 1035, section 2.3.4), with brackets, a port and the zone of an address.
_LONGEST = 300


class KnownHosts:
    """An ASGI application that answers requests for a known host, and refuses others with 421
    (RFC 9110, section 15.5.20).

    The known hosts are `localhost` with all below it (RFC 6761, section 6.3), the addresses of the loopback interface,
    and `names`: names and IP addresses in any spelling.  If one of these is the unspecified address (`0.0.0.0`, `::`),
    every IP address is known: only a name can be rebound.
    """

    def __init__(self, application: Application, names: Iterable[str] = ()) -> None:
        self._application = application
        self._names = frozenset(map(_normal, names))
        self._takes_addresses = any(address.is_unspecified for name in self._names if (address := _address(name)))
        # A client names the same host again and again.
        self._knows = functools.lru_cache(maxsize=64)(self.knows)

    def __call__(self, scope: Scope, receive: Receive, send: Send) -> Awaitable[None]:
        """Pass a request on, or refuse it."""
        if scope["type"] != "lifespan":
            for name, value in scope["headers"]:
                if name == b"host" and not (len(value) <= _LONGEST and self._knows(value)):
                    return _refuse(value, scope, send)
        return self._application(scope, receive, send)

    def knows(self, host: bytes) -> bool:
        """Whether a value of Host names this server."""
        found = _AUTHORITY.fullmatch(host.decode("latin-1"))
        name = _normal(found[1] or found[2]) if found else ""
        if name in self._names or name == "localhost" or name.endswith(".localhost"):
            return bool(name)
        address = _address(name)
        return address is not None and (self._takes_addresses or address.is_loopback)


def _normal(name: str) -> str:
    """A name or an address to compare: in lower case, without the dot of the root, addresses in short form."""
    name = name.lower().removesuffix(".")
    address = _address(name)
    return str(address) if address else name


def _address(name: str) -> ipaddress.IPv4Address | ipaddress.IPv6Address | None:
    try:
        found = ipaddress.ip_address(name)
    except ValueError:
        return None
    return found.ipv4_mapped or found if isinstance(found, ipaddress.IPv6Address) else found


async def _refuse(host: bytes, scope: Scope, send: Send) -> None:
    if scope["type"] != "http":
        await send({"type": "websocket.close", "code": 1008})
        return
    shown = host[:200].decode("latin-1")
    detail = f"This server is not {shown!r}. Start it with --allowed-host to give it that name."
    await refuse(scope, send, 421, "misdirected-request", detail)
