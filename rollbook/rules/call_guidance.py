"""What to say in a difficult call, by situation; each school may write its own (ABS-G)."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Situation(StrEnum):
    """What kind of call it is, or has become."""

    FIRST_DAY = "first-day"
    UNAWARE = "unaware"
    HOSTILE = "hostile"
    PUPIL_RINGS = "pupil-rings"
    DISCLOSURE = "disclosure"
    NO_ANSWER = "no-answer"

    @property
    def label(self) -> str:
        return GUIDANCE[self].title


@dataclass(frozen=True, slots=True)
class Guidance:
    """The words for one situation: a title, when it is this one, and the steps, one a line."""

    title: str
    when: str
    says: str


S = Situation
GUIDANCE: dict[Situation, Guidance] = {
    S.FIRST_DAY: Guidance(
        "First-day call",
        "A child is not in and nobody has told us why.",
        """Say who you are and where you ring from. Ask whom you are speaking to before you name the child.
“Good morning, this is … from … School. Am I speaking to …?”
“We have not seen … this morning. Can you tell me where they are?”
If they know: ask why, since when, and when the child will be back. Write the reason in their words.
For illness: ask what is wrong only as far as it is needed. Do not ask for proof unless you doubt it, and say why.
Ask whether brothers and sisters are in.
Say what happens next: “I will put that on the register. Please ring us each day before …”
If they did not know that the child is not in school, go to “They believed the child was in school” at once.""",
    ),
    S.UNAWARE: Guidance(
        "They believed the child was in school",
        "The family thinks that the child is with us.",
        """Stay calm and on the line. This is now a missing child.
“Thank you for telling me. I want to find out where … is. I am going to ask a few questions.”
When did you last see …? What were they wearing? Who were they with?
How do they travel? Do they have a phone? What is the number? Who are their friends?
Was anything different today: an argument, a worry, somebody they were going to meet?
Record “unaware” before you put the telephone down: it starts the missing-child steps.
Tell the safeguarding lead in person, now. Do not wait for a message to be read.
“I will ring you back within fifteen minutes, whatever we find. Please ring us if … comes home.”""",
    ),
    S.HOSTILE: Guidance(
        "An angry caller",
        "The caller shouts, threatens or swears.",
        """Listen first. Lower your voice and speak slowly.
“I can hear that this has upset you. I want to understand what happened.”
Say what you can do, not what you cannot. Do not argue about a decision that is not yours.
“I will write down what you have told me and see that … rings you back by ….”
If it goes on: “I want to help, but I cannot while I am being shouted at. If it goes on I shall have to end the call.”
Say it once more, then: “I am ending this call now. You can write to us or ring again later.” Put the telephone down.
If there was a threat to anybody, tell the headteacher and the safeguarding lead at once, and write down the words.
Write the note while you remember it: what was said, at what time, what you answered.""",
    ),
    S.PUPIL_RINGS: Guidance(
        "The caller may be the pupil",
        "The voice sounds young, or the number is not one that we hold.",
        """Take the message as you would any other. Do not accuse.
“Thank you. I will ring back on the number that we have, to make sure that the message is right.”
Ask for the caller’s name and what they are to the child. Write down the number shown, if any.
Do not say whether the child is in school, nor anything else about them.
Ring the first contact on the number held on file, never on the number that was given.
Until then the absence stays without a reason, and first-day contact goes on.
If the pupil asks for help, go to “A child or adult tells of harm”.""",
    ),
    S.DISCLOSURE: Guidance(
        "A child or adult tells of harm",
        "Somebody tells you that a child is, or may be, harmed or in danger.",
        """Listen. Let them speak in their own words and at their own pace.
Do not promise to keep it secret. “I cannot keep this to myself. I will tell only the people who can help.”
Do not ask leading questions. “Tell me what happened.” “What else can you tell me?” Nothing more.
Do not investigate, and do not tell the person who is accused.
If a child is in danger now, ring 999.
Tell the safeguarding lead in person at once, before anything else; if you cannot reach them, the deputy or the head.
Write down their exact words, the time and who was there, and give it to the safeguarding lead. Not on the register.
Record the call here as “Passed to the safeguarding lead”, with no detail.""",
    ),
    S.NO_ANSWER: Guidance(
        "No answer",
        "Nobody answers, or a voice mailbox does.",
        """Let it ring. Check the number against the file before you try again.
On a voice mailbox say nothing about the child: anybody may hear it.
“This is … from … School with a message for …. Please ring us on … as soon as you can.”
Record “no answer” or “message left”. The next contact comes up by itself.
Try every contact whom we may ring. Nobody with whom there must be no contact is among them.
Not answered by anybody, and nobody knows where the child is: the safeguarding lead decides about a visit.
A dead number: mark it, so that it is mended.""",
    ),
}


def steps(says: str) -> tuple[str, ...]:
    """The guidance as its steps: one for each line that says something."""
    return tuple(line.strip() for line in says.splitlines() if line.strip())
