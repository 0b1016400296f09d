import { z } from 'zod'
import { projectKind } from '../../filing/projects/schema'
import { goalStatus } from '../../goals/goals/fields'
import { planStatus } from '../../learning/plans/schema'
import { valuesCursor } from '../../lib/http/list-view'
import { kindEntry, kindNames } from '../../lib/kinds'
import { pieces } from '../../lib/search/marks'
import { cleanText } from '../../lib/text/text'
import { sessionTitle } from '../../time/sessions/title'

/** Query of the page. An invalid kind or cursor counts as none. */
export const SearchView = z.object({
  q: z.string().transform(cleanText).catch(''),
  /** Empty for everything. */
  kind: z.enum(['', ...kindNames]).catch(''),
  /** `after` of the last hit on the page before, null on the first. */
  cursor: valuesCursor,
})
export type SearchView = z.infer<typeof SearchView>

/** A search hit. Its texts have `markStart` before and `markEnd` after each match. */
export const SearchHit = z.object({
  /** Cursor of the hits behind it. */
  after: z.string(),
  number: z.int(),
  kind: z.enum(kindNames),
  id: z.string(),
  title: z.string(),
  /** A few words around the first match in the description, the notes or the outline of a plan. */
  notes: z.string(),
  /** The tags with a space between them. */
  tags: z.string(),
  /** Tags of a session, a plan, a learning or feedback as JSON. */
  tag_list: z.string().nullable(),
  goal_status: goalStatus.nullable(),
  project_status: projectKind.fields.status.column.nullable(),
  plan_status: planStatus.nullable(),
  target_date: z.iso.date().nullable(),
  /** 1 for a milestone that is reached, and a task that is done. */
  done: z.int(),
  /** Set for an action item, which is a task. */
  owner: z.string().nullable(),
  /** The row that it is a part of, such as a milestone's goal. */
  parent_id: z.string().nullable(),
  parent_title: z.string().nullable(),
  /** A session's project. */
  project_id: z.string().nullable(),
  /** The project itself, or the session's. */
  project_name: z.string().nullable(),
  color: z.string().nullable(),
  /** Set for sessions: epoch ms, seconds, and the zone it happened in. */
  started_at: z.int().nullable(),
  duration_seconds: z.int().nullable(),
  time_zone: z.string().nullable(),
  /** The planned end of a session that is or was a focus (epoch ms). */
  focus_ends_at: z.int().nullable(),
  /** First local date of a session, or that of a learning, feedback, a meeting or a check-in. */
  date: z.iso.date().nullable(),
  /** 0 for a milestone of a deleted goal, which cannot be opened. */
  alive: z.int(),
})
export type SearchHit = z.infer<typeof SearchHit>

/** A hit with how many there are of it: found sessions of one title and project are one, the first of them. */
export type HitGroup = { hit: SearchHit; count: number; seconds: number }

export const plainTitle = (title: string) =>
  pieces(title)
    .map(({ text }) => text)
    .join('')

/** The name of a hit without a title. */
export const untitled = (hit: SearchHit) =>
  hit.kind === 'session' ? sessionTitle({ ...hit, title: '' }) : `Untitled ${kindEntry(hit.kind).one.toLowerCase()}`

/** Groups hits, in the order of each group's first one. Untitled sessions stay alone. */
export const groupHits = (hits: SearchHit[]): HitGroup[] => {
  const groups = new Map<string, HitGroup>()
  for (const hit of hits) {
    const isNamed = hit.kind === 'session' && hit.title !== ''
    const key = isNamed ? JSON.stringify([plainTitle(hit.title), hit.project_id]) : hit.after
    const { hit: first = hit, count = 0, seconds = 0 } = groups.get(key) ?? {}
    groups.set(key, { hit: first, count: count + 1, seconds: seconds + (hit.duration_seconds ?? 0) })
  }
  return [...groups.values()]
}
