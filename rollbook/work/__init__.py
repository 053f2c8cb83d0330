"""Who does what by when: tasks, hand-over between people who share a post, and questions asked of the school.

A **task** is something to be done by a day, by a person or by whoever holds a role; another part of
the office makes it, once for each **source**. What it says is encrypted at rest. A **hand-over note**
is what one person leaves for the next, dated, kept on top until it is done; who read it is known
(RUN-F). A **delegation** passes one person's tasks to another until a day, and ends by itself: nobody
reads through it what their own permissions would not show them.

A clock of calendar days runs on through a holiday; a task whose day falls into one is raised for the
last school day before it.
"""
