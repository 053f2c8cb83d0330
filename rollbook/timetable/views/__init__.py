"""The timetable's screens, by subject: weeks, a day's cover and rooms, importing, moving a pupil."""
