"""Look over the rendered files for what neither road may leave behind."""

from __future__ import annotations

import io
import re
import zipfile

from fieldstudy.errors import Problems
from fieldstudy.write.jats import jats_faults

CODE = re.compile(
    r"<(code|monospace|preformat|pre)\b.*?</\1>"
    r"|<w:r>\s*<w:rPr>\s*<w:rStyle w:val=\"(?:VerbatimChar|\w+Tok)\".*?</w:r>"
    r"|<!\[CDATA\[.*?\]\]>|<(annotation|style)\b.*?</\2>",
    re.S,
)
LEFT_OVER = re.compile(r"\{\{(?:<|&lt;)|\?@\w+|\?meta\b")
LOADED = re.compile(
    r"<(?:script|img|iframe|object|embed|source|video|audio|image|use)\b[^>]*?\s(?:src|href|data|xlink:href)="
    r"[\"'](?!data:|#)[^\"']+|<link\b(?![^>]*rel=[\"']canonical)[^>]*?href=[\"'](?!data:)[^\"']+"
    r"|@import[^;]+|url\(\s*[\"']?(?!data:|#)[^)]+|<script\b",
    re.I,
)
IDS = re.compile(r"<[^>]*?\sid=\"([^\"]+)\"")
INSIDE = re.compile(r"<a\b[^>]*?\shref=\"#([^\"]+)\"")


def look_over(made: dict[str, bytes], road: str) -> None:
    """Refuse unresolved shortcodes and references, broken links, a broken JATS file, and anything loaded.

    Raises
    ------
    StudyError
        With every such trace, by file.
    """
    found = Problems()
    for name, text in _texts(made).items():
        for trace in sorted(set(LEFT_OVER.findall(CODE.sub("", text)))):
            found.add(name, f"'{trace}' was left unresolved")
    page = made["index.html"].decode()
    ids = set(IDS.findall(page))
    for target in sorted(set(INSIDE.findall(page)) - ids - {"top"}):
        found.add("index.html", f"a link to '#{target}' leads nowhere")
    if road == "pandoc":
        for loaded in sorted(set(LOADED.findall(CODE.sub("", page)))):
            found.add("index.html", f"loads something from elsewhere: {loaded[:80]}")
    for line in re.findall(r"<img\b(?![^>]*\salt=\"[^\"])[^>]{0,60}", page):
        found.add("index.html", f"a picture has no alternative text: {line}")
    # Quarto writes its JATS in its own way, which is not ours to judge.
    for fault in jats_faults(made["paper.xml"]) if road == "pandoc" else ():
        found.add("paper.xml", fault)
    found.stop_if_any()


def _texts(made: dict[str, bytes]) -> dict[str, str]:
    """Give the words of each file."""
    import pypdf

    texts = {name: made[name].decode() for name in ("index.html", "paper.xml")}
    with zipfile.ZipFile(io.BytesIO(made["paper.docx"])) as word:
        texts["paper.docx"] = word.read("word/document.xml").decode()
    pages = pypdf.PdfReader(io.BytesIO(made["paper.pdf"])).pages
    # A shortcode shown as code is words like others here; the other formats tell them apart.
    texts["paper.pdf"] = "\n".join(page.extract_text() for page in pages).replace("{{<", "")
    return texts
