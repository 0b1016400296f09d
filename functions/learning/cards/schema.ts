import { z } from 'zod'
import type { Described } from '../../lib/conflict'
import { daysBetween } from '../../lib/days'
import { dayMonth, distance, grouped, plural } from '../../lib/format'
import { excerptOf } from '../../lib/markdown'
import { filedUnder, lineMember, seenVersion, tagsColumn, tagsMember } from '../../lib/resource/members'
import { jsonColumn } from '../../lib/sql'
import { cleanLine, cleanText } from '../../lib/text'
import { planChoice as chunkChoice } from '../../time/sessions/schema'
import { scheduler } from '../plans/schema'
import { clozeQuestion } from './cloze'
import type { Rating } from './schedule/sm2'

/** In characters. */
export const questionLimit = 5_000
export const answerLimit = 10_000
export const sourceLimit = 200

const flag = z.union([z.literal(0), z.literal(1)])

export const FsrsColumn = z.object({
  stability: z.number(),
  difficulty: z.number(),
  state: z.int(),
  learning_steps: z.int(),
  scheduled_days: z.number(),
  reps: z.int(),
  lapses: z.int(),
  due_at: z.int(),
  reviewed_at: z.int().nullable(),
})

/** The state of FSRS as a column has it: JSON, or null before the first review. */
export const fsrsColumn = jsonColumn(FsrsColumn).nullable()

/** Members that a review changes and that its undo restores. */
const stateFields = {
  ease_factor: z.number(),
  interval_days: z.int(),
  repetitions: z.int(),
  /** Null before the first review. */
  fsrs: FsrsColumn.nullable(),
  /** Local dates on which either scheduler wants the card. */
  sm2_next: z.string(),
  fsrs_next: z.string(),
  /** Epoch ms. */
  last_reviewed_at: z.int().nullable(),
  is_new: flag,
  updated_at: z.int(),
}

export const CardState = z.object(stateFields)
export type CardState = z.infer<typeof CardState>

export const filing = filedUnder('cards', 'plan_id')

export const CardRow = z.object({
  id: z.string(),
  ...filing.columns,
  chunk_id: z.string().nullable(),
  question: z.string(),
  answer: z.string(),
  tags: tagsColumn,
  source: z.string(),
  scheduler,
  ...stateFields,
  fsrs: fsrsColumn,
  /** The date of the scheduler in use. */
  next_review: z.string(),
  suspended: flag,
  seq: z.int(),
  /** Epoch ms. */
  created_at: z.int(),
})
export type CardRow = z.output<typeof CardRow>

/** A card with the title of its plan, null without one. */
export const ListedCard = CardRow.extend(filing.names)
export type ListedCard = z.output<typeof ListedCard>

const text = (missing: string, limit: number) =>
  z
    .string(missing)
    .transform(cleanText)
    .pipe(
      z
        .string()
        .refine((cleaned) => cleanLine(cleaned) !== '', missing)
        .max(limit, `At most ${grouped(limit)} characters`),
    )
    .meta({ minLength: 1, maxLength: limit })

export const question = text('Enter a question', questionLimit)
export const noAnswer = 'Enter an answer'
export const answer = text(noAnswer, answerLimit)

const noPlan = 'Choose a plan from the list'

const planChoice = z
  .string(noPlan)
  .max(100, noPlan)
  .transform((id) => id || null)

export const source = lineMember(sourceLimit, { none: 'Enter the source as text' })

/** Checked with the question: that of a cloze may stay empty. */
const formAnswer = z
  .string(noAnswer)
  .transform(cleanText)
  .pipe(z.string().max(answerLimit, `At most ${grouped(answerLimit)} characters`))

const fields = {
  question,
  answer: formAnswer,
  tags: tagsMember.optional(),
  plan_id: planChoice.optional(),
  source: source.optional(),
}

/** `chunk` is the chunk that the form was opened from, `plan/chunk`: it counts while the plan stays chosen. */
export const NewCardForm = z.object({ ...fields, chunk: chunkChoice.optional() })

export type NewCardValues = Pick<CardRow, 'question' | 'answer'> &
  Partial<Pick<CardRow, 'tags' | 'plan_id' | 'chunk_id' | 'source' | 'suspended'>> & {
    chunk?: z.output<typeof chunkChoice>
  }

export const CardForm = z.object({ ...fields, seq: seenVersion('card') })
export type CardForm = z.output<typeof CardForm>

export const ratingNames: Record<Rating, string> = { 1: 'Again', 2: 'Hard', 3: 'Good', 4: 'Easy' }

/** The beginning of a question, for titles and labels. */
export const cardTitle = ({ question }: Pick<ListedCard, 'question'>, length = 60) =>
  excerptOf(clozeQuestion(question), length)

export const described: Described<ListedCard> = {
  question: ['Question', (question) => question],
  answer: ['Answer', (answer) => answer],
  tags: ['Tags', (tags) => tags],
  source: ['Source', (source) => source],
  plan_id: ['Plan', (id) => id ?? 'No plan'],
  suspended: ['Status', (suspended) => (suspended === 1 ? 'Suspended' : 'Active')],
}

export const groupNames = { due: 'Due again', new: 'New', later: 'Later', suspended: 'Suspended' }

/** The group of the list that a card is in. */
export const groupOf = (
  { is_new, suspended, next_review }: Pick<ListedCard, 'is_new' | 'suspended' | 'next_review'>,
  today: string,
): keyof typeof groupNames => {
  if (suspended === 1) return 'suspended'
  if (is_new === 1) return 'new'
  return next_review <= today ? 'due' : 'later'
}

/** `today`, `tomorrow`, `3 December` */
export const dayText = (date: string, today: string) =>
  ['today', 'tomorrow'][daysBetween(today, date)] ?? dayMonth(date, today)

/** When a card comes back, or how late it is: `13 days late`; null for a new one, and for one that is suspended. */
export const returnText = (card: Parameters<typeof groupOf>[0], today: string) => {
  const group = groupOf(card, today)
  if (group !== 'due' && group !== 'later') return null
  const daysLate = daysBetween(card.next_review, today)
  return daysLate > 0 ? `${distance(daysLate)} late` : dayText(card.next_review, today)
}

/** Days between reviews, by the scheduler in use; 0 for less than one. */
export const intervalDays = ({
  scheduler,
  interval_days,
  fsrs,
}: Pick<ListedCard, 'scheduler' | 'interval_days' | 'fsrs'>) =>
  scheduler === 'fsrs' && fsrs !== null ? fsrs.scheduled_days : interval_days

/** Milliseconds from a card's last review until it is due again; whole days for a day or more. */
export const waitOf = (card: Parameters<typeof intervalDays>[0]) => {
  const days = intervalDays(card)
  return days > 0 || !card.fsrs?.reviewed_at ? days * 86_400_000 : card.fsrs.due_at - card.fsrs.reviewed_at
}

const minuteMs = 60_000
const hourMs = 60 * minuteMs
const dayMs = 24 * hourMs
const monthDays = 30.44

/** How long until a card comes back: `10 min`, `6 days`, `4 months`, `1.5 years`. */
export const waitText = (milliseconds: number) => {
  if (milliseconds < hourMs) return `${Math.max(1, Math.round(milliseconds / minuteMs))} min`
  if (milliseconds < dayMs) return `${Math.round(milliseconds / hourMs)} h`
  const days = Math.round(milliseconds / dayMs)
  if (days < 60) return plural(days, 'day')
  const months = days / monthDays
  if (months < 24) return plural(Math.round(months), 'month')
  return `${Number((months / 12).toFixed(1))} years`
}
