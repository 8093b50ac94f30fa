"""The JATS file has the structure that an archive relies on."""

import pytest

from fieldstudy.write.jats import jats_faults


def test_the_rendered_article_has_no_fault(made: dict[str, bytes]) -> None:
    assert list(jats_faults(made["paper.xml"])) == []


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("<body>", "<body", "is not well-formed XML"),
        ("<front>", "<back/><front>", "has the parts back, front, body, back"),
        ("<kwd>", "<kwd/><kwd>", "has no kwd"),
        ('id="sec-method"', 'id="sec-intro"', "has the id 'sec-intro' twice"),
        ('rid="fig-two"', 'rid="fig-three"', "refers to 'fig-three', which is not there"),
        ('rid="fig-two"', 'rid="sec-intro"', "as fig, which is sec"),
        ("<alt-text>", "<alt-text/><alt-text>", "a picture without an alternative text"),
        ("<title>Introduction</title>", "", "has a section 'sec-intro' without a title"),
        ("<label>Table\u00a01</label>", "", "a table-wrap 'tbl-areas' without label"),
    ],
)
def test_a_fault_is_told(made: dict[str, bytes], old: str, new: str, said: str) -> None:
    broken = made["paper.xml"].decode().replace(old, new)
    assert broken != made["paper.xml"].decode()
    assert any(said in fault for fault in jats_faults(broken.encode()))
