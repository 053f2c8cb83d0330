"""Everything that changes the admission register, as verbs."""

from rollbook.pupils.actions.importing import commit_import, decide_match, forget_uploads, start_import

__all__ = ["commit_import", "decide_match", "forget_uploads", "start_import"]
