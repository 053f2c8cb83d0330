"""A report put on a page, on paper, into a PDF, a workbook or a CSV: always the same values."""
