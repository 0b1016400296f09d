import { z } from 'zod'
import { flagColumn, jsonColumn } from '../../lib/db/sql'
import { filingField, lineField, tagsField, textField } from '../../lib/resource/fields'
import { defineKind } from '../../lib/resource/kind'
import { dayMonth, distanceText, grouped, plural } from '../../lib/text/format'
import { excerptOf, itemEnd } from '../../lib/text/markdown'
import { cleanLine, cleanText } from '../../lib/text/text'
import { daysBetween } from '../../lib/time/days'
import { dayMs, hourMs, minuteMs } from '../../lib/time/units'
import { planChoice as chunkChoice } from '../../time/sessions/schema'
import { scheduler } from '../plans/schema'
import { clozeQuestion } from './cloze'
import type { Rating } from './schedule/sm2'

/** Maximum length in characters. */
const questionLimit = 5_000
const answerLimit = 10_000

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

/** FSRS state in a column: JSON, or null before the first review. */
export const fsrsColumn = jsonColumn(FsrsColumn).nullable()

/** Members that a review changes; undoing the review restores them. */
const stateFields = {
  ease_factor: z.number(),
  interval_days: z.int(),
  repetitions: z.int(),
  /** State of FSRS; null before the first review. */
  fsrs: FsrsColumn.nullable(),
  /** Local date when each scheduler wants the card. */
  sm2_next: z.string(),
  fsrs_next: z.string(),
  /** Time of the last review in epoch ms; null before it. */
  last_reviewed_at: z.int().nullable(),
  is_new: flagColumn,
}

export const CardState = z.object({ ...stateFields, updated_at: z.int() })
export type CardState = z.infer<typeof CardState>

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

/** Validated together with the question, because the answer of a cloze may be empty. */
const formAnswer = z
  .string(noAnswer)
  .transform(cleanText)
  .pipe(z.string().max(answerLimit, `At most ${grouped(answerLimit)} characters`))

export const cardKind = defineKind(
  'card',
  {
    question: {
      label: 'Question',
      column: z.string(),
      member: question,
      json: z
        .string()
        .meta({ description: 'Markdown. `{{c1::answer::hint}}` hides words; a new card is made for each number.' }),
      fresh: '',
      control: {
        as: 'input',
        isFirst: true,
        props: {
          type: 'textarea',
          wide: true,
          required: true,
          maxlength: questionLimit,
          dir: 'auto',
          hint: 'You can use Markdown. “The capital is {{c1::Lisbon}}” hides Lisbon.',
        },
      },
    },
    answer: {
      ...textField(
        'Answer',
        answerLimit,
        { none: noAnswer },
        { about: 'Markdown.', placeholder: 'Empty if the question hides words' },
      ),
      member: formAnswer,
      input: answer,
    },
    tags: tagsField(),
    plan_id: filingField('plan_id'),
    source: lineField('Source', 200, { none: 'Enter the source as text' }, { placeholder: 'Chapter 3, or a link' }),
  },
  {
    chunk_id: z.string().nullable(),
    scheduler,
    ...stateFields,
    fsrs: fsrsColumn,
    /** Due date of the scheduler in use. */
    next_review: z.string(),
    suspended: flagColumn,
  },
)

export type CardRow = z.output<typeof cardKind.Row>

/** A card with the title of its plan; null without a plan. */
export const ListedCard = cardKind.Listed
export type ListedCard = z.output<typeof ListedCard>

/** `chunk` is the chunk that the form was opened from, as `plan/chunk`. It applies as long as its plan stays chosen. */
export const NewCardForm = cardKind.NewForm.extend({ chunk: chunkChoice.optional() })

export type NewCardValues = Pick<CardRow, 'question' | 'answer'> &
  Partial<Pick<CardRow, 'tags' | 'plan_id' | 'chunk_id' | 'source' | 'suspended'>> & {
    chunk?: z.output<typeof chunkChoice>
  }

export const ratingNames: Record<Rating, string> = { 1: 'Again', 2: 'Hard', 3: 'Good', 4: 'Easy' }

/** The beginning of a question, for titles and labels. */
export const cardTitle = ({ question }: Pick<ListedCard, 'question'>, length = 60) =>
  excerptOf(clozeQuestion(question), length, itemEnd)

export const groupNames = { due: 'Due again', new: 'New', later: 'Later', suspended: 'Suspended' }

/** Group of a card in the list. */
export const groupOf = (
  { is_new, suspended, next_review }: Pick<ListedCard, 'is_new' | 'suspended' | 'next_review'>,
  today: string,
): keyof typeof groupNames => {
  if (suspended === 1) return 'suspended'
  if (is_new === 1) return 'new'
  return next_review <= today ? 'due' : 'later'
}

/** Names a day: `today`, `tomorrow`, `3 December`. */
export const dayText = (date: string, today: string) =>
  ['today', 'tomorrow'][daysBetween(today, date)] ?? dayMonth(date, today)

/** When a card is due again, or its delay: `13 days late`; null for a new or suspended card. */
export const returnText = (card: Parameters<typeof groupOf>[0], today: string) => {
  const group = groupOf(card, today)
  if (group !== 'due' && group !== 'later') return null
  const daysLate = daysBetween(card.next_review, today)
  return daysLate > 0 ? `${distanceText(daysLate)} late` : dayText(card.next_review, today)
}

/** Interval in days by the scheduler in use; 0 if shorter than a day. */
export const intervalDays = ({
  scheduler,
  interval_days,
  fsrs,
}: Pick<ListedCard, 'scheduler' | 'interval_days' | 'fsrs'>) =>
  scheduler === 'fsrs' && fsrs !== null ? fsrs.scheduled_days : interval_days

/**
 * Time in ms from a card's last review until it is due again: whole days from one day on; 0 if it is due at any time
 * today.
 * @param date local date of the review
 */
export const waitOf = (card: Parameters<typeof intervalDays>[0] & Pick<ListedCard, 'sm2_next'>, date?: string) => {
  if (card.scheduler === 'sm2' && card.sm2_next === date) return 0
  const days = intervalDays(card)
  return days > 0 || !card.fsrs?.reviewed_at ? days * 86_400_000 : card.fsrs.due_at - card.fsrs.reviewed_at
}

const monthDays = 30.44

/** Formats the time until a card is due again: `today`, `10 min`, `6 days`, `4 months`, `1.5 years`. */
export const waitText = (milliseconds: number) => {
  if (milliseconds === 0) return 'today'
  if (milliseconds < hourMs) return `${Math.max(1, Math.round(milliseconds / minuteMs))} min`
  if (milliseconds < dayMs) return `${Math.round(milliseconds / hourMs)} h`
  const days = Math.round(milliseconds / dayMs)
  if (days < 60) return plural(days, 'day')
  const months = days / monthDays
  if (months < 24) return plural(Math.round(months), 'month')
  return `${Number((months / 12).toFixed(1))} years`
}

/** Number of times that a card is forgotten before it is a leech. */
export const leechLapses = 8
