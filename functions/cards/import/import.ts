import type { User } from '../../lib/env'
import { commitPlanned } from '../../lib/retry'
import { allRows, part, sql } from '../../lib/sql'
import { plansWithIds } from '../../plans/queries'
import type { PlanWithContent } from '../../plans/schema'
import { chunkNumbers } from '../plan-file/plan-cards'
import { addCards, type Keys, newRow, saveFile } from '../plan-file/replace'
import { isPlaced, type Placed, type Previewed, placed, planNamed, type ReadDocument, type Refused } from './documents'

/** Questions of the cards of plans, by the id of the plan; of cards without one for an empty id. */
const questionsOf = async (db: D1Database, userId: string, planIds: string[]) => {
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

/** Says what an import does now. @param chosen id of the plan for files that are not named after one; empty for none */
export const planImport = async (
  db: D1Database,
  userId: string,
  documents: (ReadDocument | Refused)[],
  chosen: string,
) => {
  const names = documents.map(({ name }) => planNamed(name)).filter(Boolean)
  const asked = [...new Set([...names, chosen])]
  const [plans, questions] = await Promise.all([
    plansWithIds(db, userId, asked.filter(Boolean)),
    questionsOf(db, userId, [...new Set([...asked, ''])]),
  ])
  const isThere = (id: string) => plans.some((plan) => plan.id === id)
  const planOf = (name: string) => {
    const named = planNamed(name)
    if (isThere(named)) return named
    return isThere(chosen) ? chosen : null
  }
  return { plans, questions, previewed: placed(documents, planOf, questions) }
}

/** A card’s id, by which the import is undone. */
const cardId = (importId: string, index: number) => `${importId}-${String(index).padStart(5, '0')}`

const rowsOf = (
  { planId, fresh }: Placed,
  { plans, importId, first, today }: { plans: PlanWithContent[]; importId: string; first: number; today: string },
) => {
  const plan = plans.find(({ id }) => id === planId)
  const chunks = new Map(plan ? [...chunkNumbers(plan)].map(([id, number]) => [number, id] as const) : [])
  return fresh.map((card, index) => ({
    key: card.key,
    row: newRow(card, { id: cardId(importId, first + index), plan_id: planId }, chunks, today),
  }))
}

const keysOf = (rows: ReturnType<typeof rowsOf>): Keys =>
  Object.fromEntries(
    rows.map(({ key, row: { id, ease_factor, interval_days, repetitions, next_review } }) => [
      key,
      { id, ease_factor, interval_days, repetitions, next_review },
    ]),
  )

/** Adds the cards of confirmed documents. The file of a plan without cards is kept, so that it comes out as it was. */
export const importCards = (
  db: D1Database,
  user: User,
  { importId, documents, chosen }: { importId: string; documents: (ReadDocument | Refused)[]; chosen: string },
  today: string,
): Promise<Previewed[]> =>
  commitPlanned(db, user.id, [], async () => {
    const { plans, questions, previewed } = await planImport(db, user.id, documents, chosen)
    const now = Date.now()
    let first = 0
    const filed = new Set<string>()
    const writes = previewed.filter(isPlaced).flatMap((document) => {
      const { planId, isFile, text, fresh } = document
      if (fresh.length === 0) return []
      const rows = rowsOf(document, { plans, importId, first, today })
      first += rows.length
      const keeps = planId !== null && isFile && !filed.has(planId) && questions.get(planId)?.length === 0
      if (keeps) filed.add(planId)
      return [
        ...addCards(
          db,
          user.id,
          rows.map(({ row }) => row),
          now,
        ),
        ...(keeps ? [saveFile(db, user.id, planId, text, keysOf(rows))] : []),
      ]
    })
    return { result: previewed, writes }
  })
