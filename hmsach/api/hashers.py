"""How client secrets are hashed. People's passwords are Argon2's business."""

from django.contrib.auth.hashers import PBKDF2PasswordHasher


class ClientSecretHasher(PBKDF2PasswordHasher):
    """One salted round: a secret of 256 random bits cannot be guessed, so slowness buys nothing.

    Argon2 would cost about 200 ms with every token given out.
    """

    algorithm = "pbkdf2_sha256_once"
    iterations = 1
