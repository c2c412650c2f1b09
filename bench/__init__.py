"""The codecs beside other readers of the same files, and beside the least a reader can do."""
