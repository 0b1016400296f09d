import { addDays, wallTime, type Zone } from '../../functions/lib/time/days'
import type { FeedbackCategory, FeedbackSentiment, NewFeedbackValues } from '../../functions/people/feedback/schema'
import type { NewPersonValues } from '../../functions/people/people/schema'
import type { TaskValues } from '../../functions/tasks/tasks/schema'
import { newTaskValues } from '../../functions/tasks/tasks/schema'
import type { PersonName } from './demo-meeting-list'
import type { HistoryMeeting } from './demo-meetings'
import { seededRandom } from './random'

type DemoFeedback = {
  /** Days from today. */
  day: number
  from: PersonName | null
  sentiment: FeedbackSentiment
  category?: FeedbackCategory
  tags?: string
  content: string
}

const said: DemoFeedback[] = [
  {
    ...{ day: -340, from: 'Joana Reis', sentiment: 'constructive', category: 'technical', tags: 'writing' },
    content: 'The methods chapter hides the interesting choice in a footnote. Say it first.',
  },
  {
    ...{ day: -290, from: 'Tomás Lima', sentiment: 'positive', category: 'technical', tags: 'statistics' },
    content: 'Drawing the prior before the model made the whole talk easy to follow.',
  },
  {
    ...{ day: -231, from: 'Dr Moreira', sentiment: 'constructive', category: 'behavioral', tags: 'estimates' },
    content: 'I would rather hear on Monday that a week is not enough than on Friday.',
  },
  {
    ...{ day: -188, from: 'Inês Duarte', sentiment: 'positive', tags: 'typesetting' },
    content: 'Nobody had to ask a question about the proofs. That never happens.',
  },
  {
    ...{ day: -120, from: null, sentiment: 'neutral', tags: 'talks' },
    content: 'Group seminar: people wanted the map on the screen for longer.',
  },
  {
    ...{ day: -75, from: 'Tomás Lima', sentiment: 'constructive', category: 'technical', tags: 'talks, statistics' },
    content: 'Too many decimals on the slides. Round to what the data can carry.',
  },
  {
    ...{ day: -41, from: 'Dr Moreira', sentiment: 'positive', category: 'behavioral', tags: 'estimates' },
    content: 'The warning about the calendar came early, so we could move the training.',
  },
  {
    ...{ day: -26, from: 'Joana Reis', sentiment: 'positive', tags: 'writing' },
    content: 'The discussion reads like you. Keep the short sentences.',
  },
  {
    ...{ day: -9, from: 'Joana Reis', sentiment: 'constructive', category: 'technical', tags: 'writing, statistics' },
    content:
      'Put the uncertainty into the table.\n\nTwo readers will look for it there and stop reading when it is not.',
  },
  {
    ...{ day: -4, from: 'Inês Duarte', sentiment: 'neutral', tags: 'typesetting' },
    content: 'The captions of the coast guide could be a little larger.',
  },
]

type DemoItem = {
  description: string
  /** Days from today; null without a date. */
  due: number | null
  with?: PersonName
  owner?: 'person'
  priority?: TaskValues['priority']
  /** Days before today on which it was done. */
  done?: number
  /** Place of the feedback that it comes from. */
  of?: number
  /** Title of the meeting that it comes from. */
  from?: string
}

const [calendar, models] = ['Reception tries the calendar', 'Mixed models for twelve cores']
const goLive = 'Go-live: what is missing'

const promised: DemoItem[] = [
  { description: 'Move the footnote on priors into the text', due: -320, with: 'Joana Reis', done: 322, of: 0 },
  { description: 'Send a note on Mondays how the week will go', due: -224, with: 'Dr Moreira', done: 224, of: 2 },
  { description: 'Round the tables of the talk', due: -60, with: 'Tomás Lima', done: 61, of: 5 },
  { description: 'Show the map on its own slide', due: -100, done: 97, of: 4 },
  { description: 'Add the uncertainty to table 3', due: 1, with: 'Joana Reis', priority: 'high', of: 8 },
  { description: 'Try captions at 9.5 points', due: 0, with: 'Inês Duarte', of: 9 },
  { description: 'Print phone numbers on the day list', due: -70, with: 'Marta Pinto', done: 71, from: calendar },
  {
    description: 'Run the model without core 9',
    due: -118,
    with: 'Joana Reis',
    done: 121,
    from: 'Ages of the twelve cores',
  },
  {
    description: 'Draw compaction as a figure',
    due: -34,
    with: 'Joana Reis',
    done: 36,
    from: 'Methods: field and laboratory',
  },
  {
    description: 'Refunds within three days: write it on the site',
    due: -30,
    with: 'Dr Moreira',
    done: 31,
    from: 'Payment: which cards',
  },
  { description: 'Bring the residuals by station', due: -12, with: 'Tomás Lima', done: 13, from: models },
  { description: 'Send Tomás the priors as a figure', due: -2, with: 'Tomás Lima', priority: 'high', from: models },
  { description: 'Ask the clinic who tests the calendar', due: 5, with: 'Dr Moreira', from: goLive },
  { description: 'Offer cancelled slots to those who wait', due: 9, with: 'Marta Pinto', from: goLive },
  { description: 'Bring the field notebooks', due: null },
  {
    description: 'Read chapter 3 until the meeting',
    due: 3,
    with: 'Joana Reis',
    owner: 'person',
    from: 'Uncertainty in the tables',
  },
  { description: 'Confirm the date of the go-live', due: -1, with: 'Dr Moreira', owner: 'person', from: goLive },
  {
    description: 'Send the paper samples',
    due: null,
    with: 'Inês Duarte',
    owner: 'person',
    from: 'Coast guide: captions',
  },
]

/** `at` is the moment (epoch ms) when it was added. */
export type HistoryFeedback = { id: string; values: NewFeedbackValues & { date: string }; at: number }

/** Moments are epoch ms with their local date: when it was added, and when it was completed. */
export type HistoryActionItem = {
  id: string
  values: TaskValues
  added: { instant: number }
  done?: { instant: number; today: string }
}

/** Feedback to the demo person, and what they and others promised. */
export const feedbackOn = (
  today: string,
  zone: Zone,
  people: { id: string; values: NewPersonValues }[],
  meetings: HistoryMeeting[],
) => {
  const random = seededRandom(41)
  const personOf = (name: PersonName | null | undefined) => people.find(({ values }) => values.name === name)
  const feedback = said.map(({ day, from, category = 'general', tags = '', ...rest }): HistoryFeedback => {
    const date = addDays(today, day)
    const at = wallTime(date, '17:20', zone)
    const person = personOf(from)
    const filed = { from_person_id: person?.id ?? null, organization_id: person?.values.organization_id ?? null }
    return { id: random.id(at), values: { ...rest, category, tags, date, ...filed }, at }
  })
  const actionItems = promised.map(
    ({ description: title, due, with: name, done, of, from, ...rest }): HistoryActionItem => {
      const person = personOf(name)
      const meeting = meetings.find(({ values }) => values.title === from)
      const source = meeting ?? (of === undefined ? undefined : feedback[of])
      const added = meeting ? wallTime(meeting.values.date, '17:40', zone) : source?.at
      const at = (added ?? wallTime(addDays(today, Math.min(-3, (due ?? 0) - 9)), '17:40', zone)) + 60_000
      const on = done === undefined ? null : addDays(today, -done)
      return {
        id: random.id(at),
        values: {
          ...{
            ...newTaskValues,
            owner: 'me' as const,
            ...rest,
            title,
            due_date: due === null ? null : addDays(today, due),
          },
          ...{ status: on === null ? ('todo' as const) : ('done' as const) },
          ...(source && { source_type: meeting ? ('meeting' as const) : ('feedback' as const), source_id: source.id }),
          ...{ person_id: person?.id ?? null, organization_id: person?.values.organization_id ?? null },
        },
        added: { instant: at },
        done: on === null ? undefined : { instant: wallTime(on, '16:00', zone), today: on },
      }
    },
  )
  return { feedback, actionItems }
}
