import { z } from 'zod'
import { Instant, idInput, isoOrNull, LocalDate, rowMembers } from '../lib/api/values'
import { bodiesOf, tagsInput } from '../lib/resource/members'
import { tagList } from '../lib/text'
import { scheduler } from '../plans/schema'
import { answer, type ListedCard, question, source } from './schema'
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
    ...rowMembers,
  })
  .meta({ id: 'Card' })

export const cardJson = (card: ListedCard) => ({
  ...card,
  tags: tagList(card.tags),
  interval_days: intervalDays(card),
  stability: card.fsrs?.stability ?? null,
  difficulty: card.fsrs?.difficulty ?? null,
  last_review: isoOrNull(card.last_reviewed_at),
  suspended: card.suspended === 1,
})

export const cardBodies = bodiesOf({
  id: 'Card',
  fields: {
    question,
    answer,
    tags: tagsInput.optional(),
    plan_id: idInput.nullable().optional(),
    chunk_id: idInput.nullable().optional(),
    source: source.optional(),
    suspended: z
      .boolean('Choose true or false')
      .transform((is): 0 | 1 => (is ? 1 : 0))
      .optional(),
  },
  examples: { create: { question: 'to be (permanent)', answer: 'ser' }, patch: { suspended: true } },
})
