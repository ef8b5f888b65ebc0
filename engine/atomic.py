"""Writing files so that whoever reads meanwhile, and whatever interrupts, sees them whole."""

import os
from pathlib import Path
from tempfile import TemporaryDirectory


def replace_file(path: Path, content: bytes) -> None:
    """Replace a file in one step: readers see the old content or the new one, however many write. Raises OSError."""
    with TemporaryDirectory(prefix=".partial-", dir=path.parent) as staging:
        whole = Path(staging) / path.name
        with whole.open("wb") as stream:
            stream.write(content)
            stream.flush()
            os.fsync(stream.fileno())
        whole.replace(path)
