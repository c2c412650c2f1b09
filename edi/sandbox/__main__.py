"""`python -m edi.sandbox --root DIR --seed N`: the other side of the wire, until SIGTERM."""

import argparse
import signal
import threading
from pathlib import Path

from edi.sandbox.world import Settings, World


def main() -> int:
    """Runs the sandbox; 0 after SIGTERM or SIGINT."""
    arguments = _arguments()
    stopping = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stopping.set())
    settings = Settings(
        root=arguments.root,
        seed=arguments.seed,
        sftp_port=arguments.sftp_port,
        http_port=arguments.http_port,
        look_seconds=arguments.look_seconds,
    )
    with World(settings, lambda line: print(line, flush=True)):
        stopping.wait()
    print("sandbox: stopped", flush=True)
    return 0


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m edi.sandbox", description=__doc__)
    parser.add_argument("--root", type=Path, required=True, help="the world's folder")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--sftp-port", type=int, default=0, help="0: the last one, or a free one")
    parser.add_argument("--http-port", type=int, default=0, help="0: the last one, or a free one")
    parser.add_argument(
        "--look-seconds",
        type=float,
        default=0.5,
        help="a file is taken once it has not changed for so long",
    )
    return parser.parse_args()


if __name__ == "__main__":
    raise SystemExit(main())
