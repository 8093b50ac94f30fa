"""Execute notebooks so that the same inputs give the same bytes, and show them as pages.

The pages hold no script and load nothing. Nothing that the paper prints is computed in a notebook.
"""

from __future__ import annotations

import asyncio
import html
import re
import tempfile
from pathlib import Path
from typing import Any

from fieldstudy.errors import Problems

KERNEL = "python3"
# Seconds that one cell may take.
PATIENCE = 300
PAGE = """<!DOCTYPE html>
<html lang="en-GB">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; img-src data:; \
style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>{title}</title>
<style>
{css}
</style>
</head>
<body class="notebook">
<a class="skip" href="#content">Skip to the notebook</a>
<main id="content">
{body}
</main>
</body>
</html>
"""


def execute_all(paths: list[Path], root: Path) -> dict[Path, str]:
    """Execute notebooks side by side.

    Parameters
    ----------
    paths
        The notebooks; they are not changed.
    root
        The folder they run in.

    Returns
    -------
    dict
        Each notebook's path to its executed content.

    Raises
    ------
    StudyError
        If a cell fails; the message names the notebook, the cell and the kind of error.
    """
    found = Problems()

    async def together(sockets: str) -> list[str]:
        kernels = [_execute(path, root, f"{sockets}/{path.stem}", found) for path in paths]
        return await asyncio.gather(*kernels)

    with tempfile.TemporaryDirectory() as sockets:
        executed = asyncio.run(together(sockets))
    found.stop_if_any()
    return dict(zip(paths, executed, strict=True))


async def _execute(path: Path, root: Path, socket: str, found: Problems) -> str:
    """Execute one notebook and take off what changes from run to run."""
    import nbformat
    from jupyter_client.manager import AsyncKernelManager
    from nbclient import NotebookClient
    from nbclient.exceptions import CellExecutionError

    if not path.is_file():
        found.add(str(path), "is not there to execute")
        return ""
    notebook = nbformat.read(path, as_version=4)  # type: ignore[no-untyped-call]
    client = NotebookClient(
        notebook,
        # Sockets in the file system: what a cell prints never passes a network port.
        km=AsyncKernelManager(
            kernel_name=KERNEL, transport="ipc", ip=socket, connection_file=f"{socket}.json"
        ),
        timeout=PATIENCE,
        record_timing=False,
        resources={"metadata": {"path": str(root.resolve())}},
    )
    try:
        await client.async_execute(cleanup_kc=True)
    except CellExecutionError as error:
        cell = next(i for i, c in enumerate(notebook.cells, 1) if _failed(c))
        found.add(f"{path}: cell {cell}", f"{error.ename}: {error.evalue}")
        return ""
    text = nbformat.writes(settle(notebook), version=4)  # type: ignore[no-untyped-call]
    return f"{text}\n"


def _failed(cell: Any) -> bool:
    """Tell whether a cell ended in an error."""
    return any(output.output_type == "error" for output in cell.get("outputs", []))


def settle(notebook: Any) -> Any:
    """Give the cells numbers, and drop what a run or a machine adds.

    Examples
    --------
    >>> import nbformat.v4 as v4
    >>> settled = settle(v4.new_notebook(cells=[v4.new_markdown_cell("One area")]))
    >>> settled.cells[0].id
    'cell-1'
    """
    notebook.metadata = type(notebook.metadata)(
        kernelspec={"display_name": "Python 3", "language": "python", "name": KERNEL},
        language_info={"name": "python"},
    )
    for number, cell in enumerate(notebook.cells, start=1):
        cell["id"] = f"cell-{number}"
        cell.metadata.pop("execution", None)
        cell.metadata.pop("trusted", None)
    return notebook


def page(executed: str, name: str, css: str) -> str:
    """Show an executed notebook as one page that needs no network and runs no script."""
    import nbformat
    from nbconvert import HTMLExporter

    notebook = nbformat.reads(executed, as_version=4)  # type: ignore[no-untyped-call]
    exporter = HTMLExporter(template_name="basic")  # type: ignore[no-untyped-call]
    body, _ = exporter.from_notebook_node(notebook)
    body = re.sub(r"<script\b.*?</script>|<style\b.*?</style>", "", body, flags=re.S)
    # A table wider than the page scrolls, and must do so by keyboard too.
    body = re.sub(
        r'<div class="([^"]*\boutput_subarea\b[^"]*)"', r'<div tabindex="0" class="\1"', body
    )
    first = notebook.cells[0].source if notebook.cells else ""
    heading = re.match(r"#\s+(.+)", first)
    title = html.escape(heading[1] if heading else name)
    return PAGE.format(title=title, css=css, body=body.strip())
