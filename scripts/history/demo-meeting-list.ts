import type { Repeat } from '../../functions/lib/time/repeat'

export type PersonName = 'Joana Reis' | 'Tomás Lima' | 'Dr Moreira' | 'Inês Duarte' | 'Marta Pinto'

export type DemoMeeting = {
  /** -1 is the last such weekday before today, 1 the first one after it. */
  week: number | 'today' | 'a year ago'
  /** ISO weekday */
  on?: number
  at: string
  minutes: number
  title: string
  /** Key in demo-work.ts. */
  project: string
  with: PersonName[]
  prepared?: string
  asked?: string
  outcome?: string
  /** Titles in demo-learnings.ts of what was learned there. */
  learned?: string[]
  isLogged?: true
  repeat?: Repeat
}

/** Weekdays of the people: the clinic on Wednesdays, the thesis on Thursdays. */
const [monday, tuesday, wednesday, thursday, friday] = [1, 2, 3, 4, 5]

/** The demo person's meetings, the oldest first. */
export const meetings: DemoMeeting[] = [
  {
    ...{ week: 'a year ago', at: '14:00', minutes: 60, project: 'thesis', with: ['Joana Reis', 'Tomás Lima'] },
    title: 'Thesis committee',
    prepared: 'Print the budget for everybody.\nOne sentence for each research question.',
    asked: 'Twelve cores or eight?\nWho pays for the second lead-210 batch?',
    outcome: 'Accepted, with twelve cores. They want the dating before any model.',
    learned: ['A proposal is read from its budget backwards'],
  },
  {
    ...{ week: -49, on: thursday, at: '13:20', minutes: 45, project: 'thesis', with: ['Joana Reis'] },
    title: 'Proposal: methods and budget',
    prepared: 'Bring the footnote on priors.',
    outcome: 'The interesting choice goes into the text. Costs of the boat in a table of their own.',
  },
  {
    ...{ week: -42, on: tuesday, at: '16:00', minutes: 30, project: 'thesis', with: ['Tomás Lima'] },
    title: 'The talk on priors',
    outcome: 'Draw the prior first. He has a drawing of it that I may use.',
  },
  {
    ...{ week: -38, on: wednesday, at: '13:00', minutes: 60, project: 'clinic', with: ['Dr Moreira'] },
    title: 'Accessibility: result of the review',
    outcome: 'Passed. Two leaflets are still scans; they send the texts.',
  },
  {
    ...{ week: -37, on: friday, at: '11:40', minutes: 40, project: 'press', with: ['Inês Duarte'] },
    title: 'Which page of the catalogue comes first',
    prepared: 'One finished page, printed. Leave the drafts at home.',
    outcome: 'Decided in ten minutes. Covers larger, prices at the end.',
    learned: ['Editors want to see one page, not ten'],
  },
  {
    ...{ week: -36, on: wednesday, at: '11:00', minutes: 90, project: 'booking' },
    with: ['Dr Moreira', 'Marta Pinto'],
    title: 'Kick-off of the booking site',
    prepared: 'Ask for a tour of the reception desk.',
    asked: 'Which calls should not happen any more?\nWho may see all rooms?',
    outcome: 'First release: one room, no payment. Marta decides how the day list looks.',
  },
  {
    ...{ week: -25, on: wednesday, at: '12:30', minutes: 30, project: 'booking', with: ['Marta Pinto'] },
    title: 'What goes wrong on Mondays',
    outcome: 'The same double booking each week: the holiday list is pasted in on Sunday night.',
    learned: ['Reception knows which error happens each Monday'],
  },
  {
    ...{ week: -24, on: friday, at: '10:00', minutes: 60, project: 'press', with: ['Inês Duarte'] },
    title: 'Catalogue: hand over',
    outcome: 'She can add a title by herself. Shipping prices are reviewed in January.',
  },
  {
    ...{ week: -20, on: thursday, at: '13:20', minutes: 45, project: 'thesis', with: ['Joana Reis'] },
    title: 'Ages of the twelve cores',
    asked: 'What do we do with core 9?',
    outcome: 'Core 9 is shown, but does not count. Run the model with and without.',
  },
  {
    ...{ week: -17, on: monday, at: '14:00', minutes: 60, project: 'thesis', with: ['Joana Reis', 'Tomás Lima'] },
    title: 'Group seminar',
    outcome: 'Good questions about compaction. The map went by too fast.',
  },
  {
    ...{ week: -14, on: thursday, at: '13:20', minutes: 45, project: 'thesis', with: ['Joana Reis'] },
    title: 'First results of the stock model',
    outcome: 'The estimate is lower than published ones. Say so in the heading of the section.',
    learned: ['Say the result in the heading'],
  },
  {
    ...{ week: -12, on: wednesday, at: '11:00', minutes: 60, project: 'booking' },
    with: ['Dr Moreira', 'Marta Pinto'],
    title: 'Reception tries the calendar',
    prepared: 'Two rooms, one absence, one double booking in the test data.',
    outcome: 'Found the absence at once. The printed list needs the phone numbers.',
  },
  {
    ...{ week: -11, on: tuesday, at: '16:00', minutes: 30, project: 'thesis', with: ['Tomás Lima'] },
    title: 'Rehearsal of the talk',
    outcome: 'Twenty minutes, five too many. Round the tables.',
  },
  {
    ...{ week: -9, on: thursday, at: '13:20', minutes: 45, project: 'thesis', with: ['Joana Reis'] },
    title: 'Plan of the methods chapter',
    outcome: 'Order: field, laboratory, dating, model. Figures last.',
  },
  {
    ...{ week: -7, on: thursday, at: '13:20', minutes: 45, project: 'thesis', with: ['Joana Reis'] },
    title: 'Methods: field and laboratory',
    outcome: 'Compaction needs a figure. She marks the rest in the file.',
  },
  {
    ...{ week: -6, on: wednesday, at: '13:15', minutes: 30, project: 'booking', with: ['Dr Moreira'] },
    title: 'Payment: which cards',
    asked: 'Who gives money back, and within how many days?',
    outcome: 'Cards only, no invoices. Refunds within three days, by reception.',
  },
  {
    ...{ week: -5, on: thursday, at: '13:20', minutes: 45, project: 'thesis', with: ['Joana Reis'] },
    title: 'Methods: dating',
    outcome: 'Mixed layers go into an appendix.',
  },
  {
    ...{ week: -4, on: friday, at: '11:40', minutes: 30, project: 'typesetting', with: ['Inês Duarte'] },
    title: 'Coast guide: maps',
    outcome: 'Maps over two pages, without a frame.',
  },
  {
    ...{ week: -3, on: tuesday, at: '16:00', minutes: 45, project: 'thesis', with: ['Tomás Lima'] },
    title: 'Mixed models for twelve cores',
    prepared: 'Residuals by station, printed.',
    asked: 'Is a random slope too much for twelve cores?',
    outcome: 'Random intercepts by station, no slopes. He wants to see the priors as a figure.',
  },
  {
    ...{ week: -3, on: thursday, at: '13:20', minutes: 45, project: 'thesis', with: ['Joana Reis'] },
    title: 'Discussion: first reading',
    outcome: 'Short sentences stay. One paragraph on what we do not know.',
  },
  {
    ...{ week: -1, on: wednesday, at: '13:10', minutes: 40, project: 'booking', isLogged: true },
    with: ['Dr Moreira', 'Marta Pinto'],
    title: 'Go-live: what is missing',
    prepared: 'The list of reception, by how often it happens.\nRefunds work with test cards.',
    asked: 'Who tests the calendar, and when?\nWhat happens with a slot that is cancelled on the day?',
    outcome:
      'No payment for children. Dr Moreira confirms the date.\n\nA cancelled slot is offered to the next on Marta’s list; today that list is on paper.',
    learned: ['A cancelled slot should be offered to somebody'],
  },
  {
    ...{ week: -1, on: thursday, at: '13:20', minutes: 45, project: 'thesis', isLogged: true },
    with: ['Joana Reis'],
    title: 'Uncertainty in the tables',
    prepared: 'Table 3 in both layouts.',
    asked: 'One table for all stations, or one for each?',
    outcome: 'One table, with the interval behind each value. She reads chapter 3 next.',
    learned: ['An interval belongs beside its value'],
  },
  {
    ...{ week: -1, on: friday, at: '11:40', minutes: 30, project: 'typesetting', with: ['Inês Duarte'] },
    title: 'Coast guide: captions',
    outcome: 'Try 9.5 points. Paper samples are on their way.',
  },
  {
    ...{ week: 'today', at: '16:30', minutes: 45, project: 'thesis', with: ['Tomás Lima'] },
    title: 'Priors, over coffee',
    prepared: 'The figure of the priors, on paper.\nThe run without core 9.',
    asked: 'Does the prior on compaction pull station 7?',
  },
  {
    ...{ week: 1, on: monday, at: '11:00', minutes: 60, project: 'thesis', with: ['Joana Reis', 'Tomás Lima'] },
    title: 'Group meeting: the sensitivity runs',
    prepared: 'Twelve slides at most. The map has its own.',
  },
  {
    ...{ week: 1, on: thursday, at: '13:20', minutes: 45, project: 'thesis', with: ['Joana Reis'] },
    title: 'Chapter by chapter',
    repeat: 'weekly',
  },
  {
    ...{ week: 2, on: wednesday, at: '13:10', minutes: 60, project: 'booking', with: ['Dr Moreira', 'Marta Pinto'] },
    title: 'Go-live rehearsal at reception',
    asked: 'Who answers the phone on the first morning?',
  },
  {
    ...{ week: 3, on: friday, at: '11:40', minutes: 30, project: 'typesetting', with: ['Inês Duarte'] },
    title: 'Coast guide: last proofs',
  },
]
