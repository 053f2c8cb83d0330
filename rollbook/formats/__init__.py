"""File formats: bytes go in, plain values come out.

Each reader takes a file's name and its bytes and answers frozen values together with the problems
it met: which row, which column, what was typed, what to do. A file that cannot be read at all is
`FileRefused`. Nothing here knows Django, a disk, a network or a clock, and nothing is stored: a
reader says what a file says, and the office decides what to make of it.

Three rules hold for every reader. What a file does not say is `None`, never blank, so that an
import cannot wipe a value that the school holds. A bad row becomes a `Problem` and does not stop
the others. Content decides what a file is; its name is only compared with it.
"""
