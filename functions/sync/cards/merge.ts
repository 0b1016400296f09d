import type { z } from 'zod'
import type { CardData } from '../core/protocol'
import type { CardVersion, Refusal } from '../rows'
import type { CardMembers } from './schema'

const newEase = 2.5

/** A card as a delta wants it; a new one is due at once. @param today the person's local date */
export const mergeCard = (
  members: z.output<ReturnType<typeof CardMembers>>,
  stored: CardVersion | null,
  writtenAt: number,
  today: string,
): Pick<CardVersion, 'data' | 'extra'> | Refusal => {
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
