"""The quick scan finds what the plain one finds: nothing less, nothing more."""

import base64
import html
import importlib.util
import json
import quopri
import unicodedata
from collections.abc import Callable
from pathlib import Path
from types import ModuleType
from urllib.parse import quote

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from fieldstudy.release.folding import folded
from fieldstudy.release.forms import secrets
from fieldstudy.release.patterns import KEYS, PART, PHONE, _numbered
from fieldstudy.release.views import AROUND


def beside(name: str) -> ModuleType:
    """Import a module that lies beside this one."""
    spec = importlib.util.spec_from_file_location(name, Path(__file__).parent / f"{name}.py")
    assert spec and spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


planted, plain = beside("planted"), beside("plain")
SCANNER, FORMS = planted.scanner(), secrets(planted.REGISTER)
SECRETS = (
    *planted.PEOPLE[:9],
    *planted.TOWNS,
    *planted.MAILS,
    *planted.PHONES,
    planted.PATH,
    *map(bytes.decode, KEYS),
)
WAYS: dict[str, Callable[[str], str]] = {
    "as it is": str,
    "capitals": str.upper,
    "percent": lambda t: quote(t, safe=""),
    "entities": lambda t: "".join(f"&#{ord(c)};" for c in t),
    "names of entities": html.escape,
    "JSON": lambda t: json.dumps(f"\n{t}\n"),
    "escapes": lambda t: "".join(f"\\x{ord(c):02x}" if ord(c) < 256 else c for c in t),
    "ends of lines, escaped": lambda t: t.replace(" ", "\\n"),
    "quoted-printable": lambda t: quopri.encodestring(t.encode()).decode(),
    "quoted-printable, long": lambda t: quopri.encodestring(f"{'and ' * 17}{t} ".encode()).decode(),
    "quoted-printable, Latin-1": lambda t: quopri.encodestring(
        t.encode("latin-1", "replace")
    ).decode(),
    "base 64": lambda t: base64.b64encode(t.encode()).decode(),
    "base 64, of URLs": lambda t: base64.urlsafe_b64encode(f"see {t}".encode()).decode(),
    "base 64, in lines": lambda t: base64.encodebytes(f"{'and ' * 30}{t} {t}".encode()).decode(),
    "base 64, in JSON": lambda t: json.dumps(
        base64.encodebytes(f"{t} {'and ' * 90}".encode()).decode()
    ),
    "tag in a word": lambda t: f"{t[:3]}<wbr>{t[3:]}",
    "tags of pages": lambda t: t.replace(" ", "</td>\n<td class='x'>"),
    "hyphen": lambda t: f"{t[:-3]}-\n  {t[-3:]}",
    "soft hyphen": lambda t: f"{t[:3]}\u00ad\n{t[3:]}",
    "decomposed": lambda t: unicodedata.normalize("NFD", t),
    "look-alike": planted.stripped,
}
TOLD = ("as it is", "percent", "entities", "JSON", "escapes", "tag in a word", "base 64")
HIDDEN = st.builds(
    lambda secret, way: way(secret), st.sampled_from(SECRETS), st.sampled_from([*WAYS.values()])
)
BETWEEN = st.one_of(
    st.text("ab <>/&;#%=\\x-\n0123456789+().@QZé\u2010", max_size=40),
    st.text(max_size=10),
    st.sampled_from(
        ("\n", " ", "word " * 50, "x" * 300, "a\n" * 120, "<p>", "<br>\n", "0 " * 40, "/")
    ),
)
DIGITS = (
    *planted.PHONES,
    *("+44 (0)7700 900456", "0044 (0)1632 960001", "(01632)960001", "+353 20 910 1234"),
    *("0", "7700", "960001", " ", "-", "(", ")", "+", "=", ".", "\n"),
)
TEXTS = st.lists(st.one_of(HIDDEN, BETWEEN), max_size=8).map("".join)


@given(TEXTS)
@example("Mos<wbr>sgrove Rise")
@example("1 <b Mos<wbr>sgrove Rise")
@example("key" + WAYS["base 64"]("Mossgrove Rise"))
@example("ke" + WAYS["base 64"]("Mossgrove Rise"))
def test_the_quick_scan_finds_what_the_plain_one_finds(text: str) -> None:
    found = {(kind, which) for _, kind, which in SCANNER.find(text)}
    assert found == plain.find(FORMS, planted.MACHINE, text)


@given(st.text())
def test_a_text_is_folded_as_its_characters_are(text: str) -> None:
    assert folded(text) == plain._folded(text)


@given(st.lists(st.sampled_from(DIGITS), max_size=5).map("".join), st.integers(0, 40))
def test_numbers_are_found_wherever_the_text_is_cut(digits: str, before: int) -> None:
    content = (b"and 0 " * PART)[: PART - before] + digits.encode()
    found = [f.span() for part in _numbered(content) for f in PHONE.finditer(content, *part)]
    numbers = [f for f in plain.PHONE.finditer(content) if sum(map(str.isdigit, f[0].decode())) > 9]
    assert {f.span() for f in numbers} <= set(found)
    assert [f.span() for f in PHONE.finditer(content)] == [
        f.span() for f in plain.PHONE.finditer(content)
    ]


@given(st.integers(AROUND - 20, AROUND + 20), st.sampled_from(("<b>", "&lt;", "%40", "\\n", "-\n")))
def test_what_is_cut_off_a_word_is_no_name(letters: int, mark: str) -> None:
    long, some = "y" * 999, "y" * letters
    assert SCANNER.find(f"{long}varrowby {some}{mark}{some} varrowby{long}") == set()
    assert SCANNER.find(f"{mark}{some} a@force.exam-ple {long}") == set()
    assert SCANNER.find(f"{mark}{some} 012345678901234 {long}") == set()


@pytest.mark.parametrize("way", TOLD)
@given(before=st.integers(0, 400), after=st.integers(0, 400))
def test_a_hit_tells_the_line_by_every_reading(way: str, before: int, after: int) -> None:
    said = f"we met {WAYS[way]('Mossgrove Rise')} there\n"
    text = "word\n" * before + said + "word\n" * after
    assert {line for line, _, _ in SCANNER.find(text)} == {before + 1 if before or after else 0}
