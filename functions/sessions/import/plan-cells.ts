import type { LogRow } from '../csv/read'
import type { PlanLink } from '../plan-link'

/** A plan that a file names, with one of its chunks; null ones if it has none. */
export type NamedChunk = { id: string; title: string; chunk_id: string | null; chunk_title: string | null }

/** A row that names what is not there. */
export type Unlinked = { line: number; column: 'plan' | 'chunk'; cell: string }

type Named = { ids: Set<string>; byTitle: Map<string, string> }

/** An id is found before a title, and the first of equal titles. */
const find = ({ ids, byTitle }: Named, cell: string) => (ids.has(cell) ? cell : byTitle.get(cell))

const namedOf = (rows: { id: string; title: string }[]): Named => ({
  ids: new Set(rows.map(({ id }) => id)),
  byTitle: new Map(rows.toReversed().map(({ id, title }) => [title, id])),
})

/** Links rows to plans and their chunks by id or title. */
export const linkPlans = (rows: NamedChunk[]) => {
  const plans = namedOf(rows)
  const chunks = new Map(
    [...Map.groupBy(rows, ({ id }) => id)].map(([id, own]) => [
      id,
      namedOf(
        own.flatMap(({ chunk_id, chunk_title }) =>
          chunk_id === null ? [] : [{ id: chunk_id, title: chunk_title ?? '' }],
        ),
      ),
    ]),
  )
  return ({ line, plan, chunk }: LogRow): PlanLink | Unlinked => {
    if (plan === null) return { plan_id: null, chunk_id: null }
    const plan_id = find(plans, plan.trim())
    if (plan_id === undefined) return { line, column: 'plan', cell: plan }
    if (chunk === null) return { plan_id, chunk_id: null }
    const own = chunks.get(plan_id)
    const chunk_id = own && find(own, chunk.trim())
    return chunk_id === undefined ? { line, column: 'chunk', cell: chunk } : { plan_id, chunk_id }
  }
}
