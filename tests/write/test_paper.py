"""What a rendered paper holds, by the Pandoc road."""

import html
import io
import re
import zipfile
from collections.abc import Callable
from pathlib import Path

import pypdf
import pytest
from lxml import etree

from fieldstudy.errors import StudyError

Assemble = Callable[..., Path]
Render = Callable[..., dict[str, bytes]]
SPACE = "\u00a0"
WORD = {"w": "http://schemas.openxmlformats.org/wordprocessingml/2006/main"}


def words(content: bytes) -> str:
    """Give the text of a page or an XML file, spaces made one."""
    bare = re.sub(
        r"<(style|title|annotation|tex-math)(?=[\s>]).*?</\1>|<[^>]+>",
        "",
        content.decode(),
        flags=re.S,
    )
    return " ".join(html.unescape(bare).replace(SPACE, " ").split())


def pdf_text(content: bytes) -> str:
    pages = pypdf.PdfReader(io.BytesIO(content)).pages
    return " ".join(" ".join(page.extract_text() for page in pages).replace(SPACE, " ").split())


def word_part(content: bytes, name: str = "word/document.xml") -> bytes:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return archive.read(name)


def word_text(content: bytes) -> str:
    tree = etree.fromstring(word_part(content))
    lines = ("".join(p.itertext("{*}t")) for p in tree.iterfind(".//w:p", WORD))
    return " ".join(" ".join(lines).replace(SPACE, " ").split())


def texts(made: dict[str, bytes]) -> dict[str, str]:
    return {
        "html": words(made["index.html"]),
        "pdf": pdf_text(made["paper.pdf"]),
        "docx": word_text(made["paper.docx"]),
        "jats": words(made["paper.xml"]),
    }


@pytest.mark.parametrize(
    "sentence",
    [
        "Five areas took part.",
        "The version is 0.10, and Figure 1 is discussed in Section 3, next to Table 1.",
        "See Section 2 for how they were made.",
        "run where there is a unit (1 and Figure 1, Figure 2 show it)",
        "Table 2 and Figure 2 are in divisions. See also Section 1.1.",
        "It costs £5 or $5 to write to ada@example.org.",
        "We get the money in March and it is gone by the next March,” (interview 2)",
        "in five areas how ready they are",
        "{{< meta findings.nothing >}}",
        "Small numbers",
        "Keywords",
    ],
)
def test_every_format_says_the_same(made: dict[str, bytes], sentence: str) -> None:
    for name, text in texts(made).items():
        if name == "jats" and sentence == "Keywords":
            sentence = "reproducibility"
        assert sentence in text, name


@pytest.mark.parametrize("name", ["html", "pdf", "docx"])
def test_captions_carry_their_numbers(made: dict[str, bytes], name: str) -> None:
    text = texts(made)[name]
    assert "Figure 1: Programmes by area, as the audit found them: 62% with a unit." in text
    assert "Figure 2: A figure in a division, with emphasis." in text
    assert "Table 1: Areas and their programmes, synthetic." in text
    assert "Table 2: A table in a division." in text


def test_jats_labels_figures_tables_and_their_references(made: dict[str, bytes]) -> None:
    tree = etree.fromstring(made["paper.xml"])
    assert [label.text for label in tree.iterfind(".//fig/label")] == [
        "Figure\u00a01",
        "Figure\u00a02",
    ]
    assert tree.find(".//fig/graphic/alt-text").text.startswith("Bars: areas with a unit")
    kinds = {x.get("rid"): x.get("ref-type") for x in tree.iterfind(".//xref")}
    assert kinds["fig-two"] == "fig"
    assert kinds["tbl-areas"] == "table"
    assert kinds["sec-method"] == "sec"
    ids = {element.get("id") for element in tree.iter() if element.get("id")}
    assert set(kinds) <= ids
    assert tree.findtext(".//contrib//surname") == "Fenwick"
    assert tree.findall(".//contrib")[1].findtext("string-name") == "Bram Okonjo"
    assert [aff.findtext(".//institution") for aff in tree.iterfind(".//aff")] == [
        "University of Nowhere",
        "Institute of Examples",
    ]


def test_links_in_the_page_lead_somewhere(made: dict[str, bytes]) -> None:
    page = made["index.html"].decode()
    ids = re.findall(r'\sid="([^"]+)"', page)
    assert len(ids) == len(set(ids))
    assert set(re.findall(r'href="#([^"]+)"', page)) <= set(ids)
    assert '<a href="#fig-interventions" class="xref">Figure\u00a01</a>' in page


def test_a_finding_links_to_its_evidence(made: dict[str, bytes]) -> None:
    page = made["index.html"].decode()
    assert '<a href="../evidence/index.html#claim-areas" class="finding">Five areas</a>' in page
    assert '<a href="../evidence/index.html#claim-quote_money" class="quote">' in page


def test_findings_are_plain_words_elsewhere(made: dict[str, bytes]) -> None:
    assert b"claim-areas" not in made["paper.xml"].replace(b'id="claim-areas"', b"")
    assert b"evidence/" not in made["paper.xml"]


def test_page_loads_nothing_and_allows_nothing(made: dict[str, bytes]) -> None:
    page = html.unescape(made["index.html"].decode())
    assert "default-src 'none'" in page
    assert "<script" not in page
    assert "<link" not in page
    loaded = re.findall(r'\ssrc="([^"]{0,20})', page) + re.findall(r"url\(([^)]{0,20})", page)
    assert all(source.startswith("data:") for source in loaded)
    assert '<html lang="en-GB">' in page


def test_every_format_says_that_the_data_are_a_stand_in(made: dict[str, bytes]) -> None:
    notice = "nobody real was interviewed"
    assert '<div class="synthetic" role="region"' in made["index.html"].decode()
    for page in pypdf.PdfReader(io.BytesIO(made["paper.pdf"])).pages:
        assert notice in " ".join(page.extract_text().split())
    heads = [f"word/header{number}.xml" for number in (1, 2, 3)]
    archive = zipfile.ZipFile(io.BytesIO(made["paper.docx"]))
    assert any(notice.encode() in archive.read(n) for n in heads if n in archive.namelist())
    assert notice in words(made["paper.xml"])


def test_pdf_is_tagged_with_alternative_texts_and_title(made: dict[str, bytes]) -> None:
    reader = pypdf.PdfReader(io.BytesIO(made["paper.pdf"]))
    assert reader.metadata.title == "Who is ready? A stand-in paper with every construct"
    assert reader.metadata.author == "Ada Fenwick, Bram Okonjo"
    assert reader.trailer["/Root"]["/MarkInfo"]["/Marked"]
    alts = set(_alts(reader.trailer["/Root"]["/StructTreeRoot"]))
    assert "The same two bars again, 29 and 18 long." in alts
    assert any(alt.startswith("Bars:") and '"the audit"' in alt for alt in alts)
    assert any(r"\frac" in alt for alt in alts)


def _alts(node: object) -> list[str]:
    """Collect alternative texts below a node of the structure tree."""
    node = node.get_object() if hasattr(node, "get_object") else node
    if isinstance(node, list):
        return [alt for child in node for alt in _alts(child)]
    if not isinstance(node, dict):
        return []
    own = [str(node["/Alt"])] if "/Alt" in node else []
    return own + (_alts(node["/K"]) if "/K" in node else [])


def test_word_file_shows_bitmaps_with_alternative_texts(made: dict[str, bytes]) -> None:
    assert b"The same two bars again" in word_part(made["paper.docx"])
    names = zipfile.ZipFile(io.BytesIO(made["paper.docx"])).namelist()
    assert any(name.endswith(".png") for name in names)
    assert not any(name.endswith(".svg") for name in names)


def test_comments_are_not_printed(made: dict[str, bytes]) -> None:
    assert b"is not printed" not in made["index.html"]


def test_same_source_gives_the_same_bytes(
    made: dict[str, bytes], study: Path, tmp_path: Path, assemble: Assemble, render: Render
) -> None:
    again = render(assemble(study, tmp_path), tmp_path / "out")
    assert again == made


def test_outputs_name_no_folder_of_the_machine(made: dict[str, bytes], tmp_path: Path) -> None:
    for name, content in made.items():
        assert str(tmp_path.parent).encode() not in content, name


def test_paper_of_real_data_carries_no_notice(
    study: Path, tmp_path: Path, assemble: Assemble, render: Render
) -> None:
    findings = (study / "findings.yml").read_text().splitlines()
    (study / "findings.yml").write_text('synthetic: ""\n' + "\n".join(findings[1:]) + "\n")
    made = render(assemble(study, tmp_path), tmp_path / "out")
    assert b'class="synthetic"' not in made["index.html"]
    assert "nobody real" not in pdf_text(made["paper.pdf"])


def test_reference_to_an_unnumbered_section_fails(
    study: Path, tmp_path: Path, assemble: Assemble, render: Render
) -> None:
    text = (
        (study / "index.qmd").read_text().replace("# Claims {", "See @sec-c.\n\n# Claims {#sec-c ")
    )
    (study / "index.qmd").write_text(text)
    with pytest.raises(StudyError, match="@sec-c refers to nothing that has a number"):
        render(assemble(study, tmp_path), tmp_path / "out")


def test_failing_render_leaves_the_paper_as_it_was(
    study: Path, tmp_path: Path, assemble: Assemble, render: Render
) -> None:
    source = assemble(study, tmp_path)
    before = render(source, tmp_path / "out")
    text = (source / "index.qmd").read_text()
    (source / "index.qmd").write_text(text + "\n# Again {.unnumbered}\n\n::: {.broken\n")
    (source / "figures" / "interventions.svg").write_text("no picture")
    with pytest.raises(StudyError):
        render(source, tmp_path / "out")
    after = {p.name: p.read_bytes() for p in (tmp_path / "out").iterdir() if p.is_file()}
    assert after == before
