import type { User } from '../../../lib/env'
import { sha256Hex } from '../../../lib/secrets'
import { tagList } from '../../../lib/text/text'
import { dayOf, type Zone } from '../../../lib/time/days'
import { parseStoredPlan } from '../../plans/load'
import type { PlanWithContent } from '../../plans/schema'
import { ankiText } from '../anki/read'
import { type CardInFile, type ReadCard, readCards, writeCards } from '../file/file'
import type { ListedCard } from '../schema'
import { cardsOf, cleanTexts, readStoredFile, type StoredCardsFile, type StoredFileCard } from './replace'

/** Number of each chunk of a plan, by chunk id. */
type ChunkNumbers = Map<string, number>

const sourceOf = ({ source, chunk_id }: ListedCard, numbers: ChunkNumbers) => {
  const number = chunk_id === null ? undefined : numbers.get(chunk_id)
  return source || (number === undefined ? null : `Chunk ${number}`)
}

/** File entry of a card that is not in the file yet. A card that was never reviewed has no schedule. */
const added = (card: ListedCard, numbers: ChunkNumbers, zone: Zone): CardInFile => {
  const isReviewed = card.is_new === 0
  return {
    key: card.id,
    question: card.question,
    answer: card.answer,
    tags: tagList(card.tags),
    source: sourceOf(card, numbers),
    created: dayOf(card.created_at, zone),
    ease_factor: isReviewed ? card.ease_factor : null,
    interval_days: isReviewed ? card.interval_days : null,
    repetitions: isReviewed ? card.repetitions : null,
    next_review: isReviewed ? card.next_review : null,
  }
}

/** File entry of a card that is in the file. Unchanged texts keep the spelling of the file. */
const kept = (card: ListedCard, read: ReadCard, filed: StoredFileCard, numbers: ChunkNumbers): CardInFile => {
  const before = cleanTexts(read)
  const isSame = (name: 'question' | 'answer' | 'tags' | 'source') =>
    'question' in before && before[name] === card[name]
  const schedule = <N extends Exclude<keyof StoredFileCard, 'id'>>(name: N) =>
    card[name] === filed[name] ? read[name] : card[name]
  return {
    key: read.key,
    question: isSame('question') ? read.question : card.question,
    answer: isSame('answer') ? read.answer : card.answer,
    tags: isSame('tags') ? read.tags : tagList(card.tags),
    source: isSame('source') ? read.source : sourceOf(card, numbers),
    created: read.created,
    ease_factor: schedule('ease_factor'),
    interval_days: schedule('interval_days'),
    repetitions: schedule('repetitions'),
    next_review: schedule('next_review'),
  }
}

/** Cards file of a plan: the last uploaded file with all later changes of cards. */
const cardsText = (stored: StoredCardsFile | null, cards: ListedCard[], numbers: ChunkNumbers, zone: Zone) => {
  const file = readCards(stored?.content ?? '')
  if ('errors' in file) throw new Error('a stored cards file is unreadable')
  const byId = new Map(cards.map((card) => [card.id, card]))
  const known = file.cards.flatMap((read) => {
    const filed = stored?.keys[read.key]
    const card = filed && byId.get(filed.id)
    if (!card) return []
    byId.delete(card.id)
    return [kept(card, read, filed, numbers)]
  })
  return writeCards(file, [...known, ...[...byId.values()].map((card) => added(card, numbers, zone))])
}

/** Reads the cards of a plan and its last uploaded file. */
export const readPlanCards = async (db: D1Database, userId: string, planId: string) => {
  const [cards, stored] = await Promise.all([cardsOf(db, userId, planId), readStoredFile(db, userId, planId)])
  return { cards, stored }
}
export type PlanCards = Awaited<ReturnType<typeof readPlanCards>>

export const chunkNumbers = (plan: PlanWithContent): ChunkNumbers =>
  new Map(parseStoredPlan(plan).read.chunks.map(({ id, number }) => [id, number]))

export const cardFile = (
  plan: PlanWithContent,
  { cards, stored }: PlanCards,
  { preferences }: Pick<User, 'preferences'>,
) => cardsText(stored, cards, chunkNumbers(plan), preferences)

export const ankiOf = (cards: ListedCard[]) =>
  ankiText(cards.map(({ question, answer, tags }) => ({ question, answer, tags: tagList(tags) })))

/** Version of a text for its ETag: 48 bits of a hash. */
export const textVersion = async (text: string) => Number.parseInt((await sha256Hex(text)).slice(0, 12), 16)
