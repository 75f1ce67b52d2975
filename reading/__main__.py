"""``python -m reading train``: train the heads from the corpus and write them beside the sentence model."""

from __future__ import annotations

import sys

from .heads import ARTEFACT


def main(arguments: list[str]) -> int:
    """Run one verb; 2 and a line of help when there is no such verb."""
    if arguments != ["train"]:
        print("python -m reading train    train the heads from reading/corpus and write reading/model/*.npz")
        return 2
    from . import manner_train, train

    heads, _ = train.main()
    manner_train.main()
    print(f"{len(heads.names)} heads written to {ARTEFACT.name}; figures in {ARTEFACT.with_name('CARD.md').name}")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
