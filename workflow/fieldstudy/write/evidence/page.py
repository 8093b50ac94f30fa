"""Set the evidence site as one page: its own script and style, known by their hashes, and no other."""

from __future__ import annotations

import base64
import hashlib
import html
import json
from importlib.resources import files
from typing import Any

# The scripts, in the order in which they are put together; each uses those before it.
SCRIPTS = (
    "dom",
    "data",
    "passage",
    "claim",
    "claims",
    "matrix",
    "passages",
    "reader",
    "views",
    "app",
)


def page(content: dict[str, Any]) -> str:
    """Set the page.

    Parameters
    ----------
    content
        As made by ``content``; it stands in the page as data, which no browser runs.
    """
    site = files(__package__) / "site"
    scripts = "\n".join((site / f"{name}.js").read_text(encoding="utf-8") for name in SCRIPTS)
    script = f'"use strict";\n(() => {{\n{scripts}}})();\n'
    style = (site / "site.css").read_text(encoding="utf-8")
    notice = html.escape(content["synthetic"])
    filled = {
        "%TITLE%": html.escape(content["title"]),
        "%EDITION%": html.escape(content["edition"]),
        "%NOTICE%": f'<div class="synthetic"><p>{notice}</p></div>' if notice else "",
        "%SCRIPT-HASH%": fingerprint(script),
        "%STYLE-HASH%": fingerprint(style),
        "%STYLE%": style,
        "%SCRIPT%": script,
        "%DATA%": data(content),
    }
    text = (site / "index.html").read_text(encoding="utf-8")
    for mark, new in filled.items():
        text = text.replace(mark, new)
    return text


def fingerprint(text: str) -> str:
    """Give the hash by which a content security policy knows an inline script or style.

    Examples
    --------
    >>> fingerprint("")
    'sha256-47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU='
    """
    return "sha256-" + base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()


def data(content: dict[str, Any]) -> str:
    r"""Write content as JSON that cannot end the element it stands in.

    Examples
    --------
    >>> data({"words": "</script>"})
    '{"words":"\\u003c/script>"}'
    """
    text = json.dumps(content, ensure_ascii=False, separators=(",", ":"))
    return text.replace("<", "\\u003c")
