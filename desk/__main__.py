"""The desk from the command line: mark replies in bulk, measure agreement, and give a school its first teacher."""

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
    agreeing = commands.add_parser("agree", help="机器与评分者的一致性 agreement with the raters of a set")
    agreeing.add_argument("set", metavar="SET", help="样本名称、文件夹或表格 a shipped set's name, a folder or a table")
    agreeing.add_argument("--cases", type=Path, metavar="CASES", help="案例 its cases, where it has none of its own")
    agreeing.add_argument("--workers", type=int, default=1, metavar="N", help="进程数 processes")
    agreeing.add_argument("--reader", choices=("auto", "onnx", "none"), default="auto", help="句子模型 sentence model")
    agreeing.add_argument("--blind", action="store_true", help="不显示任何回信 show no reply: a held set stays unread")
    agreeing.add_argument("--json", type=Path, metavar="FILE", help="报告另存为 JSON the report as JSON")
    training = commands.add_parser("train", help="重新训练 train heads and scales from the corpus and the rated sets")
    training.add_argument("--scales", action="store_true", help="只训练两个量表 keep the heads, fit the scales anew")
    teaching = commands.add_parser("teacher", help="新建教师账号 give a teacher an account and a class")
    teaching.add_argument("login", help="登录名")
    teaching.add_argument("name", help="姓名")
    teaching.add_argument("classroom", help="班级名称")
    given = parser.parse_args(arguments)
    if given.command == "teacher":
        return teacher(given.login, given.name, given.classroom)
    if given.command == "train":
        from desk.train import train

        return train(heads=not given.scales)
    if given.command == "agree":
        from desk.agree import agree

        return agree(given.set, given.cases, max(1, given.workers), given.reader, given.json, given.blind)
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
