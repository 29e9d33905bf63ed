"""Characters that no paper and no file can hold, taken out of what people type, paste and send; and how long a text may be."""

from __future__ import annotations

import re

LONGEST = 32_767
"""Characters of a text in several lines: what a spreadsheet's cell can hold."""
LONGEST_LINE = 500
"""Characters of a text on one line; more is a slipped quotation mark or a file that is none of ours."""

_BREAKS = re.compile("[\x0b\x0c\x85\u2028\u2029]")
_UNWRITABLE = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufffe\uffff]")


def writable(text: str) -> str:
    """The text without control characters and halves of characters; odd line breaks (Word's, Unicode's) as ``\\n``."""
    if text.isprintable():
        return text
    return _UNWRITABLE.sub("", _BREAKS.sub("\n", text))


def storable(text: str) -> str:
    """The text with a question mark in place of halves of characters, which names of files may hold."""
    return text if text.isascii() else text.encode("utf-8", "replace").decode("utf-8")
