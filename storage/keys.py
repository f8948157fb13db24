"""Keys that personal data is encrypted with: AES-256-GCM, the key's id kept with each value, so keys can be rotated."""

import base64
import hashlib
import hmac
import os
import secrets
from collections.abc import Mapping

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

NONCE_BYTES = 12
KEY_BYTES = 32


class KeyRingError(Exception):
    """The key ring cannot do this."""


def new_key(key_id: str) -> str:
    """A fresh key as it is written in the settings: `id:base64`."""
    return f"{key_id}:{base64.b64encode(secrets.token_bytes(KEY_BYTES)).decode()}"


class KeyRing:
    """Encrypts with the first key and decrypts with whichever key a value names."""

    def __init__(self, keys: Mapping[str, bytes]) -> None:
        if not keys:
            raise KeyRingError("at least one key is needed")
        self._ciphers = {key_id: AESGCM(key) for key_id, key in keys.items()}
        self.current = next(iter(keys))
        # The index key must outlive rotation, or nothing indexed before could be found: it follows the oldest key.
        self._index_key = hashlib.sha256(b"fengqiao index" + list(keys.values())[-1]).digest()
        self._signing_keys = [hashlib.sha256(b"fengqiao signing" + key).digest() for key in keys.values()]

    @classmethod
    def parse(cls, text: str) -> "KeyRing":
        """Read `id:base64[,id:base64…]`, newest first. Raises `KeyRingError` when a part is malformed."""
        keys: dict[str, bytes] = {}
        for part in filter(None, (p.strip() for p in text.split(","))):
            key_id, _, encoded = part.partition(":")
            try:
                key = base64.b64decode(encoded, validate=True)
            except ValueError as error:
                raise KeyRingError(f"key {key_id!r} is not base64") from error
            if len(key) != KEY_BYTES or not key_id:
                raise KeyRingError(f"key {key_id!r} must be {KEY_BYTES} bytes with an id before the colon")
            if key_id in keys:
                raise KeyRingError(f"two keys have the id {key_id!r}")
            keys[key_id] = key
        return cls(keys)

    def encrypt(self, text: str) -> str:
        """Encrypt `text`; the result starts with the key's id."""
        nonce = os.urandom(NONCE_BYTES)
        sealed = self._ciphers[self.current].encrypt(nonce, text.encode(), self.current.encode())
        return f"{self.current}:{base64.b64encode(nonce + sealed).decode()}"

    def decrypt(self, value: str) -> str:
        """Undo `encrypt`. Raises `KeyRingError` for an unknown key or a value that was tampered with."""
        key_id, _, encoded = value.partition(":")
        try:
            sealed = base64.b64decode(encoded, validate=True)
        except ValueError as error:
            raise KeyRingError("the value is not one of ours") from error
        return self._open(key_id, sealed).decode()

    def encrypt_bytes(self, data: bytes) -> bytes:
        """Encrypt a file's bytes; the first line of the result is the key's id."""
        nonce = os.urandom(NONCE_BYTES)
        sealed = self._ciphers[self.current].encrypt(nonce, data, self.current.encode())
        return self.current.encode() + b"\n" + nonce + sealed

    def decrypt_bytes(self, data: bytes) -> bytes:
        """Undo `encrypt_bytes`. Raises `KeyRingError` as `decrypt` does."""
        key_id, _, sealed = data.partition(b"\n")
        return self._open(key_id.decode(errors="replace"), sealed)

    def index(self, text: str) -> str:
        """A keyed digest to find an encrypted value by: equal texts give equal digests, nothing leads back."""
        return hmac.new(self._index_key, text.encode(), hashlib.sha256).hexdigest()

    def sign(self, text: str) -> str:
        """A signature for what leaves the server and must come back unchanged (cookies, form tokens)."""
        return _signature(self._signing_keys[0], text)

    def signed_by_us(self, text: str, signature: str) -> bool:
        """Whether `signature` is ours for `text`, with any of our keys, compared in constant time."""
        # Of older keys too: else a rotation would take their conversations from all web visitors.
        given = signature.encode(errors="replace")
        return any([hmac.compare_digest(_signature(key, text).encode(), given) for key in self._signing_keys])

    def _open(self, key_id: str, sealed: bytes) -> bytes:
        cipher = self._ciphers.get(key_id)
        if cipher is None:
            raise KeyRingError(f"no key with id {key_id!r}")
        try:
            return cipher.decrypt(sealed[:NONCE_BYTES], sealed[NONCE_BYTES:], key_id.encode())
        # ValueError: too short to hold a nonce.
        except (InvalidTag, ValueError) as error:
            raise KeyRingError("the value does not match its key") from error


def _signature(key: bytes, text: str) -> str:
    return hmac.new(key, text.encode(), hashlib.sha256).hexdigest()
