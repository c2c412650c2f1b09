"""Each parser with its oracle: what must hold whatever the bytes are."""
