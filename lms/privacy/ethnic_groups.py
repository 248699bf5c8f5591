"""The 54 ethnic groups of Vietnam by the numbers of the State's list (Decision 121-TCTK/PPCĐ, 1979)."""

from __future__ import annotations

from lms.vietnamese import search_key, sort_key

MAJORITY = "01"

_NAMES = (
    "Kinh|Tày|Thái|Hoa|Khmer|Mường|Nùng|Mông|Dao|Gia Rai|Ngái|Ê Đê|Ba Na|Xơ Đăng|Sán Chay|Cơ Ho|Chăm|"
    "Sán Dìu|Hrê|Mnông|Raglay|Xtiêng|Bru - Vân Kiều|Thổ|Giáy|Cơ Tu|Giẻ Triêng|Mạ|Khơ Mú|Co|Tà Ôi|Chơ Ro|"
    "Kháng|Xinh Mun|Hà Nhì|Chu Ru|Lào|La Chí|La Ha|Phù Lá|La Hủ|Lự|Lô Lô|Chứt|Mảng|Pà Thẻn|Cờ Lao|Cống|"
    "Bố Y|Si La|Pu Péo|Brâu|Ơ Đu|Rơ Măm"
)
#: Other names under which lists and papers know a group.
_ALSO = {
    "01": "Việt", "05": "Khơ me|Khơ-me", "08": "H'Mông|Hmông|Mèo", "10": "Jrai|Gia-rai", "12": "Ê-đê|Rađê",
    "13": "Ba-na|Bahnar", "14": "Xơ-đăng|Sedang", "15": "Cao Lan|Sán Chỉ", "16": "Cơ-ho|K'Ho",
    "20": "M'Nông", "21": "Ra-glai|Raglai", "22": "Stiêng|S'tiêng", "23": "Vân Kiều|Bru",
    "26": "Cơ-tu|Katu", "27": "Gié Triêng|Giẻ-Triêng", "29": "Khơ-mú", "30": "Cor", "31": "Tà-ôi",
    "32": "Chơ-ro", "34": "Xinh-mun", "36": "Chu-ru", "47": "Cơ Lao", "53": "Ơ-đu", "54": "Rơ-măm",
}  # fmt: skip

#: Number -> name, in Vietnamese order of the names.
ETHNIC_GROUPS = dict(
    sorted(
        ((f"{number:02d}", name) for number, name in enumerate(_NAMES.split("|"), start=1)),
        key=lambda item: sort_key(item[1]),
    )
)


def _bare(name: str) -> str:
    return search_key(name).replace(" ", "")


_CODES = {_bare(name): code for code, name in ETHNIC_GROUPS.items()} | {
    _bare(name): code for code, names in _ALSO.items() for name in names.split("|")
}


def group_code(name: str) -> str | None:
    """The number of a group however lists write its name; None for what is none.

    Marks, spaces and dashes are not compared: no two groups differ by them alone.
    """
    return _CODES.get(_bare(name))
