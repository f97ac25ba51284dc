"""How much each piece of evidence counts; chosen by `bench/learn_weights.py`, whose figures stand beside it."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Weights:
    """Weights of the ranking evidence; all evidence is in units of BM25 mass, so they hold for a corpus of any size."""

    article: float = 0.3
    title: float = 0.3
    heading: float = 0.2
    sentence: float = 0.6
    bigram: float = 0.4
    kind: float = 0.12
    """A share of the question's mass."""
    names: float = 0.25
    """Taken off for the share of the question's names and numbers that the passage and its title lack."""
    outlet: float = 1.0
    """A share of the question's mass, for a passage that cites the outlet asked for."""
    cited: float = 0.3
    """The same, for a passage that cites any outlet when the question asks which one."""
    shown: float = 0.6
    """Taken off for a passage already shown in the conversation, as a share of the best score."""


@dataclass(frozen=True, slots=True)
class SentenceWeights:
    """Weights of the evidence that chooses the answering sentence."""

    bigram: float = 0.5
    kind: float = 0.25
    first: float = 0.05


@dataclass(frozen=True, slots=True)
class ConfidenceWeights:
    """A logistic model of whether the first candidate answers."""

    bias: float = -4.2
    passage: float = 4.6
    sentence: float = 2.6
    unknown: float = -1.5
    names: float = -1.5
    margin: float = 1.6
    kind: float = 0.4
