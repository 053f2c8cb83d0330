"""Builders of the timetable files that schools send."""

from __future__ import annotations

ASC = """<timetable ascttversion="2025.1" importtype="database">
<periods><period name="1" short="P1" period="1" starttime="8:45" endtime="9:45"/>
<period name="2" short="P2" period="2"/><period name="3" short="P3" period="3"/>
<period name="4" short="P4" period="4"/></periods>
<daysdefs><daysdef id="d1" days="10000" short="Mo"/></daysdefs>
<weeksdefs><weeksdef id="w1" weeks="11" short="All"/><weeksdef id="w2" weeks="10" short="A"/></weeksdefs>
<subjects><subject id="s1" name="Maths" short="Ma"/><subject id="s2" name="Science" short="Sc"/>
<subject id="s3" name="Tutor time" short="Tut"/></subjects>
<teachers><teacher id="t1" name="A. Osei" short="{teacher}"/><teacher id="t2" name="B. Kaur" short="KAU"/></teachers>
<classrooms><classroom id="r1" short="S4"/><classroom id="r2" short="L1"/></classrooms>
<classes><class id="c1" name="9A"/><class id="c2" name="9B"/></classes>
<groups><group id="g1" classid="c1" name="Entire class" entireclass="1"/>
<group id="g2" classid="c1" name="Set 2" entireclass="0"/></groups>
<lessons><lesson id="*1" classids="c1" subjectid="s1" teacherids="t1" groupids="g1" periodspercard="1"/>
<lesson id="*2" classids="c1" subjectid="s2" teacherids="t2" groupids="g2" periodspercard="2"/>
<lesson id="*3" classids="c1,c2" subjectid="s3" teacherids="" periodspercard="1"/></lessons>
<cards><card lessonid="*1" classroomids="r1" period="1" weeks="11" terms="1" days="10000"/>
<card lessonid="*2" classroomids="r2" period="2" weeks="10" terms="1" days="01000"/>
<card lessonid="*3" classroomids="" period="4" weeks="1" days="00001"/>{cards}</cards></timetable>"""


def asc_of(*, encoding: str = "utf-8", teacher: str = "OSE", cards: str = "") -> bytes:
    """An aSc file of four lessons in two weeks, one of them a double, one for two classes at once."""
    text = f'<?xml version="1.0" encoding="{encoding}"?>\n{ASC}'
    return text.replace("{teacher}", teacher).replace("{cards}", cards).encode(encoding)


def untis_of(*rows: tuple[int, str, str, str, str, int, int], separator: str = ";", encoding: str = "utf-8") -> bytes:
    """GPU001: lesson number, class, teacher, subject, room, day, period, then length and one field more."""
    lines = []
    for number, group, teacher, subject, room, day, period in rows:
        texts = separator.join(f'"{text}"' for text in (group, teacher, subject, room))
        lines.append(separator.join((str(number), texts, str(day), str(period), "", "")) + "\r\n")
    return "".join(lines).encode(encoding)


def whole_school(groups: int = 47, teachers: int = 70) -> bytes:
    """A two-week Untis export: each group in each of six periods on ten days; 47 groups make 2,820 lessons."""
    slots = [(day, period) for day in range(1, 11) for period in range(1, 7)]
    return untis_of(
        *(
            (g * 60 + n, f"{7 + g % 5}x/Ma{g}", f"T{(g + n) % teachers}", "Ma", f"R{g}", day, period)
            for g in range(groups)
            for n, (day, period) in enumerate(slots)
        )
    )
