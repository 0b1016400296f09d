import { createHash } from 'node:crypto'
import { type ReadCard, readCards } from '../../functions/learning/cards/file/file'
import { newSm2 } from '../../functions/learning/cards/schedule/sm2'
import { skippedFaults } from '../../functions/lib/files/left-out'
import { nameKey } from '../../functions/lib/text/text'
import type { CardData } from '../../functions/programs/sync/core/protocol'
import { type FileFault, type FoundRow, isRowId } from './found'
import { instantOf } from './instants'

const hash = (text: string) => createHash('sha256').update(text).digest('hex').slice(0, 16)

/** Key under which questions that look the same to a person are equal. */
export const questionKey = (question: string) => nameKey(question.replace(/\s+/g, ' '))

/**
 * Builds the id `<plan>.<card>`, because an id in a file is unique only in its plan. A card without an id is identified
 * by its question.
 */
export const cardId = (planId: string, key: string, question: string) => {
  const own = key.startsWith('@') ? `q-${hash(questionKey(question))}` : key
  const whole = `${planId}.${own}`
  return isRowId(whole) ? whole : `${planId.slice(0, 60)}.${hash(whole)}`
}

const chunkOf = (source: string | null, chunks: Map<number, string>) => {
  const [, number] = /^chunk (\d+)$/i.exec(source ?? '') ?? []
  return number === undefined ? null : (chunks.get(Number(number)) ?? null)
}

/** The plan of a file, its chunk ids by number, and times (epoch ms) for cards that have none. */
type Place = { planId: string; chunks: Map<number, string>; createdAt: number; changedAt: number }

const cardData = (card: ReadCard, { planId, chunks }: Place, created_at: number): CardData => {
  const created = new Date(created_at).toISOString().slice(0, 10)
  return {
    plan_id: planId,
    chunk_id: chunkOf(card.source, chunks),
    question: card.question,
    answer: card.answer,
    tags: card.tags,
    ease_factor: card.ease_factor ?? newSm2.ease_factor,
    interval_days: card.interval_days ?? newSm2.interval_days,
    repetitions: card.repetitions ?? newSm2.repetitions,
    next_review: card.next_review ?? created,
    last_review: null,
    created_at,
  }
}

/** The plan id in a file's path: the text between `cards/` and `.cards.md`; null for other paths. */
export const planIdOf = (path: string) => /([^/\\]+)\.cards\.md$/i.exec(path)?.[1] ?? null

/** A card of a file, with its key in the file. */
export type FileCard = FoundRow<'card'> & { key: string; hasSchedule: boolean }

/** Reads the cards file of a plan. */
export const readCardsFile = (
  file: string,
  content: string,
  place: Place,
): { cards: FileCard[]; faults: FileFault[]; warnings: FileFault[] } => {
  const read = readCards(content)
  if ('errors' in read) return { cards: [], faults: read.errors.map((fault) => ({ file, ...fault })), warnings: [] }
  const cards = read.cards.map((card): FileCard => {
    const created = instantOf(card.created) ?? place.createdAt
    return {
      type: 'card',
      id: cardId(place.planId, card.key, card.question),
      key: card.key,
      data: cardData(card, place, created),
      updated_at: Math.max(created, place.changedAt),
      hasSchedule: card.next_review !== null || card.repetitions !== null || card.interval_days !== null,
    }
  })
  const once = [...new Map(cards.map((card) => [card.id, card])).values()]
  const doubled = cards.length - once.length
  const warnings = [...read.warnings, ...skippedFaults(read.leftOut)].map((fault) => ({ file, ...fault }))
  return {
    cards: once,
    faults:
      doubled > 0 ? [{ file, line: 0, message: `${doubled} cards have the question of another one and no id.` }] : [],
    warnings,
  }
}
