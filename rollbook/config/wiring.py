"""What follows from what: every consequence in the house, on this one page.

Read it as “when … → then these jobs, given these fields of the event”; a test keeps it complete.
"""

from __future__ import annotations

from rollbook.audit.jobs import Reaction, Wiring

_HAND_OVER = Reaction("comms.hand_over")
_YEAR_ROWS = Reaction("registers.make_year_rows")
_EMERGENCY_LIST = Reaction("site.keep_emergency_list")
_BOARDS = Reaction("registers.count_board_change")
_TELL_OF_REGISTERS = Reaction("registers.tell_staff")
_TELL_OF_SEARCH = Reaction("site.tell_staff", ("search",))

# When this is done … these jobs follow. Jobs re-derive from what stands; a job that needs to know
# where to look is given fields of the event: Reaction("absence.follow_up", ("on", "group_id")).
WIRING: Wiring = {
    # The outbox hands over what is due, and queues what is held for its moment.
    "comms.MessagesPutOut": (_HAND_OVER,),
    "comms.DoubtSettled": (_HAND_OVER,),
    # A pupil on roll needs a row for the year before a register of theirs can be saved.
    "pupils.IntakeTaken": (_YEAR_ROWS,),
    "pupils.PupilEnrolled": (_YEAR_ROWS,),
    "pupils.PupilsImported": (_YEAR_ROWS,),
    # Who is on site changed, so the list that is kept as a file is made anew (REG-K).
    "pupils.NeedEnded": (_EMERGENCY_LIST,),
    "pupils.NeedSet": (_EMERGENCY_LIST,),
    "registers.MarksSaved": (_EMERGENCY_LIST,),
    "site.CheckedIn": (_EMERGENCY_LIST,),
    "site.AssemblyPointsSet": (_EMERGENCY_LIST,),
    "site.MovementTakenBack": (_EMERGENCY_LIST,),
    "site.PupilArrived": (_EMERGENCY_LIST,),
    "site.PupilLeft": (_EMERGENCY_LIST,),
    "site.PupilReturned": (_EMERGENCY_LIST,),
    "site.BoarderTicked": (_EMERGENCY_LIST,),
    "site.ClubTicked": (_EMERGENCY_LIST,),
    "site.VisitorArrived": (_EMERGENCY_LIST,),
    "site.VisitorLeft": (_EMERGENCY_LIST,),
    # Who is asked, told or sent for a late register, or on call for a missing pupil, hears it by text or e-mail.
    "registers.RegisterEscalated": (_TELL_OF_REGISTERS,),
    "registers.RegisterNudged": (_TELL_OF_REGISTERS,),
    "registers.StaffSent": (_TELL_OF_REGISTERS,),
    "site.LeftTheSite": (_TELL_OF_SEARCH,),
    "site.PupilMissing": (_TELL_OF_SEARCH,),
    # Open boards poll one number; who takes a register is on them, and changes without a save.
    "pupils.GroupStaffEnded": (_BOARDS,),
    "pupils.GroupStaffSet": (_BOARDS,),
    "timetable.LessonChangedForDay": (_BOARDS,),
}

# Nobody needs to react to these: they are told for the timeline alone.
UNHEARD: frozenset[str] = frozenset(
    {
        # absence: the list of the morning reads entries, messages and searches themselves
        "absence.ChildLadderSet",
        "absence.ContactHeld",
        "absence.ContactLadderSet",
        "absence.ContactOutcome",
        "absence.ContactTakenBack",
        "absence.CorrectionsSent",
        "absence.EscalationTaken",
        "absence.FamilyUnaware",
        "absence.HoldEnded",
        "absence.ProfessionalSet",
        "absence.ProfessionalTold",
        "absence.RoundBegun",
        "absence.StepsTaken",
        "absence.SweepTicked",
        # absence: the reasons are marks already, saved in the same act
        "absence.FamiliesTexted",
        "absence.ReasonsSettled",
        # absence: what is to be done after a visit is a task, made in the same act
        "absence.DoorAnswered",
        "absence.VisitAskedFor",
        "absence.VisitDropped",
        "absence.VisitPolicySet",
        "absence.VisitRisksNoted",
        "absence.VisitorsBack",
        "absence.VisitorsLeft",
        "absence.VisitorsOverdue",
        "absence.VisitsChanged",
        "absence.VisitsPlanned",
        # absence: what a report decided was saved by the registers in the same act; open inboxes ask for themselves
        "absence.FilingTakenBack",
        "absence.ReportFiled",
        "absence.ReportRejected",
        "absence.ReportReopened",
        "absence.ReportTaken",
        "absence.RingBackDone",
        "absence.RingBackWanted",
        # comms: what became of a message stands on the message
        "comms.ChannelChosen",
        "comms.HandOverBegun",
        "comms.HandOverEnded",
        "comms.MessageNotWanted",
        "comms.MessageTakenBack",
        "comms.ProviderSet",
        "comms.ReceiptCame",
        "comms.ReplyCame",
        "comms.ReplyDealtWith",
        # registers: the year rows and totals are recounted in the save's own transaction
        "registers.AbsencePlanned",
        "registers.AbsencesPlanned",
        "registers.ConflictSettled",
        "registers.DayClosed",
        "registers.DaySealed",
        "registers.MarkAnswered",
        "registers.MarkChallenged",
        "registers.LessonSaved",
        "registers.MonthCopied",
        "registers.OccasionSet",
        "registers.OutingAsked",
        "registers.OutingConfirmed",
        "registers.OutingLinkMade",
        "registers.OutingLinkOpened",
        "registers.OutingLinkRevoked",
        "registers.OutingPlanned",
        "registers.PlanEnded",
        "registers.PlansEnded",
        "registers.PupilNotArrived",
        "registers.RouteSet",
        "registers.SchoolClosedSuddenly",
        "registers.SchoolReopened",
        "registers.SessionRuleSet",
        "registers.YearRowsMade",
        "registers.ChaseStamped",
        "registers.LadderSet",
        # pupils
        "pupils.AddressChanged",
        "pupils.CharacteristicEnded",
        "pupils.CharacteristicSet",
        "pupils.ContactsChanged",
        "pupils.FileUploaded",
        "pupils.GroupChanged",
        "pupils.GroupCreated",
        "pupils.MatchDecided",
        "pupils.PupilChanged",
        "pupils.PupilLeft",
        "pupils.PupilLeftGroup",
        "pupils.PupilMoved",
        "pupils.StartingDayAgreed",
        "pupils.UploadsForgotten",
        # timetable
        "timetable.SetMoved",
        "timetable.TeacherCodeSet",
        "timetable.TimetableImported",
        "timetable.TimetableUploaded",
        "timetable.WeekLettersSet",
        # schools
        "schools.BankHolidaysSeeded",
        "schools.ClosureAdded",
        "schools.ClosureRemoved",
        "schools.LessonTimesSet",
        "schools.PolicySet",
        "schools.SchoolCreated",
        "schools.SessionTimesEnded",
        "schools.SessionTimesSet",
        "schools.SiteAdded",
        "schools.TermAdded",
        "schools.TermChanged",
        "schools.TermRemoved",
        "schools.TrustCreated",
        # site: its screens read the movements, rolls and searches themselves
        "site.CheckedOut",
        "site.ClubEnded",
        "site.ClubMade",
        "site.ClubPlaceEnded",
        "site.ClubPlaceGiven",
        "site.DeskEntryDone",
        "site.DeskEntryLogged",
        "site.KioskMade",
        "site.KioskMissed",
        "site.KioskRevoked",
        "site.LeaveAgreed",
        "site.LeaveWithdrawn",
        "site.MoveSeen",
        "site.PoliceMessageClosed",
        "site.PoliceMessageOpened",
        "site.PoliceMessagePassedOn",
        "site.LunchPassEnded",
        "site.LunchPassGiven",
        "site.MovementSettled",
        "site.RollClosed",
        "site.RollCallEnded",
        "site.RollCallMade",
        "site.RollStarted",
        "site.RollTicked",
        "site.RoomEnded",
        "site.RoomSet",
        "site.SearchEnded",
        "site.SearchStepTaken",
        "site.SentToRoom",
        "site.StayWithdrawn",
        "site.TurnedBackAtGate",
        "site.VisitExpected",
        # work: a task stands on the page of whoever is to do it
        "work.TaskDone",
        "work.TaskMade",
        "work.TaskTakenOver",
        # staff
        "staff.AccountChanged",
        "staff.AccountCreated",
        "staff.PasswordReset",
        "staff.RoleAssigned",
        "staff.RoleEnded",
        "staff.StaffJoined",
        "staff.SupplyAccountEnded",
        "staff.SupplyAccountMade",
        "staff.SupplyCodeRenewed",
        "staff.SupplySignedIn",
        "staff.ThemeChosen",
    }
)
