"""Our paths in the names of the classification in use before: held-back sets and boards are labelled with those."""

from collections.abc import Sequence

_FIRST = {
    "自然资源": "国土资源",
    "卫生健康": "卫生计生",
    "教育": "教育文体",
    "文体旅游": "教育文体",
    "民政与应急": "民政",
    "市场监管": "商贸旅游",
    "生态环境": "环境保护",
}
_SECOND = {
    ("市场监管", "食品药品监管"): ("卫生计生", "食品药品监管"),
    ("文体旅游", "旅游管理"): ("商贸旅游", "旅游管理"),
    ("房产物业", "物业服务"): ("城乡建设", "住房保障与房地产"),
    ("房产物业", "房屋租赁与中介"): ("城乡建设", "住房保障与房地产"),
    ("房产物业", "房屋产权"): ("城乡建设", "住房保障与房地产"),
    ("交通运输", "公路建设"): ("交通运输", "建设管理"),
}


def former(path: Sequence[str]) -> tuple[str, str]:
    """Level 1 and 2 of a path by the former names; former names stay as they are."""
    first, second = path[0], path[1] if len(path) > 1 else ""
    return _SECOND.get((first, second)) or (_FIRST.get(first, first), second)
