import { z } from 'zod'
import { Instant, idInput, iso, isoOrNull, LocalDate, seqInput, withLength } from '../lib/api/values'
import { TagList } from '../lib/tags'
import { tagList, tagText } from '../lib/text'
import { scheduler } from '../plans/schema'
import { answer, answerLimit, type ListedCard, question, questionLimit, source, sourceLimit } from './schema'
import { intervalDays } from './words'

export const CardJson = z
  .object({
    id: z.string(),
    plan_id: z.string().nullable(),
    chunk_id: z.string().nullable(),
    question: z.string().meta({ description: 'Markdown.' }),
    answer: z.string().meta({ description: 'Markdown.' }),
    tags: z.array(z.string()),
    source: z.string(),
    scheduler: scheduler.meta({ description: 'That of its plan; `sm2` without one.' }),
    ease_factor: z.number().meta({ description: 'Of SM-2, as `repetitions`.' }),
    interval_days: z.int().meta({ description: 'Days between reviews, by its scheduler; 0 for less than one.' }),
    repetitions: z.int(),
    stability: z.number().nullable().meta({ description: 'Of FSRS; null before the first review.' }),
    difficulty: z.number().nullable(),
    next_review: LocalDate.meta({ description: 'The local date on which it is due.' }),
    last_review: Instant.nullable(),
    suspended: z.boolean(),
    seq: z.int().meta({ description: 'The version; an edit may send it to detect conflicts.' }),
    created_at: Instant,
    updated_at: Instant,
  })
  .meta({ id: 'Card' })

export const cardJson = (card: ListedCard) => ({
  id: card.id,
  plan_id: card.plan_id,
  chunk_id: card.chunk_id,
  question: card.question,
  answer: card.answer,
  tags: tagList(card.tags),
  source: card.source,
  scheduler: card.scheduler,
  ease_factor: card.ease_factor,
  interval_days: intervalDays(card),
  repetitions: card.repetitions,
  stability: card.fsrs?.stability ?? null,
  difficulty: card.fsrs?.difficulty ?? null,
  next_review: card.next_review,
  last_review: isoOrNull(card.last_reviewed_at),
  suspended: card.suspended === 1,
  seq: card.seq,
  created_at: iso(card.created_at),
  updated_at: iso(card.updated_at),
})

const fields = {
  question: withLength(question, { minLength: 1, maxLength: questionLimit }),
  answer: withLength(answer, { minLength: 1, maxLength: answerLimit }),
  tags: TagList.transform(tagText).optional(),
  plan_id: idInput.nullable().optional(),
  chunk_id: idInput.nullable().optional(),
  source: withLength(source, { maxLength: sourceLimit }).optional(),
  suspended: z
    .boolean('Choose true or false')
    .transform((is): 0 | 1 => (is ? 1 : 0))
    .optional(),
}

export const NewCardBody = z
  .strictObject(fields)
  .meta({ id: 'NewCard', example: { question: 'to be (permanent)', answer: 'ser' } })

export const CardPatch = z
  .strictObject({ ...fields, question: fields.question.optional(), answer: fields.answer.optional(), seq: seqInput })
  .meta({ id: 'CardPatch', example: { suspended: true } })
