"""Is this word a Vietnamese syllable? Guessing an encoding, and finding typing slips, rests on it."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

from lms.vietnamese import MODIFIERS, TONES

_ONSETS = (
    "ngh", "ng", "nh", "gh", "gi", "ch", "kh", "ph", "th", "tr", "qu",
    "b", "c", "d", "đ", "g", "h", "k", "l", "m", "n", "p", "r", "s", "t", "v", "x", "",
)  # fmt: skip
_RHYMES = frozenset(
    """
    a ac ach ai ăk am an ang anh ao ap at au ay ăc ăm ăn ăng ăp ăt âc âm ân âng âp ât âu ây
    e ec em en eng eo ep et ê êch êm ên êng ênh êp êt êu
    i ia ich iêc iêm iên iêng iêp iêt iêu im in inh ip it iu
    o oa oac oach oai oam oan oang oanh oao oap oat oay oăc oăm oăn oăng oăt oc oe oen oeo oet oi om on
    ong ooc oong op ot ô ôc ôi ôm ôn ông ôp ôt ơ ơi ơm ơn ơp ơt
    u ua uân uâng uât uây uc uê uêch uên uênh uêu ui um un ung uơ uôc uôi uôm uôn uông uôt up ut
    uy uya uych uyên uyêt uyn uynh uyp uyt uyu ư ưa ưc ưi ưm ưn ưng ưt ưu
    ươc ươi ươm ươn ương ươp ươt ươu y ych yêm yên yêng yêt yêu ynh yt
    """.split()  # noqa: SIM905 - reads best as lines of words
)
_STOPPED = ("c", "ch", "p", "t")
_STOPPED_TONES = {"\u0301", "\u0323"}
_BEFORE_TONE = frozenset("aeiouy") | frozenset(MODIFIERS)
_WORD = re.compile(r"[^\W\d_]+")


@lru_cache(maxsize=20_000)
def is_syllable(word: str) -> bool:
    """True for a single word in Vietnamese spelling, whatever its case."""
    letters: list[str] = []
    tones: set[str] = set()
    marks = 0
    for character in unicodedata.normalize("NFD", word.lower()):
        if character not in TONES:
            letters.append(character)
        elif letters and letters[-1] in _BEFORE_TONE:
            tones.add(character)
            marks += 1
        else:
            return False
    plain = unicodedata.normalize("NFC", "".join(letters))
    if marks > 1:
        return False
    return any(
        _is_rhyme(plain.removeprefix(onset), tones)
        for onset in _ONSETS  # "gì" is g and ì, "gia" is gi and a
        if plain.startswith(onset)
    )


def _is_rhyme(rhyme: str, tones: set[str]) -> bool:
    if rhyme not in _RHYMES:
        return False
    return not rhyme.endswith(_STOPPED) or bool(tones & _STOPPED_TONES)


def words(text: str) -> list[str]:
    """The words of a text, without digits and signs; marks set apart stay with their letters."""
    return _WORD.findall(unicodedata.normalize("NFC", text))


def marked_words(text: str) -> list[str]:
    """Words with a letter beyond A to Z: the ones that an encoding can spoil."""
    return [word for word in words(text) if not word.isascii()]


def share_of_syllables(texts: list[str]) -> float:
    """How much of what has marks is Vietnamese, from 0 to 1; 0 when nothing has."""
    return sum(map(is_syllable, texts)) / len(texts) if texts else 0.0
