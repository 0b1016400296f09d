import type { Command } from './command'

const lineArgument = { name: 'LINE', summary: 'The title, with @project, !goal and %plan/chunk', isRest: true } as const

const marks =
  '@project, !goal and %plan/chunk file the time. The beginning of a name is enough while only one name has it. A name that has spaces may stand in double quotes, as in @"Petrel Press". Put the line in single quotes, as shells read ! and # themselves.'

export const timeCommands: Command[] = [
  {
    name: 'start',
    summary: 'Start the timer',
    details: [
      'Starts the timer, and stops one that is running. It works offline; the next sync sends it.',
      marks,
      'since 9:30 in the line starts the timer earlier, up to 24 hours back.',
    ],
    args: [{ ...lineArgument, isOptional: true, names: 'line' }],
    options: [],
    examples: [
      ["daymark start 'chapter 2 @Thesis !Methods'", 'Starts the timer on the project Thesis.'],
      ["daymark start 'standup since 9:30'", 'Starts it as if at 9:30.'],
      ['daymark start %learn-knots/splices', 'Starts it on a chunk of a plan.'],
    ],
  },
  {
    name: 'stop',
    summary: 'Stop the timer',
    details: [
      'Stops the running timer, wherever it was started.',
      'A timer that was left running for more than 24 hours needs --at with the time at which it ended.',
    ],
    args: [],
    options: [
      { name: 'note', short: 'n', value: 'TEXT', summary: 'Add a note to the session' },
      { name: 'at', value: 'TIME', summary: 'End it earlier, as 17:30 or 2026-11-20T17:30' },
    ],
    examples: [['daymark stop --note "draft is ready"', 'Stops the timer and keeps the note.']],
  },
  {
    name: 'status',
    summary: 'Show the running timer and today',
    details: ['Shows the running timer, the time tracked today, cards that are due, and what waits to be sent.'],
    args: [],
    options: [],
    examples: [['daymark status --json', 'Prints the same for a status bar.']],
  },
  {
    name: 'log',
    summary: 'Log a session that ended',
    details: [
      'Adds a session with its time: 9-10:30, 25m, "yesterday 14:00-15:00", "1h30 until 12". A length alone ends now.',
      marks,
    ],
    args: [{ ...lineArgument, names: 'line' }],
    options: [],
    examples: [
      ["daymark log '9-10:30 writing @Thesis'", 'Logs an hour and a half of today.'],
      ["daymark log 'yesterday 25m call'", 'Logs a call behind the last session of yesterday.'],
    ],
  },
  {
    name: 'stats',
    summary: 'Show how much you tracked',
    details: [
      'Shows total, streak and days of the last 30 days, and what the time was for. Offline it counts the sessions on this device.',
    ],
    args: [],
    options: [{ name: 'range', short: 'r', value: 'DAYS', summary: 'Days up to today, 1 to 366 (30)' }],
    examples: [['daymark stats --range 7', 'Shows the last week.']],
  },
]
