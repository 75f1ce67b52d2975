"""What a class has chosen: the weights it is graded by and what holds in its assessments."""

from __future__ import annotations

from sqlalchemy import select

from content.errors import NotAllowed
from store.nouns import ClassRules, Person
from store.people import taught_by
from store.store import Store
from store.tables import ClassroomTable


def rules_of(store: Store, who: Person) -> ClassRules:
    """How the class of ``who`` is graded; as everybody where there is none or nothing was chosen."""
    with store.reading() as session:
        kept = session.scalar(select(ClassroomTable.rules).where(ClassroomTable.id == who.classroom_id))
        return ClassRules.model_validate(kept) if kept else ClassRules()


def set_rules(store: Store, who: Person, rules: ClassRules) -> None:
    """Keeps the choice for the teacher's class. Raises NotAllowed for anybody else."""
    with store.writing() as session:
        mine = ClassroomTable.id.in_(taught_by(who)) & (ClassroomTable.id == who.classroom_id)
        row = session.scalar(select(ClassroomTable).where(mine).with_for_update())
        if who.role != "teacher" or row is None:
            raise NotAllowed("只有老师可以改自己班级的设置。", "Only a teacher can change the settings of a class.")
        row.rules = rules.model_dump(mode="json")
