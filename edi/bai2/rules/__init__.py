"""The rules, one small function each, by what they judge; sentences are edi.bai2.catalogue's."""
