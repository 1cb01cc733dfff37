"""The workbook stream of an .xls, encrypted in each way that Excel knows (MS-XLS 2.2.10)."""

from __future__ import annotations

import hashlib
import io
import struct
from collections.abc import Iterator

from msoffcrypto.method.rc4 import DocumentRC4
from msoffcrypto.method.rc4_cryptoapi import DocumentRC4CryptoAPI
from msoffcrypto.method.xor_obfuscation import DocumentXOR

from xlform.formats.xls.records import records

_BOF, _FILE_PASS, _BOUND_SHEET = 0x809, 0x2F, 0x85
# Records that are never encrypted.
_PLAIN = {_BOF, _FILE_PASS, 0x194, 0x195, 0xE1, 0x138, 0x1A3, 0x1B7}
_SALT, _VERIFIER, _BITS = bytes(range(16)), bytes(range(16, 32)), 128


def with_rc4(stream: bytes, password: str) -> bytes:
    """Office 97 and 2000."""

    def crypt(data: bytes) -> bytes:
        found: bytes = DocumentRC4.decrypt(password, _SALT, io.BytesIO(data), 1024).read()
        return found

    verified = crypt(_VERIFIER + hashlib.md5(_VERIFIER).digest())  # noqa: S324  (MS-OFFCRYPTO)
    plain = _with_header(stream, struct.pack("<HHH", 1, 1, 1) + _SALT + verified)
    return _xored(plain, crypt(bytes(len(plain))))


def with_crypto_api(stream: bytes, password: str) -> bytes:
    """Office 2003 and later."""

    def crypt(data: bytes) -> bytes:
        file = io.BytesIO(data)
        found: bytes = DocumentRC4CryptoAPI.decrypt(password, _SALT, _BITS, file, 1024).read()
        return found

    verified = crypt(_VERIFIER + hashlib.sha1(_VERIFIER).digest())  # noqa: S324  (MS-OFFCRYPTO)
    header = struct.pack("<8I", 4, 0, 0x6801, 0x8004, _BITS, 1, 0, 0) + "RSA\0".encode("utf-16-le")
    about = struct.pack("<HHHII", 1, 4, 2, 4, len(header)) + header
    about += struct.pack("<I", 16) + _SALT + verified[:16] + struct.pack("<I", 20) + verified[16:]
    plain = _with_header(stream, about)
    return _xored(plain, crypt(bytes(len(plain))))


def with_xor(stream: bytes, password: str) -> bytes:
    """The obfuscation of Excel 95."""
    verifier = 0
    for byte in reversed([len(password), *password.encode()]):
        verifier = (verifier >> 14 & 1 ^ verifier * 2 & 0x7FFF) ^ byte
    key = DocumentXOR.create_xor_key_method1(password)
    plain = _with_header(stream, struct.pack("<HHH", 0, key, verifier ^ 0xCE4B))
    array = DocumentXOR.create_xor_array_method1(password)
    made = bytearray(plain)
    for start, first, end in _encrypted(plain):
        for at in range(first, end):
            turned = (made[at] << 5 | made[at] >> 3) & 0xFF
            made[at] = turned ^ array[(end + at - start) % 16]
    return bytes(made)


def _with_header(stream: bytes, about: bytes) -> bytes:
    """The stream with its record FilePass, behind which everything moves."""
    header = struct.pack("<HH", _FILE_PASS, len(about)) + about
    made = []
    for kind, content in records(stream):
        if kind == _BOUND_SHEET:
            [at] = struct.unpack_from("<I", content)
            content = struct.pack("<I", at + len(header)) + content[4:]  # noqa: PLW2901  (moved)
        made.append(struct.pack("<HH", kind, len(content)) + content)
    return b"".join([made[0], header, *made[1:]])


def _encrypted(stream: bytes) -> Iterator[tuple[int, int, int]]:
    """Start, first encrypted byte, and end of the content of each encrypted record."""
    at = 0
    for kind, content in records(stream):
        start, at = at + 4, at + 4 + len(content)
        if kind not in _PLAIN:
            yield start, start + 4 * (kind == _BOUND_SHEET), at


def _xored(stream: bytes, keys: bytes) -> bytes:
    made = bytearray(stream)
    for _, first, end in _encrypted(stream):
        for at in range(first, end):
            made[at] ^= keys[at]
    return bytes(made)
