"""The verbs: open a case, answer, mark, report, review. Combines the rooms below and owns no nouns of its own.

``open_desk()`` is called once at start: store, cases, letters, reader, rubric. Every verb takes the desk
first, then the person on whose behalf it acts, and everything that changes (text, seed, clock) as an argument:

    desk = open_desk()
    token = people.sign_in(desk, login, password, address, now)
    who = people.who(desk, token, now)
    attempt_id = practice.open_case(desk, who, "wismo-amz-01", "practice", now)
    turn = practice.answer(desk, who, attempt_id, text, nonce, now)

people: accounts and sign-in; practice: the main job; progress: figures; review: the teacher's word; second: a model's;
queue: what waits for a person; similar: replies that look alike; settings: how a class is graded; regrade: grading old
replies again; exercises: pieces of work other than replies; class_work: what the class did in them;
library: letters and rules; sample: the sample class; mark: marking in bulk.
"""

from desk.house import Desk
from desk.start import open_desk

__all__ = ["Desk", "open_desk"]
