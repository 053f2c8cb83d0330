"""Reports: figures of attendance and of the office's work, on screen, paper, as files and by e-mail (REP-A to REP-H).

A **report** is a value: sections of words, numbers, tables and pictures (`report`). One **kind** of report is one
file of `kinds`. What is asked of it (days, whose figures, split by what) stands in its address (`asked`); a **saved
report** keeps what was asked under a name, a **schedule** sends it. A **share** is a percentage that opens to the
sessions or pupils it was counted from, to what was left out, and the rule. All attendance figures come from one read
of the years' bytes (`queries.roll`), so that two screens never disagree; `drawing` puts a report on a page, on paper,
into a PDF, a workbook or a CSV.

The rules behind the figures: PA-1 to PA-10; what leaves the school has its small numbers suppressed.
"""
