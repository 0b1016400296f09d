import { z } from 'zod'
import { answer, question } from '../../../learning/cards/schema'
import { idInput } from '../../../lib/api/values'
import { SentTagList } from '../../../lib/tags'
import { dayStart, type Zone } from '../../../lib/time/days'
import type { CardData } from '../core/protocol'
import type { CardVersion, RowRefusal } from './rows'
import { instantSchema, listSchema, localDateSchema, optionalId, planId } from './values'

/** Schema of an instant, or of a local date, which means its start. */
const momentOrDate = (zone: Zone) =>
  z.preprocess(
    (value) => (typeof value === 'string' && /^\d{4}-\d\d-\d\d$/.test(value) ? dayStart(value, zone) : value),
    instantSchema.nullable(),
  )

const whole = (name: string, most: number) => {
  const message = `Enter ${name} from 0 to ${most}`
  return z.number(message).min(0, message).max(most, message).transform(Math.round)
}

const noEase = 'Enter an ease from 1.3 to 10'

/** Members of a card in a delta. Unknown members are ignored, because trackers send more columns. */
export const CardMembers = (zone: Zone) =>
  z
    .object({
      plan_id: optionalId(planId),
      chunk_id: optionalId(idInput),
      question,
      answer,
      tags: listSchema(SentTagList),
      ease_factor: z.number(noEase).min(1.3, noEase).max(10, noEase),
      interval_days: whole('days', 36_500),
      repetitions: whole('repetitions', 100_000),
      next_review: localDateSchema(zone),
      last_review: momentOrDate(zone),
      created_at: instantSchema,
    })
    .partial()

const newEase = 2.5

/** The card after a delta. A new card is due at once. @param today the person's local date */
export const mergeCard = (
  members: z.output<ReturnType<typeof CardMembers>>,
  stored: CardVersion | null,
  writtenAt: number,
  today: string,
): Pick<CardVersion, 'data' | 'extra'> | RowRefusal => {
  const before = stored?.data
  const question = members.question ?? before?.question
  const answer = members.answer ?? before?.answer
  if (question === undefined) return { reason: 'question: Enter a question' }
  if (answer === undefined) return { reason: 'answer: Enter an answer' }
  const plan_id = members.plan_id === undefined ? (before?.plan_id ?? null) : members.plan_id
  const chunk_id = members.chunk_id === undefined ? (before?.chunk_id ?? null) : members.chunk_id
  const isMoved = plan_id !== (before?.plan_id ?? null) && members.chunk_id === undefined
  const data: CardData = {
    plan_id,
    chunk_id: plan_id === null || isMoved ? null : chunk_id,
    question,
    answer,
    tags: members.tags ?? before?.tags ?? [],
    ease_factor: members.ease_factor ?? before?.ease_factor ?? newEase,
    interval_days: members.interval_days ?? before?.interval_days ?? 1,
    repetitions: members.repetitions ?? before?.repetitions ?? 0,
    next_review: members.next_review ?? before?.next_review ?? today,
    last_review: members.last_review === undefined ? (before?.last_review ?? null) : members.last_review,
    created_at: members.created_at ?? before?.created_at ?? writtenAt,
  }
  return { data, extra: stored?.extra ?? { is_waiting: 0 } }
}
