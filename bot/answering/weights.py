# ruff: noqa: ERA001 - the figures behind the weights look like code
"""How much each piece of evidence counts, as learned by `python -m bench.learn`."""

from __future__ import annotations

from dataclasses import dataclass

from bot.answering.choice import SentenceEvidence
from bot.answering.confidence import Coverage
from bot.answering.evidence import Evidence


@dataclass(frozen=True, slots=True)
class Weights:
    """All that is learned."""

    ranking: Evidence
    sentence: SentenceEvidence
    confidence: Coverage


# the right sentence of the right passage, on articles held out:
#   newsroom: 0.904
#   xquad_en: 0.849
#   squad2: 0.867
#   canard_followup: 0.731

# the right passage among the candidates, on articles held out:
#   newsroom: 0.750
#   xquad_en: 0.981
#   squad2: 0.883
#   mtrag_followup: 0.842
#   canard_followup: 0.328

# the confidence, on articles held out:
#   newsroom: sure 0.590, right 0.702, calibration error 0.178
#   newsroom, other matters: sure 0.109, right 0.000, calibration error 0.109
#   xquad_en: sure 0.847, right 0.981, calibration error 0.134
#   xquad_en, other matters: sure 0.261, right 0.000, calibration error 0.261
#   squad2: sure 0.674, right 0.446, calibration error 0.230
#   squad2, other matters: sure 0.191, right 0.000, calibration error 0.191
#   mtrag_followup: sure 0.748, right 0.620, calibration error 0.149
#   mtrag_followup, other matters: sure 0.314, right 0.000, calibration error 0.314
#   canard_followup: sure 0.649, right 0.268, calibration error 0.383
#   canard_followup, other matters: sure 0.152, right 0.000, calibration error 0.152
WEIGHTS = Weights(
    Evidence(
        article=2.00,
        title=4.22,
        covered=1.56,
        around=3.52,
        often=4.63,
        window=3.48,
        pairs=2.68,
        synonyms=4.98,
        lent=1.97,
        kind=2.72,
        elsewhere=2.19,
        lacking=-0.86,
        length=-4.62,
        cites=0.86,
        dated=0.5,
        same=4.11,
        shown=-2.75,
    ),
    SentenceEvidence(
        own=5.71,
        synonyms=3.00,
        lent=0.27,
        pairs=2.14,
        before=1.39,
        after=0.68,
        first=-0.25,
        telling=2.14,
        named=1.82,
        reason=1.36,
    ),
    Coverage(
        one=-1.52,
        unknown=-1.04,
        rarest=-1.15,
        names=-1.45,
        negated=-0.93,
        contrary=-0.93,
        ahead=2.89,
        article=1.40,
    ),
)
