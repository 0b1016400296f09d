import { newSm2 } from '../../functions/learning/cards/schedule/sm2'
import { cardId, type FileCard, questionKey } from './cards-file'
import type { TrackerRow } from './database-rows'
import type { FileFault, FoundRow } from './found'
import { instantOf, parseList, parseStoredDate } from './instants'

const text = (value: unknown) => (value === null || value === undefined ? '' : String(value))
const number = (value: unknown, usual: number) => (typeof value === 'number' && Number.isFinite(value) ? value : usual)

type Schedule = Pick<
  FoundRow<'card'>['data'],
  'ease_factor' | 'interval_days' | 'repetitions' | 'next_review' | 'last_review'
>

const scheduleOf = (row: TrackerRow, created: number): Schedule => ({
  ease_factor: number(row.ease_factor, newSm2.ease_factor),
  interval_days: number(row.interval_days, newSm2.interval_days),
  repetitions: number(row.repetitions, newSm2.repetitions),
  next_review: parseStoredDate(row.next_review) ?? new Date(created).toISOString().slice(0, 10),
  last_review: instantOf(row.last_review),
})

/** Finds a card of the files by its id, by `<plan>.<id>`, or by its question. */
const filedBy = (filed: FileCard[]) => {
  const byId = new Map(
    filed.flatMap((card) => [
      [`${card.data.plan_id} ${card.key}`, card] as const,
      [`${card.data.plan_id} ${card.id}`, card] as const,
    ]),
  )
  const byQuestion = new Map(filed.map((card) => [`${card.data.plan_id} ${questionKey(card.data.question)}`, card]))
  return (planId: string, id: string, question: string) =>
    byId.get(`${planId} ${id}`) ?? byQuestion.get(`${planId} ${questionKey(question)}`)
}

/** True if both schedules bring the card at the same time. */
const isSameSchedule = (one: Schedule, other: Schedule) =>
  one.next_review === other.next_review &&
  one.repetitions === other.repetitions &&
  one.interval_days === other.interval_days

/**
 * Merges the cards of the files with the database's cards. A card in both takes its text from the file, which people
 * edit, and its schedule from the database, which the tracker updates at each review.
 */
export const joinCards = (
  filed: FileCard[],
  rows: TrackerRow[],
  file: string,
): { cards: FoundRow<'card'>[]; faults: FileFault[]; both: number; differing: number } => {
  const find = filedBy(filed)
  const cards = new Map(
    filed.map(({ key: _, hasSchedule: __, ...card }): [string, FoundRow<'card'>] => [card.id, card]),
  )
  const faults: FileFault[] = []
  let both = 0
  let differing = 0
  for (const row of rows) {
    const [id, planId, question, answer] = [
      text(row.id),
      text(row.plan_id),
      text(row.question).trim(),
      text(row.answer).trim(),
    ]
    if (id === '' || planId === '' || question === '' || answer === '') {
      faults.push({ file, line: 0, message: `Card ${id}: it needs an id, a plan, a question and an answer.` })
      continue
    }
    const created_at = instantOf(row.created_at) ?? 0
    const schedule = scheduleOf(row, created_at)
    const own = find(planId, id, question)
    const reviewed = schedule.last_review ?? created_at
    if (own) {
      both += 1
      if (own.hasSchedule && !isSameSchedule(own.data, schedule)) differing += 1
      cards.set(own.id, {
        type: 'card',
        id: own.id,
        data: { ...own.data, ...schedule, chunk_id: own.data.chunk_id ?? (text(row.chunk_id) || null) },
        updated_at: Math.max(own.updated_at, reviewed),
      })
      continue
    }
    const data = {
      plan_id: planId,
      chunk_id: text(row.chunk_id) || null,
      question,
      answer,
      tags: parseList(row.tags),
      ...schedule,
      created_at,
    }
    // Card ids of the database are unique there, but a file of another plan may use the same id.
    const rowId = id.startsWith(`${planId}.`) ? id : cardId(planId, id, question)
    cards.set(rowId, { type: 'card', id: rowId, data, updated_at: Math.max(created_at, reviewed) })
  }
  return { cards: [...cards.values()], faults, both, differing }
}
