import type { ActionItemValues } from '../../functions/action-items/schema'
import { newActionItemValues } from '../../functions/action-items/schema'
import type { FeedbackCategory, FeedbackSentiment, NewFeedbackValues } from '../../functions/feedback/schema'
import { addDays, wallTime, type Zone } from '../../functions/lib/days'
import type { NewPersonValues } from '../../functions/people/schema'
import { seededRandom } from './random'

type Name = 'Joana Reis' | 'Tomás Lima' | 'Dr Moreira' | 'Inês Duarte'

type DemoFeedback = {
  /** Days from today. */
  day: number
  from: Name | null
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
  with?: Name
  owner?: 'person'
  priority?: ActionItemValues['priority']
  /** Days before today on which it was done. */
  done?: number
  /** Place of the feedback that it comes from. */
  of?: number
}

const promised: DemoItem[] = [
  { description: 'Move the footnote on priors into the text', due: -320, with: 'Joana Reis', done: 322, of: 0 },
  { description: 'Send a note on Mondays how the week will go', due: -224, with: 'Dr Moreira', done: 224, of: 2 },
  { description: 'Round the tables of the talk', due: -60, with: 'Tomás Lima', done: 61, of: 5 },
  { description: 'Show the map on its own slide', due: -100, done: 97, of: 4 },
  { description: 'Add the uncertainty to table 3', due: 1, with: 'Joana Reis', priority: 'high', of: 8 },
  { description: 'Try captions at 9.5 points', due: 0, with: 'Inês Duarte', of: 9 },
  { description: 'Send Tomás the priors as a figure', due: -2, with: 'Tomás Lima', priority: 'high' },
  { description: 'Ask the clinic who tests the calendar', due: 5, with: 'Dr Moreira' },
  { description: 'Bring the field notebooks', due: null },
  { description: 'Read chapter 3 until the meeting', due: 3, with: 'Joana Reis', owner: 'person' },
  { description: 'Confirm the date of the go-live', due: -1, with: 'Dr Moreira', owner: 'person' },
  { description: 'Send the paper samples', due: null, with: 'Inês Duarte', owner: 'person' },
]

/** `at` is the moment (epoch ms) when it was added. */
export type HistoryFeedback = { id: string; values: NewFeedbackValues & { date: string }; at: number }

/** Moments are epoch ms with their local date: when it was added, and when it was completed. */
export type HistoryActionItem = {
  id: string
  values: ActionItemValues
  added: { instant: number; today: string }
  done?: { instant: number; today: string }
}

/** Feedback to the demo person, and what they and others promised. */
export const feedbackOn = (today: string, zone: Zone, people: { id: string; values: NewPersonValues }[]) => {
  const random = seededRandom(41)
  const personOf = (name: Name | null | undefined) => people.find(({ values }) => values.name === name)
  const feedback = said.map(({ day, from, category = 'general', tags = '', ...rest }): HistoryFeedback => {
    const date = addDays(today, day)
    const at = wallTime(date, '17:20', zone)
    const person = personOf(from)
    const filed = { from_person_id: person?.id ?? null, organization_id: person?.values.organization_id ?? null }
    return { id: random.id(at), values: { ...rest, category, tags, date, ...filed }, at }
  })
  const actionItems = promised.map(({ due, with: name, done, of, ...rest }): HistoryActionItem => {
    const person = personOf(name)
    const source = of === undefined ? undefined : feedback[of]
    const at = (source?.at ?? wallTime(addDays(today, Math.min(-3, (due ?? 0) - 9)), '17:40', zone)) + 60_000
    const on = done === undefined ? null : addDays(today, -done)
    return {
      id: random.id(at),
      values: {
        ...{ ...newActionItemValues, ...rest, due_date: due === null ? null : addDays(today, due) },
        ...{ status: on === null ? ('todo' as const) : ('done' as const) },
        ...(source && { source_type: 'feedback' as const, source_id: source.id }),
        ...{ person_id: person?.id ?? null, organization_id: person?.values.organization_id ?? null },
      },
      added: { instant: at, today },
      done: on === null ? undefined : { instant: wallTime(on, '16:00', zone), today: on },
    }
  })
  return { feedback, actionItems }
}
