"""Find every identifier: the union of register, patterns, gazetteer and model, in a text or a study."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from fieldstudy.anonymise import gazetteer, nets, patterns, places
from fieldstudy.anonymise import model as models
from fieldstudy.anonymise.match import FUZZY, Matcher, matcher
from fieldstudy.anonymise.model import Model
from fieldstudy.anonymise.propagate import Again, Looked, first, gather, met
from fieldstudy.anonymise.register import Entry, Register
from fieldstudy.anonymise.spans import Span
from fieldstudy.anonymise.text import Folded
from fieldstudy.anonymise.words import nationwide

# Texts whose words are held in memory together, as many as keep the model busy.
AT_ONCE = 500


@dataclass(frozen=True)
class Passage:
    """A text of the study, and the interview it belongs to (empty for a table)."""

    interview: str
    text: str


@dataclass(frozen=True)
class Settings:
    """How to look: the model, the likeness asked of a mis-heard name (0 to 100), what stays.

    What is national stays too, unless ``national`` is false.
    """

    model: Model = field(default_factory=models.NoModel)
    fuzzy: float = FUZZY
    allow: frozenset[str] = frozenset()
    national: bool = True

    @property
    def stays(self) -> frozenset[str]:
        """Phrases that identify nobody in this study, folded."""
        return self.allow | nationwide() if self.national else self.allow


@dataclass(frozen=True)
class Finds:
    """What was found in a study.

    Parameters
    ----------
    spans
        One list a passage, disjoint, in order.
    unregistered
        Those that no register explains, by entity, each with the spelling met most often.
    """

    spans: list[list[Span]]
    unregistered: dict[str, Entry]


def detect(text: str, register: Register | None = None, model: Model | None = None) -> list[Span]:
    """Find the identifiers of one text.

    Parameters
    ----------
    text
        The text.
    register
        Known people, places and organisations.
    model
        The second net; the default language model if none is given, ``NoModel()`` for none.

    Returns
    -------
    list of Span
        Disjoint, in order.

    Examples
    --------
    >>> known = Register.from_names(["Gwen Sallis-Howe"])
    >>> [span.entity for span in detect("I rang gwen’s office.", known, models.NoModel())]
    ['gwen sallis-howe']
    """
    settings = Settings(model or models.default(), national=False)
    found = detect_study([Passage("", text)], register or Register.of([]), settings)
    return found.spans[0]


def detect_study(
    passages: Sequence[Passage],
    register: Register,
    settings: Settings,
    of_interview: Mapping[str, frozenset[str]] | None = None,
) -> Finds:
    """Find the identifiers of a whole study; a name met once is looked for everywhere.

    Parameters
    ----------
    passages
        Every text, in any order.
    register
        Known people, places and organisations.
    settings
        How to look.
    of_interview
        The participants of each interview, who count first where several share a name.
    """
    return Detector(register, settings).study(passages, of_interview)


class Detector:
    """Finds identifiers with one register, made ready once."""

    def __init__(self, register: Register, settings: Settings) -> None:
        self.register = register
        self.settings = settings
        self._matcher = matcher(register, settings.fuzzy)

    def study(
        self,
        passages: Sequence[Passage],
        of_interview: Mapping[str, frozenset[str]] | None = None,
    ) -> Finds:
        """Find the identifiers of a whole study; see ``detect_study``."""
        looked = self.look(passages, of_interview)
        texts = [passage.text for passage in passages]
        firsts = [first(*pair) for pair in zip(texts, looked, strict=True)]
        names = gather(met(texts, firsts), self.register)
        again = Again(names, self.register)
        spans = [again.spans(Folded(p.text), one) for p, one in zip(passages, looked, strict=True)]
        return Finds(spans, names.all)

    def look(
        self,
        passages: Sequence[Passage],
        of_interview: Mapping[str, frozenset[str]] | None = None,
    ) -> list[Looked]:
        """Find what each text shows by itself, before the names of the others are known."""
        looked: list[Looked] = []
        for at in range(0, len(passages), AT_ONCE):
            some = passages[at : at + AT_ONCE]
            texts = [Folded(passage.text) for passage in some]
            prefer = [(of_interview or {}).get(p.interview, frozenset()) for p in some]
            certain = known(texts, self._matcher, prefer)
            looked += map(Looked, certain, guesses(texts, self.settings))
        return looked


def known(
    texts: Sequence[Folded], matcher: Matcher, prefer: Sequence[frozenset[str]]
) -> list[list[Span]]:
    """Find what register and patterns tell, without any guess."""
    return [
        [*matcher.find(text, mine), *patterns.find(text)]
        for text, mine in zip(texts, prefer, strict=True)
    ]


def guesses(texts: Sequence[Folded], settings: Settings) -> list[list[Span]]:
    """Find what shape, common names, the model and capitals suggest."""
    stays = settings.stays
    asked = models.find_all(texts, settings.model, stays)
    found = []
    for text, named in zip(texts, asked, strict=True):
        spans = [*gazetteer.find(text, stays), *places.find(text, stays), *named]
        spans += [*nets.firms(text), *_typed(spans, nets.unknown(text, stays))]
        spans = nets.without_markup(text, spans)
        found.append([*spans, *nets.bridged(text, spans)])
    return found


def _typed(guessed: list[Span], nets: list[Span]) -> list[Span]:
    """Give a capital that nothing explains the type of the typed guess inside it."""
    typed = []
    for net in nets:
        inside = [span for span in guessed if span.within(net)]
        best = max(inside, key=lambda span: (span.confidence, span), default=None)
        typed.append(replace(net, type=best.type, kind=best.kind) if best else net)
    return typed
