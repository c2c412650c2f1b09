"""Damaged input for every parser, and what must hold all the same. No codec knows of it."""
