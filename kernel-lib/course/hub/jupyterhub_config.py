"""What JupyterHub has to know of the course; the site's own jupyterhub_config.py loads it.

    load_subconfig("/opt/verteilt/kernel-lib/course/hub/jupyterhub_config.py")

Says nothing about who may log in, nor on what address and by which spawner: that is the site's.
"""

import json
from pathlib import Path

root = Path(__file__).resolve().parents[3]
python = root / ".venv" / "bin" / "python"
kernelspec = root / ".venv" / "share" / "jupyter" / "kernels" / "verteilt" / "kernel.json"
node = json.loads(kernelspec.read_text())["argv"][0]

c = get_config()  # type: ignore[name-defined]  # noqa: F821
c.Spawner.cmd = [str(python), str(root / "kernel-lib" / "course" / "hub" / "singleuser.py")]
c.Spawner.default_url = "/lab/tree/Start.md"
# The first start writes 16 chapters; on the first morning of a term many do.
c.Spawner.start_timeout = 120
c.Spawner.http_timeout = 120
c.Spawner.environment = {
    # MB that all of one student's cells may take: without it a kernel takes the whole machine for its own.
    "VERTEILT_MEMORY_MB": "2048",
    # Seconds until a kernel that nobody uses ends its compiler, most of its memory; the next cell starts another.
    "VERTEILT_IDLE_SECONDS": "120",
}
proxy = root / ".verteilt" / "hub" / "node_modules" / "configurable-http-proxy" / "bin" / "configurable-http-proxy"
if proxy.exists():
    c.ConfigurableHTTPProxy.command = [node, str(proxy)]
