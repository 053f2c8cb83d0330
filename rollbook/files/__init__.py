"""Files that the office keeps: a doctor's note, a recording, a letter as it was sent, the school's crest.

A **kept file** is encrypted and lies beside the database (`ROLLBOOK_HOME/files`), where the backup
finds it; its row says what it is, whom it is about, and its hash. It never changes: another file is
another row. Its **kind** says who may open it, and every opening is noted. What a file is is told by
its content; nothing that could run is kept, and nothing kept is ever shown by a browser as a page.
"""
