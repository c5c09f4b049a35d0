"""Runs one notebook top to bottom in the real kernel and writes it with its outputs.

A failing cell ends it with exit code 3 and {"index", "id", "source", "message"} as JSON in the target's place.
Leaves caching and telling people to notebook/execute.mjs.
"""

import json
import sys
from pathlib import Path
from typing import Any

import nbformat
from nbclient import NotebookClient
from nbclient.exceptions import CellExecutionError, CellTimeoutError, DeadKernelError


def main(source: str, target: str, folder: str, timeout: str) -> int:
    notebook = nbformat.read(source, as_version=4)
    running: dict[str, Any] = {}

    def on_cell_start(cell: Any, cell_index: int) -> None:
        running.update(index=cell_index, id=cell.get("id", ""), source=cell.source)

    client = NotebookClient(
        notebook,
        kernel_name="verteilt",
        timeout=float(timeout),
        resources={"metadata": {"path": folder}},
        on_cell_start=on_cell_start,
        record_timing=False,
    )
    message = None
    try:
        client.execute()
    except CellExecutionError as error:
        shown = [o for o in notebook.cells[running["index"]].outputs if o.output_type == "error"]
        message = "\n".join(shown[-1].traceback) if shown else f"{error.ename}: {error.evalue}"
    except CellTimeoutError:
        message = f"it did not end within {timeout} s"
    except DeadKernelError:
        message = "the kernel died while it ran"
    written = Path(target)
    written.parent.mkdir(parents=True, exist_ok=True)
    if message is not None:
        written.write_text(json.dumps({**running, "message": message}), encoding="utf-8")
        return 3
    nbformat.write(notebook, written)
    return 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
