"""What JupyterHub starts for a student: brings the copies in ~/verteilt up to date, then becomes jupyterhub-singleuser.

Run by .venv's Python with the options that the hub adds. Node only prepares and ends, so that no process of it stays
for as long as a student's server runs.
"""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

root = Path(__file__).resolve().parents[3]
kernelspec = root / ".venv" / "share" / "jupyter" / "kernels" / "verteilt" / "kernel.json"


def main() -> None:
    # What a student writes is nobody else's to read, whatever the system's default is.
    os.umask(0o077)
    os.environ.setdefault("VERTEILT_HOME", str(Path.home() / "verteilt"))
    if sees_others():
        print(
            "Students of this machine can see each other's command lines: start the hub by the unit for systemd in "
            "for-administrators.md, which hides them.",
            file=sys.stderr,
        )
    server = prepared()
    os.chdir(server["cwd"])
    options = [*without(server["args"], sys.argv[1:]), *sys.argv[1:]]
    os.execve(server["command"], [server["command"], *options], server["env"])


def without(ours: list[str], theirs: list[str]) -> list[str]:
    """Our options but those that the site gives by c.Spawner.args: Jupyter takes none twice."""
    given = {option.partition("=")[0] for option in theirs}
    return [option for option in ours if option.partition("=")[0] not in given]


def sees_others() -> bool:
    """Whether others' processes are visible: the first one is root's, unless the machine is the student's own."""
    try:
        return Path("/proc/1").stat().st_uid not in (os.getuid(), 65534)
    except OSError:
        return False


def prepared() -> Any:
    """What to become, from prepare.mjs, which writes it into a pipe: its output is for the hub's log."""
    node = json.loads(kernelspec.read_text())["argv"][0]
    readable, writable = os.pipe()
    with subprocess.Popen(
        [node, str(Path(__file__).with_name("prepare.mjs")), str(writable)], pass_fds=[writable], stdout=sys.stderr
    ) as preparing:
        os.close(writable)
        with os.fdopen(readable) as pipe:
            answer = pipe.read()
    if preparing.returncode != 0:
        sys.exit(preparing.returncode)
    return json.loads(answer)


if __name__ == "__main__":
    main()
