"""Build the tables of sounds, of towns and of the lunar calendar in `nlu/lexicon`, from the packages its README names.

python scripts/build_readings.py CHINA_DIVISION/dist, with pypinyin and lunar_python installed somewhere of one's own.
"""

import csv
import re
import sys
from collections import defaultdict
from pathlib import Path

from lunar_python import Lunar, LunarMonth, LunarYear, Solar
from pypinyin import Style, lazy_pinyin, pinyin

LEXICON = Path(__file__).parents[1] / "nlu" / "lexicon"
# The readings that places keep and pypinyin's phrases do not know: whole name → pinyin of it without tones.
LOCAL = {
    "赣县区": "gan xian qu", "番禺区": "pan yu qu", "蔚县": "yu xian", "乐清市": "yue qing shi",
    "东阿县": "dong e xian", "鄱阳县": "po yang xian", "歙县": "she xian", "黟县": "yi xian", "浚县": "xun xian",
    "泌阳县": "bi yang xian", "莘县": "shen xian", "乐亭县": "lao ting xian", "蠡县": "li xian",
    "台州市": "tai zhou shi", "丽水市": "li shui shi", "盱眙县": "xu yi xian", "洪洞县": "hong tong xian",
    "涡阳县": "guo yang xian", "枞阳县": "zong yang xian", "大埔县": "da bu xian", "长子县": "zhang zi xian",
    "渑池县": "mian chi xian", "柘城县": "zhe cheng xian", "中牟县": "zhong mu xian", "荥阳市": "xing yang shi",
    "铅山县": "yan shan xian", "麻阳苗族自治县": "ma yang", "长阳土家族自治县": "chang yang",
}  # fmt: skip
# Characters that in names of places have one reading nearly always; LOCAL has the exceptions.
MOSTLY = {"都": "du", "长": "chang", "什": "shi", "朝": "chao", "乐": "le", "堡": "bu", "蚌": "beng", "行": "hang"}
LOCAL |= {
    "闵行区": "min hang qu", "行唐县": "xing tang xian", "六合区": "lu he qu", "乐陵市": "lao ling shi",
    "大埔区": "da pu qu",
}  # fmt: skip
YEARS = range(1985, 2051)


def rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def syllables() -> dict[str, str]:
    """Return the characters of everyday writing (GB 2312) by syllable, tones left out."""
    by_sound: dict[str, list[str]] = defaultdict(list)
    for high in range(0xB0, 0xF8):
        for low in range(0xA1, 0xFF):
            try:
                char = bytes((high, low)).decode("gb2312")
            except UnicodeDecodeError:
                continue
            by_sound[pinyin(char, style=Style.NORMAL)[0][0].replace("ü", "v")].append(char)
    return {sound: "".join(chars) for sound, chars in sorted(by_sound.items())}


def sound_of(name: str) -> str:
    read = (MOSTLY.get(char, sound) for char, sound in zip(name, lazy_pinyin(name), strict=True))
    return LOCAL.get(name) or " ".join(read).replace("ü", "v")


def towns(division: Path) -> dict[str, list[str]]:
    """Return the towns by county; those of a city without counties stand under the city."""
    known = {row["code"] for row in rows(LEXICON / "regions.csv")}
    found: dict[str, list[str]] = defaultdict(list)
    for row in rows(division / "streets.csv"):
        county = row["areaCode"] if row["areaCode"] in known else row["areaCode"][:4] + "00"
        if county in known and re.search(r"(?:街道|镇|乡|苏木)$", row["name"]) and len(row["name"]) <= 9:
            found[county].append(row["name"])
    return dict(sorted(found.items()))


def lunar_years() -> list[tuple[int, str, str]]:
    """Return of each lunar year its first day, and its months' numbers (negative for the leap one) with their days."""
    found = []
    for number in YEARS:
        months: list[LunarMonth] = LunarYear.fromYear(number).getMonthsInYear()
        first = Solar.fromJulianDay(months[0].getFirstJulianDay()).toYmd()
        found.append((number, first, " ".join(f"{month.getMonth()}:{month.getDayCount()}" for month in months)))
    return found


def solar_terms() -> list[list[str]]:
    """Return of each year the days of the twenty-four solar terms, after a heading with their names."""
    names = list(Lunar.JIE_QI)
    heading = ["year", *sorted(names)]
    table = [heading]
    for year in YEARS:
        days = {}
        for number in (year, year + 1):
            for name, at in Lunar.fromYmd(number, 1, 1).getJieQiTable().items():
                if name in names and at.getYear() == year:
                    days[name] = f"{at.getMonth():02d}-{at.getDay():02d}"
        table.append([str(year), *(days[name] for name in heading[1:])])
    return table


def main() -> None:
    lines = [f"{sound} {chars}" for sound, chars in syllables().items()]
    (LEXICON / "syllables.txt").write_text(
        "# syllable, then the characters read so\n" + "\n".join(lines) + "\n", encoding="utf-8"
    )
    with (LEXICON / "region_sounds.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(("code", "sound"))
        writer.writerows((row["code"], sound_of(row["name"])) for row in rows(LEXICON / "regions.csv"))
    listed = [f"{code} {' '.join(names)}" for code, names in towns(Path(sys.argv[1])).items()]
    (LEXICON / "towns.txt").write_text("\n".join(listed) + "\n", encoding="utf-8")
    with (LEXICON / "lunar_years.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerows([("year", "first", "months"), *lunar_years()])
    with (LEXICON / "solar_terms.csv").open("w", encoding="utf-8", newline="") as file:
        csv.writer(file, lineterminator="\n").writerows(solar_terms())


if __name__ == "__main__":
    main()
