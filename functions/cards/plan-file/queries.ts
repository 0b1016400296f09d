import { z } from 'zod'
import { rowsAs, sql } from '../../lib/sql'
import { jsonColumn } from '../../lib/stored'
import { cardColumns, withPlan } from '../queries'
import { ListedCard } from '../schema'

/** A card of a stored file: its id, and its schedule when the file was sent. */
export const Filed = z.object({
  id: z.string(),
  ease_factor: z.number(),
  interval_days: z.int(),
  repetitions: z.int(),
  next_review: z.string(),
})
export type Filed = z.infer<typeof Filed>

const Keys = z.record(z.string(), Filed)
/** By key in the file. */
export type Keys = z.infer<typeof Keys>

const StoredFile = z.object({ content: z.string(), keys: jsonColumn(Keys) })
export type StoredFile = z.output<typeof StoredFile>

/** The cards file of a plan as it was sent last, null for none. */
export const storedFile = async (db: D1Database, userId: string, planId: string) => {
  const row = await sql(db)`
    SELECT content, keys FROM card_files WHERE user_id = ${userId} AND plan_id = ${planId}`.first()
  return row === null ? null : StoredFile.parse(row)
}

/** The cards of a plan, oldest first. */
export const cardsOf = (db: D1Database, userId: string, planId: string) =>
  rowsAs(
    ListedCard,
    sql(db)`
      SELECT ${cardColumns}
      FROM cards ${withPlan}
      WHERE cards.user_id = ${userId} AND cards.plan_id = ${planId} AND cards.deleted_at IS NULL
      ORDER BY cards.id`,
  )
