import { env } from 'cloudflare:workers'
import { type Client, rows } from '../../../../test/support/client'
import { Preferences } from '../../../lib/preferences'
import type { Rating } from '../schedule/sm2'
import { rateCard, undoReview } from './reviews'

/** Adds a card through the API; returns its id. */
export const addCard = (client: Client, body: object = {}) =>
  client.add('/cards', { question: 'to be', answer: 'ser', ...body })

/** The person as the service of reviews takes them. */
export const personOf = ({ userId }: Client, preferences: Partial<Preferences> = {}) => ({
  id: userId,
  email: null,
  username: 'Robin',
  role: 'user' as const,
  created_at: 0,
  preferences: Preferences.parse(preferences),
})

type Rated = { id: string; rating: Rating; at: number }

export const rate = (client: Client, cardId: string, { id, rating, at }: Rated, preferences?: Partial<Preferences>) =>
  rateCard(
    env.DB,
    personOf(client, preferences),
    { id, card_id: cardId, rating, reviewed_at: at, duration_ms: null },
    at,
  )

export const undo = (client: Client, cardId: string) => undoReview(env.DB, personOf(client), cardId)

/** The row of a card without its version. */
export const cardRow = async ({ userId }: Client, id: string) => {
  const [row] = await rows('SELECT * FROM cards WHERE user_id = ? AND id = ?', userId, id)
  const { seq: _, ...rest } = row ?? {}
  return rest
}

export const reviewRows = ({ userId }: Client, cardId: string) =>
  rows('SELECT * FROM card_reviews WHERE user_id = ? AND card_id = ? ORDER BY reviewed_at, id', userId, cardId)
