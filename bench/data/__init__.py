"""Files to read, invented and always in order: as many entries, claims or transactions as asked."""
