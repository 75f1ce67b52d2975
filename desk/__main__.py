"""The desk from the command line: mark replies in bulk, and give a school its first teacher."""

from __future__ import annotations

import argparse
import getpass
import sys
from pathlib import Path

from content.errors import HaikeError
from desk.mark import mark


def main(arguments: list[str] | None = None) -> int:
    """Runs one command and returns its exit code."""
    parser = argparse.ArgumentParser(prog="python -m desk", description="Haike 海客")
    commands = parser.add_subparsers(dest="command", required=True)
    marking = commands.add_parser("mark", help="批量评分 mark replies in bulk")
    marking.add_argument("cases", type=Path, metavar="CASES", help="案例文件或文件夹 a case file or a folder of them")
    marking.add_argument("replies", type=Path, metavar="REPLIES", help="CSV / JSON Lines: reply_id, case_id, text")
    marking.add_argument("--out", type=Path, required=True, metavar="MARKS", help="JSON Lines")
    marking.add_argument("--workers", type=int, default=1, metavar="N", help="进程数 processes")
    marking.add_argument("--scheduler", metavar="ADDRESS", help="Dask 集群 a Dask cluster, tcp://host:8786")
    marking.add_argument("--reader", choices=("auto", "onnx", "none"), default="auto", help="句子模型 sentence model")
    teaching = commands.add_parser("teacher", help="新建教师账号 give a teacher an account and a class")
    teaching.add_argument("login", help="登录名")
    teaching.add_argument("name", help="姓名")
    teaching.add_argument("classroom", help="班级名称")
    given = parser.parse_args(arguments)
    if given.command == "teacher":
        return teacher(given.login, given.name, given.classroom)
    workers = max(1, given.workers)
    return mark(given.cases, given.replies, given.out, workers, given.reader, scheduler=given.scheduler)


def teacher(login: str, name: str, classroom: str) -> int:
    """Makes a teacher's account and class; asks for the password without showing it. Returns 0, or 1 when refused."""
    from desk import open_desk, people

    password = getpass.getpass("密码 password: ")
    if getpass.getpass("再输一遍 again: ") != password:
        print("两次输入不一致 / the two do not match", file=sys.stderr)
        return 1
    try:
        made = people.add_teacher(open_desk(), name, login, password, classroom)
    except HaikeError as error:
        print(f"{error.say('zh')}\n{error.say('en')}", file=sys.stderr)
        return 1
    print(f"{made.name} ({made.login}) → {made.classroom}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
