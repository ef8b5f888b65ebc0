"""Reads zips from strangers: nothing that a zip says about itself decides how much memory it takes."""

import io
import zlib
from collections.abc import Sequence
from zipfile import ZIP_DEFLATED, ZIP_STORED, BadZipFile, ZipFile, ZipInfo

from matinee.engine.errors import ExchangeError
from matinee.engine.exchange.cells import quote

SIGNATURES = (b"PK\x03\x04", b"PK\x05\x06")
ENTRY_SIGNATURE = b"PK\x01\x02"
"""Begins the description of each file in a zip."""
MAX_ENTRIES = 20_000
ENCRYPTED_FLAG = 1
"""Bit in the flags of a zip entry."""
CHUNK = 1 << 18
"""Bytes unpacked at a time: zipfile unpacks as much as the zip says if it is asked for everything."""
DAMAGES = (BadZipFile, zlib.error, EOFError, NotImplementedError, UnicodeDecodeError, ValueError, RecursionError)


class ZippedFiles:
    """The files in a zip.

    Attributes:
        names: their paths in the zip, with slashes.
    """

    def __init__(self, name: str, content: bytes) -> None:
        """Read the table of contents.

        Args:
            name: the name of the zip, for messages.
            content: its bytes.

        Raises:
            ExchangeError: the zip is damaged or has too many files.
        """
        self._name = name
        if content.count(ENTRY_SIGNATURE) > MAX_ENTRIES:
            raise ExchangeError(f"{name} holds more than {MAX_ENTRIES:,} files; unpack it and name the export in it.")
        try:
            self._archive = ZipFile(io.BytesIO(content))
            entries = self._archive.infolist()
        except DAMAGES as error:
            raise self._damage(error) from error
        self._entries: dict[str, ZipInfo] = {entry.filename.replace("\\", "/"): entry for entry in entries}

    @property
    def names(self) -> Sequence[str]:
        """The paths of the files, with slashes."""
        return tuple(self._entries)

    def read(self, name: str, limit: int) -> bytes:
        """Unpack a file.

        Args:
            name: one of ``names``.
            limit: its maximum size in bytes, whatever the zip says.

        Raises:
            ExchangeError: the file is encrypted, larger, damaged, or packed in an uncommon way.
        """
        entry = self._entries[name]
        where = f"{quote(name)[1:-1]} in {self._name}"
        if entry.flag_bits & ENCRYPTED_FLAG:
            raise ExchangeError(f"{where} is encrypted; unpack the zip and give the folder.")
        if entry.compress_type not in (ZIP_STORED, ZIP_DEFLATED):
            raise ExchangeError(f"{where} is packed in an uncommon way; unpack the zip and give the folder.")
        content = io.BytesIO()
        try:
            with self._archive.open(entry) as stream:
                while content.tell() <= limit and (chunk := stream.read(CHUNK)):
                    content.write(chunk)
        except DAMAGES as error:
            raise self._damage(error) from error
        if content.tell() > limit:
            raise too_large_error(where, limit)
        return content.getvalue()

    def _damage(self, error: Exception) -> ExchangeError:
        """The error for a damaged zip."""
        reason = quote(str(error))[1:-1] or type(error).__name__
        return ExchangeError(f"{self._name} is a damaged zip ({reason}); download the export again.")


def too_large_error(name: str, limit: int) -> ExchangeError:
    """The error for a file that is too large to be an export."""
    return ExchangeError(f"{name} is larger than {limit >> 20} MB, too large for a list of films; give an export.")
