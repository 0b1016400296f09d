import { cleanLine, firstCharacters } from '../../lib/text'
import type { LogRow } from '../csv/read'
import type { PlanLink } from '../plan-link'
import { titleLimit } from '../schema'

/** A plan that a file names, with one of its chunks; null ones if it has none. */
export type NamedChunk = { id: string; title: string; chunk_id: string | null; chunk_title: string | null }

type Named = { ids: Set<string>; byTitle: Map<string, string> }

/** An id is found before a title, and the first of equal titles. */
const find = ({ ids, byTitle }: Named, cell: string) => (ids.has(cell) ? cell : byTitle.get(cell))

export const namedOf = (rows: { id: string; title: string }[]): Named => ({
  ids: new Set(rows.map(({ id }) => id)),
  byTitle: new Map(rows.toReversed().map(({ id, title }) => [title, id])),
})

/** Links rows to plans and their chunks by id or title. A row whose plan is not there has its title instead of none. */
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
  return ({ plan, chunk, plan_title, title }: LogRow): PlanLink & { title: string } => {
    const plan_id = plan === null ? undefined : find(plans, plan.trim())
    if (plan_id === undefined) {
      const named = plan_title ?? plan ?? ''
      return { plan_id: null, chunk_id: null, title: title || firstCharacters(cleanLine(named), titleLimit) }
    }
    const own = chunk === null ? undefined : chunks.get(plan_id)
    return { plan_id, chunk_id: (own && find(own, (chunk ?? '').trim())) ?? null, title }
  }
}
