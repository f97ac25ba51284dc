"""A Discord that loses confirmations: a request takes effect, and nobody is told."""

from __future__ import annotations

from collections import Counter
from typing import Any

import aiohttp
from simcord.backend.errors import BackendError
from simcord.http import router


class Lossy:
    """In place of what answers requests: each is answered only when it is repeated, if it is."""

    def __init__(self, trouble: str) -> None:
        self._dispatch = router.dispatch
        self._trouble = trouble
        self._posted: dict[tuple[str, str], Any] = {}
        self._confirmed: set[str] = set()
        self.lost: Counter[str] = Counter()

    def __call__(
        self, backend: Any, method: str, path: str, *, json: Any = None, **more: Any
    ) -> Any:
        result = self._once(backend, method, path, json, more)
        request = f"{method} {path} {json}"
        if method == "GET" or request in self._confirmed:
            return result
        self._confirmed.add(request)
        self.lost[method] += 1
        match self._trouble:
            case "dropped":
                raise aiohttp.ServerDisconnectedError
            case "reset":
                raise ConnectionResetError
        raise BackendError(503, 0, "lost")

    def _once(self, backend: Any, method: str, path: str, json: Any, more: dict[str, Any]) -> Any:
        """What Discord does; a message whose nonce is to be enforced is made once."""
        nonce = json.get("nonce") if isinstance(json, dict) and json.get("enforce_nonce") else None
        if nonce is None:
            return self._dispatch(backend, method, path, json=json, **more)
        if (path, nonce) not in self._posted:
            self._posted[path, nonce] = self._dispatch(backend, method, path, json=json, **more)
        return self._posted[path, nonce]
