"""A NachaFile back to bytes, exactly as it was read. New files are made by edi.nacha.build."""

from edi.nacha.files import NachaFile


def write(file: NachaFile) -> bytes:
    """The bytes the file was read from: its lines and line ends, in Latin-1."""
    pairs = zip(file.lines, file.line_ends, strict=True)
    return "".join(part for pair in pairs for part in pair).encode("latin-1")
