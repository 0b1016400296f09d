import { allRows, part, sql } from '../../lib/sql'

/** Questions of the cards of plans, by the id of the plan; of cards without one for an empty id. */
export const questionsOf = async (db: D1Database, userId: string, planIds: string[]) => {
  const rows = await Promise.all(
    planIds.map((id) =>
      allRows<{ question: string }>(sql(db)`
        SELECT question FROM cards
        WHERE user_id = ${userId} AND deleted_at IS NULL AND ${id === '' ? part`plan_id IS NULL` : part`plan_id = ${id}`}`),
    ),
  )
  return new Map(planIds.map((id, index) => [id, (rows[index] ?? []).map(({ question }) => question)]))
}

/** Deletes the cards of an import. @param now epoch ms */
export const removeImported = (db: D1Database, userId: string, importId: string, now: number) => sql(db)`
  UPDATE cards SET deleted_at = ${now}, updated_at = ${now},
    seq = (SELECT seq FROM change_heads WHERE user_id = ${userId})
  WHERE user_id = ${userId} AND id >= ${`${importId}-`} AND id < ${`${importId}.`} AND deleted_at IS NULL`
