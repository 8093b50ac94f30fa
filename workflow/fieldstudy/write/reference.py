"""Make the Word file whose styles, head and foot every rendered Word file takes over."""

from __future__ import annotations

import io
import subprocess
import zipfile
from typing import Any

from fieldstudy.write.pandoc import environment, pandoc_path

SERIF, SANS = "Cambria", "Calibri"
INK, ACCENT, MUTED = "1D2B33", "17596B", "55636B"
# name: font, size in points, colour, bold, italic, space before and after in points
STYLES: dict[str, tuple[str, float, str, bool, bool, float, float]] = {
    "Normal": (SERIF, 10.5, INK, False, False, 0, 6),
    "Body Text": (SERIF, 10.5, INK, False, False, 4, 5),
    "First Paragraph": (SERIF, 10.5, INK, False, False, 4, 5),
    "Compact": (SERIF, 9, INK, False, False, 2, 2),
    "Title": (SERIF, 22, INK, True, False, 0, 8),
    "Subtitle": (SERIF, 13, MUTED, False, False, 0, 8),
    "Author": (SANS, 10.5, INK, True, False, 0, 4),
    "Abstract Title": (SANS, 10, ACCENT, True, False, 12, 4),
    "Abstract": (SERIF, 10, INK, False, False, 0, 6),
    "Heading 1": (SERIF, 15, ACCENT, True, False, 20, 6),
    "Heading 2": (SERIF, 12.5, ACCENT, True, False, 15, 5),
    "Heading 3": (SERIF, 11, ACCENT, True, True, 12, 4),
    "Block Text": (SERIF, 10.5, INK, False, True, 4, 8),
    "Image Caption": (SANS, 9, MUTED, False, False, 2, 14),
    "Table Caption": (SANS, 9, MUTED, False, False, 14, 4),
    "Captioned Figure": (SERIF, 10, INK, False, False, 12, 2),
    "Bibliography": (SERIF, 9.5, INK, False, False, 0, 5),
    "Footnote Text": (SERIF, 9, INK, False, False, 0, 3),
    "Callout Title": (SANS, 10, ACCENT, True, False, 10, 0),
    "Callout": (SERIF, 10, INK, False, False, 2, 8),
}


def reference_docx(notice: str = "") -> bytes:
    """Restyle Pandoc's own reference file; the notice, if any, stands in the head of each page."""
    import docx

    command = [pandoc_path(), "--print-default-data-file", "reference.docx"]
    default = subprocess.run(command, check=True, capture_output=True, env=environment()).stdout
    document = docx.Document(io.BytesIO(default))
    for name, looks in STYLES.items():
        _style(document, name, looks)
    _characters(document)
    for name in ("Callout Title", "Callout"):
        _edge(document.styles[name])
    _table(document.styles["Table"])
    _page(document, notice)
    beside = io.BytesIO()
    document.save(beside)
    return _fixed_dates(beside.getvalue())


def _style(
    document: Any, name: str, looks: tuple[str, float, str, bool, bool, float, float]
) -> None:
    """Set one paragraph style, made first if Pandoc has none of that name."""
    from docx.oxml.ns import qn
    from docx.shared import Pt, RGBColor

    font, size, colour, bold, italic, before, after = looks
    if name not in [style.name for style in document.styles]:
        document.styles.add_style(name, 1).base_style = document.styles["Normal"]
    style = document.styles[name]
    style.font.name, style.font.size = font, Pt(size)
    fonts = style.element.rPr.rFonts
    for key in [key for key in fonts.attrib if key.endswith("Theme")]:
        del fonts.attrib[key]
    for script in ("w:hAnsi", "w:cs", "w:eastAsia"):
        fonts.set(qn(script), font)
    style.font.color.rgb = RGBColor.from_string(colour)
    # Unset rather than off in tables, whose head makes its cells bold.
    off = None if name == "Compact" else False
    style.font.bold, style.font.italic = bold or off, italic or off
    shape = style.paragraph_format
    shape.space_before, shape.space_after = Pt(before), Pt(after)
    shape.line_spacing = 1.0 if name in {"Title", "Compact"} else 1.15
    shape.keep_with_next = name.startswith(
        ("Heading", "Table Caption", "Callout Title", "Captioned")
    )
    if name in {"Title", "Subtitle", "Author", "Abstract Title"}:
        shape.alignment = 0


def _characters(document: Any) -> None:
    """Set code and links within the text, and take the letter-spacing of titles off."""
    from docx.oxml.ns import qn
    from docx.shared import Pt, RGBColor

    document.styles["Verbatim Char"].font.size = Pt(9)
    document.styles["Hyperlink"].font.color.rgb = RGBColor.from_string(ACCENT)
    for name in ("Title", "Subtitle"):
        shape = document.styles[name].element.rPr
        for wide in shape.findall(qn("w:spacing")):
            shape.remove(wide)


def _edge(style: Any) -> None:
    """Give a callout its coloured edge and tint."""
    from docx.oxml import parse_xml
    from docx.oxml.ns import nsdecls

    shape = style.element.get_or_add_pPr()
    edge = f'<w:left w:val="single" w:sz="18" w:space="8" w:color="{ACCENT}"/>'
    shape.insert_element_before(
        parse_xml(f"<w:pBdr {nsdecls('w')}>{edge}</w:pBdr>"),
        *("w:shd", "w:tabs", "w:spacing", "w:ind", "w:jc", "w:outlineLvl"),
    )
    shape.insert_element_before(
        parse_xml(f'<w:shd {nsdecls("w")} w:val="clear" w:color="auto" w:fill="F1F5F6"/>'),
        *("w:tabs", "w:spacing", "w:ind", "w:jc", "w:outlineLvl"),
    )


def _table(style: Any) -> None:
    """Rule a table above, below and under its head, as in the other formats."""
    from docx.oxml import parse_xml
    from docx.oxml.ns import nsdecls, qn

    for old in style.element.findall(qn("w:tblPr")) + style.element.findall(qn("w:tblStylePr")):
        style.element.remove(old)
    rule = '<w:{0} w:val="single" w:sz="{1}" w:space="0" w:color="{2}"/>'
    borders = (
        rule.format("top", 8, INK)
        + rule.format("bottom", 8, INK)
        + rule.format("insideH", 2, "B9C4C9")
    )
    margins = "".join(f'<w:{side} w:w="60" w:type="dxa"/>' for side in ("left", "right"))
    style.element.append(
        parse_xml(
            f"<w:tblPr {nsdecls('w')}><w:tblBorders>{borders}</w:tblBorders>"
            f"<w:tblCellMar>{margins}</w:tblCellMar></w:tblPr>"
        )
    )
    # A row stays on one page.
    style.element.append(parse_xml(f"<w:trPr {nsdecls('w')}><w:cantSplit/></w:trPr>"))
    style.element.append(
        parse_xml(
            f'<w:tblStylePr {nsdecls("w")} w:type="firstRow"><w:rPr><w:b/></w:rPr>'
            f"<w:tcPr><w:tcBorders>"
            f"{rule.format('bottom', 6, MUTED)}</w:tcBorders></w:tcPr></w:tblStylePr>"
        )
    )


def _page(document: Any, notice: str) -> None:
    """Set the sheet, the notice at its head and the page number at its foot."""
    from docx.oxml import parse_xml
    from docx.oxml.ns import nsdecls
    from docx.shared import Cm, Pt, RGBColor

    sheet = document.sections[0]
    sheet.page_width, sheet.page_height = Cm(21), Cm(29.7)
    sheet.left_margin = sheet.right_margin = Cm(2.8)
    sheet.top_margin, sheet.bottom_margin = Cm(2.7), Cm(2.4)
    foot = sheet.footer.paragraphs[0]
    foot.alignment = 2
    foot._p.append(
        parse_xml(
            f'<w:fldSimple {nsdecls("w")} w:instr=" PAGE "><w:r><w:t>1</w:t></w:r></w:fldSimple>'
        )
    )
    if notice:
        words = sheet.header.paragraphs[0].add_run(notice)
        words.font.size, words.font.name = Pt(8), SANS
        words.font.color.rgb = RGBColor.from_string(MUTED)


def _fixed_dates(content: bytes) -> bytes:
    """Pack a zip file again with one date for all its members."""
    packed = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(packed, "w") as new:
        for name in sorted(old.namelist(), key=lambda name: (name != "[Content_Types].xml", name)):
            info = zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0))
            info.compress_type = zipfile.ZIP_DEFLATED
            new.writestr(info, old.read(name))
    return packed.getvalue()
