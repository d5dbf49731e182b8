"""Reading the hexadecimal strings of a PDF in one step (ISO 32000-2 §7.3.4.3).

The PDF library reads them sign by sign, and the place kept for one signature has 32,768. What is plainly hexadecimal
is read here at once; white space, comments, odd numbers of digits and faults stay with the library's own function.
"""

import binascii
from typing import IO, Any

from pyhanko.pdf_utils import generic

_FIRST = 128
_by_the_library = generic.read_hex_string_from_stream


def read_hex_string(stream: IO[bytes]) -> Any:
    """The string that starts at `<` where the stream stands, exactly as the library reads it."""
    start = stream.tell()
    found, size = stream.read(_FIRST), _FIRST
    while (end := found.find(b">")) < 0 and len(found) == size:
        found, size = found + stream.read(size), 2 * size
    try:
        value = binascii.unhexlify(found[1:end]) if end > 0 else None
    except binascii.Error:
        value = None
    if value is None:
        stream.seek(start)
        return _by_the_library(stream)
    stream.seek(start + end + 1)
    return generic.pdf_string(value)


def install(reader: Any = read_hex_string) -> None:
    """Have the library read by `reader`: by ours, or (to measure the library alone) by its own."""
    generic.read_hex_string_from_stream = reader


def library_alone() -> None:
    """The library as it comes."""
    install(_by_the_library)
