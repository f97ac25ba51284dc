"""How much each piece of evidence counts; those of the confidence are learned by `bench/learn_confidence.py`."""

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

    bias: float = -3.61
    passage: float = 2.77
    sentence: float = 0.71
    unknown: float = -0.50
    names: float = -1.38
    margin: float = 2.88
    kind: float = 0.75
    uncited: float = 0.3
    """What is left of the chance where the passage does not cite the outlet asked for."""
