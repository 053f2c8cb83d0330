"""The first page of each role's day: a tutor's form, a head of year's years, safeguarding, the school."""

from rollbook.home.views.roles.form import my_form
from rollbook.home.views.roles.safeguarding import safeguarding_page
from rollbook.home.views.roles.school import school_page
from rollbook.home.views.roles.year import my_years

__all__ = ["my_form", "my_years", "safeguarding_page", "school_page"]
