"""What leaves the school: texts, e-mails and calls to families, each to the right person, once (COM-A).

A **message** is one text, e-mail or call to one contact, about one or more pupils. It waits in the
**outbox**, **held** for a minute in which it can be taken back, and is then **handed over** to the
**provider** of its channel. A **receipt** is what the provider says later became of it. Each
message answers a **slot**: what it is about, for whom and which try; for one pupil, contact and
slot there is one message at most, whatever happens to the machine.

A message that was being handed over when the machine stopped is **in doubt**: it may have gone. It
is never sent again by itself; a provider that can be asked is asked, otherwise a person decides.

Nobody with whom there must be no contact, who may not be told, or who does not want this channel,
is written to; who was left out, and why, is the answer to putting a message into the outbox. The
part of the office that asks for a message may declare when it is no longer wanted
(`still_wanted`); it is asked in the transaction that takes the message out of the outbox.

A **letter** (COM-B) is written from a **template** in **versions**, its **fields** filled with **facts** that
the parts which know them tell (`facts`). Letters written in one act are a **run**: each is frozen with its
hash before a page is drawn, one for each home that may be told, and none with an empty field.

An e-mail may carry **enclosures**: kept files, named and frozen with the message (`actions.Enclosure`, given to
`Draft`, `StaffNote` and `ProfessionalNote`). That the reader may have them is for the verb that asks. A calendar
file (`text/calendar; method=REQUEST`) is shown by mail programs as an invitation.

Words and addresses are encrypted at rest, and nothing of them reaches a log, a job or an address.
"""
