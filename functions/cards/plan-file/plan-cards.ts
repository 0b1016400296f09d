import type { User } from '../../lib/env'
import { hashed } from '../../lib/secrets'
import { tagList } from '../../lib/text'
import { open } from '../../plans/load'
import type { PlanWithContent } from '../../plans/schema'
import { ankiText } from '../anki/read'
import type { ListedCard } from '../schema'
import { cardsOf, storedFile } from './replace'
import { type ChunkNumbers, cardsText } from './text'

/** The cards of a plan and the file that was sent last. */
export const readPlanCards = async (db: D1Database, userId: string, planId: string) => {
  const [cards, stored] = await Promise.all([cardsOf(db, userId, planId), storedFile(db, userId, planId)])
  return { cards, stored }
}
export type PlanCards = Awaited<ReturnType<typeof readPlanCards>>

export const chunkNumbers = (plan: PlanWithContent): ChunkNumbers =>
  new Map(open(plan).read.chunks.map(({ id, number }) => [id, number]))

export const cardFile = (
  plan: PlanWithContent,
  { cards, stored }: PlanCards,
  { preferences }: Pick<User, 'preferences'>,
) => cardsText(stored, cards, chunkNumbers(plan), preferences)

export const ankiOf = (cards: ListedCard[]) =>
  ankiText(cards.map(({ question, answer, tags }) => ({ question, answer, tags: tagList(tags) })))

/** Version of a text for its ETag: 48 bits of its hash. */
export const textVersion = async (text: string) => Number.parseInt((await hashed(text)).slice(0, 12), 16)
