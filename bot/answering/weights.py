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
#   newsroom: 0.923
#   xquad_en: 0.849
#   squad2: 0.868
#   canard_followup: 0.731

# the right passage among the candidates, on articles held out:
#   newsroom: 0.736
#   xquad_en: 0.980
#   squad2: 0.885
#   mtrag_followup: 0.847
#   canard_followup: 0.452

# the confidence, on articles held out:
#   newsroom: sure 0.591, right 0.702, calibration error 0.164
#   newsroom, other matters: sure 0.103, right 0.000, calibration error 0.103
#   xquad_en: sure 0.833, right 0.980, calibration error 0.147
#   xquad_en, other matters: sure 0.262, right 0.000, calibration error 0.262
#   squad2: sure 0.688, right 0.445, calibration error 0.248
#   squad2, other matters: sure 0.216, right 0.000, calibration error 0.216
#   mtrag_followup: sure 0.671, right 0.620, calibration error 0.095
#   mtrag_followup, other matters: sure 0.282, right 0.000, calibration error 0.282
#   canard_followup: sure 0.571, right 0.354, calibration error 0.228
#   canard_followup, other matters: sure 0.143, right 0.000, calibration error 0.143
WEIGHTS = Weights(
    Evidence(
        article=2.00,
        title=3.88,
        covered=1.13,
        around=2.66,
        often=5.20,
        window=1.96,
        pairs=2.86,
        synonyms=3.22,
        lent=-1.00,
        kind=2.32,
        elsewhere=1.77,
        lacking=-1.30,
        length=-3.36,
        cites=1.00,
        same=7.29,
        shown=-5.59,
    ),
    SentenceEvidence(
        own=5.11,
        synonyms=3.58,
        lent=3.05,
        pairs=2.68,
        before=1.50,
        after=0.96,
        first=-0.34,
        telling=1.41,
        named=1.56,
        reason=1.08,
    ),
    Coverage(
        one=-1.98,
        around=1.16,
        synonyms=1.83,
        unknown=-0.96,
        rarest=-0.43,
        names=-1.67,
        ahead=3.00,
        kind=0.45,
        mute=0.47,
        article=0.15,
    ),
)
