"""Runs the notebook given on stdin as JSON with nbclient, in the kernel whose entry is the first argument.

Prints it with its outputs.
The second argument is the seconds that a cell with the word "endless" may take.
"""

import json
import os
import sys
import tempfile

entry, limit = sys.argv[1], int(sys.argv[2])
specs = tempfile.mkdtemp()
os.makedirs(os.path.join(specs, "kernels", "verteilt-test"))
with open(os.path.join(specs, "kernels", "verteilt-test", "kernel.json"), "w") as file:
    argv = ["node", entry, "{connection_file}"]
    json.dump({"argv": argv, "display_name": "test", "language": "typescript", "interrupt_mode": "message"}, file)
os.environ["JUPYTER_PATH"] = specs

import nbformat  # noqa: E402  (reads JUPYTER_PATH)
from nbclient import NotebookClient  # noqa: E402
from nbclient.exceptions import CellExecutionError, CellTimeoutError  # noqa: E402

notebook = nbformat.from_dict(json.load(sys.stdin))
options = notebook.metadata.pop("options")
client = NotebookClient(
    notebook,
    kernel_name="verteilt-test",
    timeout_func=lambda cell: limit if "endless" in cell.source else 300,
    **options,
)
raised = None
try:
    client.execute()
except (CellExecutionError, CellTimeoutError) as error:
    raised = [type(error).__name__, str(error)]
print(json.dumps({"cells": notebook.cells, "raised": raised}))
