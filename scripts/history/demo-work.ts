import type { HistoryProject } from './write'

/** The demo person's projects, by short names of ours. */
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

/** What a stretch of work consists of: its titles are gone through in order, some more than once. */
export type Strand = {
  work: Work
  project: ProjectName
  /** a title in demo-goals.ts */
  goal?: string
  /** days from today, both included */
  from: number
  to: number
  /** how often it is taken, against another strand of the same work */
  weight?: number
  tags: string[]
  titles: [string, ...string[]]
}

export type Work = 'thesis' | 'clinic' | 'press' | 'course' | 'portuguese' | 'admin' | 'newsletter'

export const strands: Strand[] = [
  {
    work: 'thesis',
    project: 'thesis',
    goal: 'Thesis proposal',
    from: -400,
    to: -299,
    tags: ['reading', 'writing'],
    titles: [
      'Read: carbon burial in tidal marshes',
      'Read: dating recent sediment',
      'Notes on three reviews',
      'Outline of the proposal',
      'Proposal: research questions',
      'Proposal: methods and budget',
      "Answer the committee's comments",
    ],
  },
  {
    work: 'thesis',
    project: 'thesis',
    goal: 'Date all twelve cores',
    from: -298,
    to: -216,
    tags: ['field'],
    titles: [
      'Choose the sampling stations',
      'Book the boat and the corer',
      'Field day: stations 1 to 4',
      'Field day: stations 5 to 8',
      'Field day: stations 9 to 12',
      'Label and store the cores',
      'Field notes: type up',
    ],
  },
  {
    work: 'thesis',
    project: 'thesis',
    goal: 'Date all twelve cores',
    from: -215,
    to: -121,
    tags: ['lab'],
    titles: [
      'Slice cores 1 to 4',
      'Dry and weigh cores 1 to 4',
      'Slice cores 5 to 8',
      'Dry and weigh cores 5 to 8',
      'Slice cores 9 to 12',
      'Loss on ignition, first batch',
      'Loss on ignition, second batch',
      'Lead-210: enter the counts',
      'Age and depth of every core',
    ],
  },
  {
    work: 'thesis',
    project: 'thesis',
    goal: 'Carbon stock model',
    from: -120,
    to: -51,
    tags: ['deep', 'code'],
    titles: [
      'Stock model: read in the cores',
      'Stock model: first fit',
      'Stock model: compaction',
      'Stock model: rerun without core 9',
      'Compare with published stocks',
      'Stock model: sensitivity runs',
    ],
  },
  {
    work: 'thesis',
    project: 'thesis',
    goal: 'Methods chapter',
    from: -50,
    to: 0,
    weight: 3,
    tags: ['deep', 'writing'],
    titles: [
      'Methods: field sampling',
      'Methods: laboratory',
      'Methods: dating',
      'Methods: the stock model',
      'Methods: figures',
      'Methods: second pass',
    ],
  },
  {
    work: 'thesis',
    project: 'thesis',
    goal: 'Carbon stock model',
    from: -50,
    to: 0,
    tags: ['code'],
    titles: ['Stock model: sensitivity runs', 'Stock model: clean up the scripts', 'Stock model: last plots'],
  },
  {
    work: 'thesis',
    project: 'thesis',
    goal: 'Results chapter',
    from: -24,
    to: 0,
    tags: ['writing'],
    titles: ['Results: tables by station', 'Results: stock against age', 'Results: opening paragraphs'],
  },
  {
    work: 'clinic',
    project: 'clinic',
    goal: 'Clinic site passes its accessibility review',
    from: -400,
    to: -262,
    tags: ['accessibility'],
    titles: [
      'Opening hours and contact page',
      'Contrast of the appointment cards',
      'Keyboard path through the forms',
      'Screen reader pass',
      'Patient leaflets as pages',
      'Review with the auditor',
    ],
  },
  {
    work: 'clinic',
    project: 'booking',
    goal: 'Booking site live',
    from: -261,
    to: -201,
    tags: ['planning', 'call'],
    titles: [
      'Kick-off with reception',
      'Sketch the booking flow',
      'Interviews with four patients',
      'Prototype of the slot picker',
      'Agree on the first release',
    ],
  },
  {
    work: 'clinic',
    project: 'booking',
    goal: 'Staff calendar',
    from: -200,
    to: -79,
    tags: ['code'],
    titles: [
      'Calendar: week view',
      'Calendar: absences',
      'Calendar: double bookings',
      'Calendar: two rooms at once',
      'Calendar: printed day list',
      'Show the calendar to reception',
      'Calendar: what reception found',
    ],
  },
  {
    work: 'clinic',
    project: 'booking',
    goal: 'Payment step',
    from: -78,
    to: 0,
    weight: 3,
    tags: ['code'],
    titles: [
      'Payment step: form',
      'Payment step: declined cards',
      'Payment step: receipts by mail',
      'Payment step: refunds',
      'Payment step: trial with test cards',
    ],
  },
  {
    work: 'clinic',
    project: 'booking',
    goal: 'Booking site live',
    from: -78,
    to: 0,
    tags: ['call'],
    titles: ['Weekly call with the clinic', 'Wrong slot after the clock change', "Go through reception's list"],
  },
  {
    work: 'press',
    project: 'typesetting',
    goal: 'Lay out the spring anthology',
    from: -400,
    to: -249,
    tags: ['layout'],
    titles: [
      'Anthology: page grid',
      'Anthology: poems 1 to 20',
      'Anthology: poems 21 to 45',
      'Anthology: contents and notes',
      'Anthology: proofs to the editor',
      'Anthology: corrections',
      'Anthology: files to the printer',
    ],
  },
  {
    work: 'press',
    project: 'press',
    goal: 'Petrel catalogue online',
    from: -248,
    to: -169,
    tags: ['code'],
    titles: [
      'Catalogue: read in the titles',
      'Catalogue: covers',
      'Catalogue: search',
      'Shipping prices',
      'Catalogue: hand over',
    ],
  },
  {
    work: 'press',
    project: 'typesetting',
    goal: 'Lay out the coast guide',
    from: -168,
    to: 0,
    tags: ['layout'],
    titles: [
      'Coast guide: styles',
      'Coast guide: chapters 1 and 2',
      'Coast guide: maps',
      'Call with the printer',
      'Coast guide: chapters 3 and 4',
      'Coast guide: captions',
      'Coast guide: chapter 5',
      'Coast guide: tide tables',
    ],
  },
  {
    work: 'course',
    project: 'course',
    goal: 'Statistics course, part one',
    from: -395,
    to: -291,
    tags: ['class'],
    titles: [
      'Unit 1: describing data',
      'Unit 2: chance',
      'Unit 3: samples',
      'Problem set 1',
      'Unit 4: intervals',
      'Unit 5: tests',
      'Problem set 2',
      'Revise for the exam',
    ],
  },
  {
    work: 'course',
    project: 'course',
    goal: 'Statistics course, part two',
    from: -48,
    to: 0,
    tags: ['class'],
    titles: [
      'Unit 1: linear models',
      'Unit 2: residuals',
      'Problem set 1',
      'Unit 3: interactions',
      'Unit 4: mixed models',
    ],
  },
  {
    work: 'portuguese',
    project: 'portuguese',
    goal: 'Portuguese, three hours a week',
    from: -400,
    to: 0,
    weight: 3,
    tags: ['practice'],
    titles: [
      'Lesson with Inês',
      'Past tenses',
      'The morning news, twice',
      'A page about the weekend',
      '60 word cards',
      'Lesson with Inês: at the market',
      'Subjunctive, again',
      'Radio play, part 2',
    ],
  },
  {
    work: 'portuguese',
    project: 'portuguese',
    goal: 'Read a novel in Portuguese',
    from: -150,
    to: -34,
    weight: 2,
    tags: ['reading'],
    titles: ['Novel: chapters 1 to 3', 'Novel: chapters 4 to 8', 'Novel: chapters 9 to 14', 'Novel: the end'],
  },
  {
    work: 'admin',
    project: 'admin',
    from: -400,
    to: 0,
    weight: 3,
    tags: [],
    titles: [
      'Plan the week',
      'Invoice for Harbour Clinic',
      'Mail',
      'Invoice for Petrel Press',
      'Expenses',
      'Renew the insurance',
      'Mail',
    ],
  },
  {
    work: 'admin',
    project: 'admin',
    goal: 'File the tax return',
    from: -236,
    to: -204,
    weight: 6,
    tags: ['tax'],
    titles: ['Tax: collect the receipts', 'Tax: income and costs', 'Tax: check and send'],
  },
  {
    work: 'newsletter',
    project: 'newsletter',
    goal: 'Hand the newsletter over',
    from: -400,
    to: -131,
    tags: [],
    titles: ['Newsletter: gather the results', 'Newsletter: write', 'Newsletter: photos', 'Newsletter: send'],
  },
]

/** What is written down beside a session now and then. */
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

/** Short calls, which come while something else is under way. */
export const calls: { project: ProjectName; title: string; from: number }[] = [
  { project: 'clinic', title: 'Call: the contact page is down', from: -400 },
  { project: 'typesetting', title: 'Call: the editor has a question', from: -400 },
  { project: 'booking', title: 'Call: reception cannot sign in', from: -200 },
  { project: 'booking', title: 'Call from the clinic', from: -78 },
]

export type Slot = {
  /** ISO weekdays */
  on: number[]
  at: string
  minutes: [number, number]
  work: Work
  /** of taking place, 0 to 1 */
  chance: number
}

/** An ordinary week. Evenings after 22:00 tend to go past midnight. */
export const week: Slot[] = [
  { on: [1, 2, 4], at: '08:40', minutes: [70, 130], work: 'thesis', chance: 0.95 },
  { on: [3], at: '09:10', minutes: [90, 150], work: 'clinic', chance: 0.95 },
  { on: [5], at: '09:00', minutes: [100, 150], work: 'press', chance: 0.9 },
  { on: [6], at: '10:20', minutes: [30, 60], work: 'portuguese', chance: 0.6 },
  { on: [1, 2, 4], at: '11:15', minutes: [40, 90], work: 'thesis', chance: 0.8 },
  { on: [6], at: '11:40', minutes: [60, 150], work: 'thesis', chance: 0.5 },
  { on: [3], at: '12:00', minutes: [25, 45], work: 'clinic', chance: 0.7 },
  { on: [5], at: '12:05', minutes: [20, 50], work: 'admin', chance: 0.9 },
  { on: [3], at: '14:00', minutes: [80, 130], work: 'clinic', chance: 0.9 },
  { on: [1, 4], at: '14:15', minutes: [60, 110], work: 'clinic', chance: 0.85 },
  { on: [2, 5], at: '14:30', minutes: [60, 115], work: 'press', chance: 0.85 },
  { on: [5], at: '16:30', minutes: [50, 95], work: 'thesis', chance: 0.6 },
  { on: [1], at: '16:45', minutes: [15, 35], work: 'admin', chance: 0.5 },
  { on: [6], at: '17:00', minutes: [40, 80], work: 'newsletter', chance: 0.35 },
  { on: [2, 4], at: '18:30', minutes: [75, 95], work: 'course', chance: 0.9 },
  { on: [1, 3], at: '19:10', minutes: [25, 55], work: 'portuguese', chance: 0.8 },
  { on: [7], at: '20:30', minutes: [40, 90], work: 'thesis', chance: 0.08 },
  { on: [2, 4, 5], at: '22:40', minutes: [70, 150], work: 'thesis', chance: 0.09 },
]
