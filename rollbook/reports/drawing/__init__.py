"""A report drawn: parts of a page, sheets of paper and PDF, a workbook, CSV; and what of it may leave the school."""
