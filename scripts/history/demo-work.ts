import type { HistoryProject } from './write'

/** The demo person's projects, by short keys. */
export const demoProjects = {
  thesis: { name: 'Thesis', client: 'University', classification: 'learning', status: 'active', color: 'cobalt' },
  course: {
    name: 'Statistics course',
    client: 'University',
    classification: 'learning',
    status: 'active',
    color: 'violet',
  },
  booking: { name: 'Booking site', client: 'Harbour Clinic', classification: 'work', status: 'active', color: 'rust' },
  clinic: { name: 'Website', client: 'Harbour Clinic', classification: 'work', status: 'inactive', color: 'brick' },
  typesetting: { name: 'Typesetting', client: 'Petrel Press', classification: 'work', status: 'active', color: 'plum' },
  press: { name: 'Website', client: 'Petrel Press', classification: 'work', status: 'inactive', color: 'rose' },
  newsletter: {
    name: 'Newsletter',
    client: 'Rowing club',
    classification: 'personal',
    status: 'inactive',
    color: 'sky',
  },
  portuguese: { name: 'Portuguese', client: '', classification: 'personal', status: 'active', color: 'jade' },
  admin: { name: 'Admin', client: '', classification: 'work', status: 'active', color: 'slate' },
} satisfies Record<string, Omit<HistoryProject, 'id' | 'import_id'>>

export type ProjectName = keyof typeof demoProjects

export const projectNames = Object.keys(demoProjects) as ProjectName[]

/** A stretch of work on one thing. Its titles are used in order in the course of its days. */
export type Workstream = {
  work: Work
  project: ProjectName
  /** a title in demo-goals.ts */
  goal?: string
  /** days from today, both included; `to` is in the future for unfinished work */
  from: number
  to: number
  /** probability relative to other workstreams of the same work */
  weight: number
  /** titles repeat in random order */
  endless: boolean
  tags: string[]
  titles: string[]
}

export const works = ['thesis', 'clinic', 'press', 'course', 'portuguese', 'admin', 'newsletter'] as const
export type Work = (typeof works)[number]

/** Notes that some sessions get. */
export const notes: Record<Work, [string, ...string[]]> = {
  thesis: [
    'Core 9 is disturbed below 31 cm. Leave it out and say so.',
    'Joana wants the uncertainty in the table, not in the text.',
    'Two sentences an hour, but they are good ones.',
    'Left off at the second figure.',
  ],
  clinic: [
    'They would rather have a phone number than an error message.',
    'Dr Moreira is away till Monday; ask her then about refunds.',
    'Works, except for slots that end at midnight.',
  ],
  press: ['The maps arrive on Thursday.', 'Page 48 still runs over by two lines.', 'Uncoated paper, 115 g.'],
  course: ['Exercise 4 makes sense only after reading the appendix.', 'Ask about degrees of freedom.'],
  portuguese: ['Understood nearly all of it at full speed.', 'Ser and estar. Still.'],
  admin: ['Both invoices are out.', 'Waiting for the form from the bank.'],
  newsletter: ['Two crews have not sent their results.'],
}

/** Short calls that overlap other sessions. `from` is in days from today. */
export const calls: { project: ProjectName; title: string; from: number }[] = [
  { project: 'clinic', title: 'Call: the contact page is down', from: -400 },
  { project: 'typesetting', title: 'Call: the editor has a question', from: -400 },
  { project: 'booking', title: 'Call: reception cannot sign in', from: -200 },
  { project: 'booking', title: 'Call from the clinic', from: -78 },
]

type Slot = {
  /** ISO weekdays */
  on: number[]
  at: string
  minutes: [number, number]
  work: Work
  /** probability of taking place, 0 to 1 */
  chance: number
}

/** An ordinary week. Evenings from 22:40 often end after midnight. */
export const weekSlots: Slot[] = [
  { on: [1, 2, 4], at: '08:40', minutes: [80, 145], work: 'thesis', chance: 0.95 },
  { on: [3], at: '09:10', minutes: [90, 150], work: 'clinic', chance: 0.95 },
  { on: [5], at: '09:00', minutes: [110, 165], work: 'press', chance: 0.9 },
  { on: [6], at: '10:20', minutes: [30, 60], work: 'portuguese', chance: 0.6 },
  { on: [1, 2, 4], at: '11:25', minutes: [50, 115], work: 'thesis', chance: 0.9 },
  { on: [6], at: '11:40', minutes: [60, 150], work: 'thesis', chance: 0.6 },
  { on: [3], at: '12:00', minutes: [25, 45], work: 'clinic', chance: 0.7 },
  { on: [5], at: '12:05', minutes: [20, 50], work: 'admin', chance: 0.9 },
  { on: [3], at: '14:00', minutes: [80, 130], work: 'clinic', chance: 0.9 },
  { on: [1, 4], at: '14:15', minutes: [70, 140], work: 'clinic', chance: 0.9 },
  { on: [2, 5], at: '14:30', minutes: [70, 140], work: 'press', chance: 0.9 },
  { on: [5], at: '16:30', minutes: [50, 95], work: 'thesis', chance: 0.7 },
  { on: [3], at: '16:40', minutes: [40, 90], work: 'thesis', chance: 0.6 },
  { on: [1], at: '16:55', minutes: [15, 35], work: 'admin', chance: 0.5 },
  { on: [6], at: '17:00', minutes: [40, 80], work: 'newsletter', chance: 0.35 },
  { on: [2, 4], at: '18:30', minutes: [75, 95], work: 'course', chance: 0.9 },
  { on: [1, 3], at: '19:10', minutes: [25, 55], work: 'portuguese', chance: 0.8 },
  { on: [7], at: '20:30', minutes: [40, 90], work: 'thesis', chance: 0.08 },
  { on: [2, 4, 5], at: '22:40', minutes: [70, 150], work: 'thesis', chance: 0.09 },
]
