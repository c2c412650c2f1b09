"""Sound files of every kind, invented, from which the damage starts; and the secrets in them."""
