import { type Client, rows } from '../../../../test/support/client'
import type { CardData, PlanData } from '../core/protocol'

type Given = {
  type: 'plan' | 'session' | 'card'
  row_id: string
  reason: 'edit' | 'timer'
  title: string
  /** The lost version; null for a deletion. */
  data: object | null
  lost_by: string | null
  kept_by: string | null
  updated_at: number
  created_at: number
  settled_at: number | null
}

/** Puts a version into a person's inbox; returns the id of the conflict. */
export const putConflict = async (
  { userId }: Pick<Client, 'userId'>,
  given: Pick<Given, 'type' | 'row_id' | 'data'> & Partial<Given>,
) => {
  const now = Date.now()
  const conflict: Given & { id: string } = {
    ...{ id: crypto.randomUUID(), reason: 'edit', title: 'A title', lost_by: 'laptop', kept_by: null },
    ...{ updated_at: now - 60_000, created_at: now, settled_at: null },
    ...given,
  }
  const { id, type, row_id, reason, title, data, lost_by, kept_by, updated_at, created_at, settled_at } = conflict
  await rows(
    `INSERT INTO sync_conflicts (user_id, id, type, row_id, reason, title, data, lost_by, kept_by, updated_at,
       created_at, settled_at)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
    ...[userId, id, type, row_id, reason, title, data && JSON.stringify(data), lost_by, kept_by],
    ...[updated_at, created_at, settled_at],
  )
  return id
}

/** A card, and another version of it in the inbox; returns the id of the conflict. */
export const putLostCard = async (client: Client, question: string) => {
  const id = await client.add('/cards', { question: `${question} now`, answer: 'Answer' })
  return putConflict(client, { type: 'card', row_id: id, title: question, data: cardData({ question }) })
}

/** Members of a card that is due today. */
export const cardData = (more: Partial<CardData> = {}): CardData => ({
  ...{ plan_id: null, chunk_id: null, question: 'What?', answer: 'Answer', tags: [], ease_factor: 2.5 },
  ...{ interval_days: 1, repetitions: 0, next_review: '2026-03-02', last_review: null, created_at: 1 },
  ...more,
})

export const planData = (content: string): PlanData => ({
  ...{ title: 'Plan', status: 'not-started', tags: [], total_hours: null },
  ...{ content, created_at: 1, owner: null, permission: null },
})
