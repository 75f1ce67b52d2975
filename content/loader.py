"""The one YAML loader: values with the line each of them stands on, and clear words when a file is broken."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence
from pathlib import Path
from typing import Any, ClassVar, NamedTuple

import yaml
from pydantic import ValidationError

from content.errors import ContentError

MAX_BYTES = 2_000_000
MAX_NODES = 200_000  # after aliases are written out, so that a small file cannot grow without end
MAX_DEPTH = 60

Key = str | int
_Loader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_PLAIN = {f"tag:yaml.org,2002:{name}" for name in ("null", "bool", "int", "float", "str", "timestamp", "map", "seq")}


class _Strict(_Loader):  # type: ignore[misc]
    """The safe loader without the traps of YAML 1.1: NO stays Norway, 12:30 stays a time."""

    yaml_implicit_resolvers: ClassVar[dict[str, list[tuple[str, Any]]]] = {}


def _resolve() -> None:
    kinds = {
        "bool": (r"^(?:true|True|TRUE|false|False|FALSE)$", "tTfF"),
        "int": (r"^[-+]?(?:0|[1-9][0-9]*)$", "-+0123456789"),
        "float": (r"^[-+]?(?:[0-9]+\.[0-9]*(?:[eE][-+]?[0-9]+)?|\.[0-9]+)$", "-+0123456789."),
        "null": (r"^(?:~|null|Null|NULL|)$", "~nN\0"),
        "timestamp": (
            r"^\d{4}-\d\d-\d\d(?:[Tt ]\d{1,2}:\d\d:\d\d(?:\.\d*)?(?:[ \t]*(?:Z|[-+]\d{1,2}(?::?\d\d)?))?)?$",
            "0123456789",
        ),
    }
    for name, (pattern, first) in kinds.items():
        letters = ["" if letter == "\0" else letter for letter in first]
        _Strict.add_implicit_resolver(f"tag:yaml.org,2002:{name}", re.compile(pattern), letters)


_resolve()


class Document(NamedTuple):
    """One YAML document: its ``value``, the ``file`` it came from and the 1-based line of every key path."""

    value: Any
    file: str
    lines: dict[tuple[Key, ...], int]

    def line(self, keys: Sequence[Key] = ()) -> int | None:
        """The line of the field at ``keys``, or of the nearest thing around it."""
        path = tuple(keys)
        while path and path not in self.lines:
            path = path[:-1]
        return self.lines.get(path)


def read_text(path: Path) -> str:
    """The text of ``path`` in UTF-8 (with or without BOM), UTF-16 with BOM or GB18030.

    Raises ContentError when the file cannot be read, is larger than ``MAX_BYTES`` or is in none of these.
    """
    try:
        if path.stat().st_size > MAX_BYTES:
            limit = MAX_BYTES // 1_000_000
            raise ContentError(
                str(path), None, "-", f"文件太大，最多 {limit} MB。", f"The file is too large; at most {limit} MB."
            )
        data = path.read_bytes()
    except OSError as error:
        raise ContentError(
            str(path), None, "-", "无法读取这个文件，请检查路径。", "This file cannot be read; check the path."
        ) from error
    return decode(data, str(path))


def decode(data: bytes, file: str) -> str:
    """``data`` as text; encodings as in ``read_text``."""
    encodings = ("utf-16",) if data[:2] in (b"\xff\xfe", b"\xfe\xff") else ("utf-8-sig", "gb18030")
    for encoding in encodings:
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise ContentError(
        file,
        None,
        "-",
        "文件编码不是 UTF-8 也不是 GB18030，请另存为 UTF-8。",
        "The file is neither UTF-8 nor GB18030; save it as UTF-8.",
    )


def misfit(
    error: ValidationError, document: Document, at: tuple[Key, ...] = (), zh: str = "内容有误:", field: str = ""
) -> ContentError:
    """What does not fit a model, as an error with file, line and field.

    ``at`` is where in ``document`` the value stands that was checked, ``zh`` what the Chinese message begins with; the
    field is the whole path unless ``field`` names it.
    """
    first = error.errors()[0]
    where = (*at, *first["loc"])
    name = field or ".".join(map(str, where))
    return ContentError(document.file, document.line(where), name, f"{zh}{first['msg']}", first["msg"])


def load_yaml(path: Path) -> Any:
    """The value of a file that holds one YAML document (None when it is empty). Raises ContentError."""
    documents = load_documents(path)
    if len(documents) > 1:
        raise ContentError(
            str(path),
            documents[1].line(),
            "-",
            "这里只允许一个文档(不能有 ---)。",
            "Only one document is allowed here (no ---).",
        )
    return documents[0].value if documents else None


def locate(path: Path, keys: Sequence[Key]) -> int | None:
    """The 1-based line of the field at ``keys`` in the first document of ``path``; None when it is empty."""
    documents = load_documents(path)
    return documents[0].line(keys) if documents else None


def load_documents(path: Path) -> tuple[Document, ...]:
    """All documents of a file, separated by ``---``; empty ones are left out. Raises ContentError."""
    return parse_documents(read_text(path), str(path))


def parse_documents(text: str, file: str) -> tuple[Document, ...]:
    """All YAML documents of ``text``; ``file`` is only used to name the place of an error."""
    try:
        found = []
        for node in yaml.compose_all(text, Loader=_Strict):
            if node is not None:
                lines: dict[tuple[Key, ...], int] = {}
                value = _Builder(file, lines).build(node, (), ())
                if value is not None:
                    found.append(Document(value, file, lines))
        return tuple(found)
    except yaml.MarkedYAMLError as error:
        raise _broken(error, file, text) from error
    except (yaml.YAMLError, RecursionError) as error:
        raise ContentError(
            file, None, "-", "文件含有 YAML 不允许的字符或嵌套太深。", f"Not readable as YAML: {error}"
        ) from error


def _broken(error: yaml.MarkedYAMLError, file: str, text: str) -> ContentError:
    mark = error.problem_mark or error.context_mark
    line = mark.line + 1 if mark else None
    problem = str(error.problem or error.context or "")
    if line and "\t" in _indent(text, line):
        zh, en = "行首用了制表符(Tab),请改成空格。", "A tab stands at the start of the line; use spaces."
    elif "undefined alias" in problem:
        zh, en = "引用(*)没有对应的锚点(&)。", f"An alias (*) has no anchor (&): {problem}."
    else:
        zh, en = (
            f"YAML 写法有误，请检查缩进、引号和冒号({problem})。",
            f"Not valid YAML ({problem}); check indents, quotes, colons.",
        )
    return ContentError(file, line, "-", zh, en)


def _indent(text: str, line: int) -> str:
    rows = text.splitlines()
    return rows[line - 1][: len(rows[line - 1]) - len(rows[line - 1].lstrip())] if line <= len(rows) else ""


class _Builder:
    """Turns composed nodes into plain values, notes their lines and stops at the limits."""

    def __init__(self, file: str, lines: dict[tuple[Key, ...], int]) -> None:
        self.file = file
        self.lines = lines
        self.count = 0
        self.scalars = yaml.constructor.SafeConstructor()

    def build(self, node: yaml.Node, path: tuple[Key, ...], above: tuple[int, ...]) -> Any:
        line = node.start_mark.line + 1
        self.lines.setdefault(path, line)
        self.count += 1
        if self.count > MAX_NODES or len(above) > MAX_DEPTH or id(node) in above:
            raise self.error(
                line, path, "内容太多、太深或引用了自己。", "Too many values, too deep, or an alias of itself."
            )
        if node.tag not in _PLAIN:
            raise self.error(line, path, f"不允许的标签 {node.tag}。", f"The tag {node.tag} is not allowed.")
        if isinstance(node, yaml.MappingNode):
            return self.mapping(node, path, (*above, id(node)))
        if isinstance(node, yaml.SequenceNode):
            return [self.build(item, (*path, n), (*above, id(node))) for n, item in enumerate(node.value)]
        return self.scalar(node, line, path)

    def mapping(self, node: yaml.MappingNode, path: tuple[Key, ...], above: tuple[int, ...]) -> dict[str, Any]:
        result: dict[str, Any] = {}
        for key_node, value_node in node.value:
            line = key_node.start_mark.line + 1
            if not isinstance(key_node, yaml.ScalarNode) or key_node.value == "<<":
                raise self.error(line, path, "字段名必须是一个词。", "A field name must be one plain word.")
            key = str(key_node.value)
            if key in result:
                raise self.error(line, (*path, key), "同一个字段写了两次。", "The same field is given twice.")
            self.lines[(*path, key)] = line
            result[key] = self.build(value_node, (*path, key), above)
        return result

    def scalar(self, node: yaml.Node, line: int, path: tuple[Key, ...]) -> Any:
        try:
            value = self.scalars.construct_object(node)
        except ValueError as error:
            raise self.error(
                line, path, f"不是合法的日期或数字:{node.value}。", f"Not a date or number: {error}."
            ) from error
        return value if isinstance(value, (str, int, float, bool, dt.date, type(None))) else str(value)

    def error(self, line: int, path: tuple[Key, ...], zh: str, en: str) -> ContentError:
        return ContentError(self.file, line, field_name(path), zh, en)


def field_name(path: Sequence[Key]) -> str:
    """``("tasks", 1, "by")`` as ``tasks[1].by``."""
    name = ""
    for key in path:
        name += f"[{key}]" if isinstance(key, int) else f".{key}" if name else key
    return name or "-"
