import { z } from 'zod'
import { projectKind } from '../../filing/projects/schema'
import { goalStatus } from '../../goals/goals/fields'
import { planStatus } from '../../learning/plans/schema'
import { valuesCursor } from '../../lib/http/list-view'
import { kindEntry, kindNames } from '../../lib/kinds'
import { splitMarks } from '../../lib/search/marks'
import { cleanText } from '../../lib/text/text'
import { sessionTitle } from '../../time/sessions/title'

/** Query of the search page. An invalid kind or cursor is ignored. */
export const SearchView = z.object({
  q: z.string().transform(cleanText).catch(''),
  /** Empty for all kinds. */
  kind: z.enum(['', ...kindNames]).catch(''),
  /** Cursor `after` of the last hit on the previous page; null on the first page, and if invalid. */
  cursor: valuesCursor,
})
export type SearchView = z.infer<typeof SearchView>

/** A search hit. `markStart` and `markEnd` surround each match in its text. */
export const SearchHit = z.object({
  /** Cursor of the hit, for reading the hits after it. */
  after: z.string(),
  number: z.int(),
  kind: z.enum(kindNames),
  id: z.string(),
  title: z.string(),
  /** A few words around the first match in the description, notes or plan outline. */
  notes: z.string(),
  /** Tags separated by spaces, with marks. */
  tags: z.string(),
  /** Tags as JSON, of a session, a plan, a learning or feedback. */
  tag_list: z.string().nullable(),
  goal_status: goalStatus.nullable(),
  project_status: projectKind.fields.status.column.nullable(),
  plan_status: planStatus.nullable(),
  target_date: z.iso.date().nullable(),
  /** 1 for a reached milestone or a completed task. */
  done: z.int(),
  /** Only set for an action item, which is a task. */
  owner: z.string().nullable(),
  /** Id of the row that this row is part of, such as the goal of a milestone. */
  parent_id: z.string().nullable(),
  parent_title: z.string().nullable(),
  /** Project of a session. */
  project_id: z.string().nullable(),
  /** Name of the project itself, or of the session's project. */
  project_name: z.string().nullable(),
  color: z.string().nullable(),
  /** Only set for sessions: epoch ms, seconds, and the session's time zone. */
  started_at: z.int().nullable(),
  duration_seconds: z.int().nullable(),
  time_zone: z.string().nullable(),
  /** Planned end of a session that is or was a focus (epoch ms). */
  focus_ends_at: z.int().nullable(),
  /** First local date of a session, or the date of a learning, feedback, a meeting or a check-in. */
  date: z.iso.date().nullable(),
  /** 0 for a milestone of a deleted goal, which cannot be opened. */
  alive: z.int(),
})
export type SearchHit = z.infer<typeof SearchHit>

/** Grouped hits, represented by the first one. Sessions with the same title and project form a group. */
export type HitGroup = { hit: SearchHit; count: number; seconds: number }

export const plainTitle = (title: string) =>
  splitMarks(title)
    .map(({ text }) => text)
    .join('')

/** Name of a hit without a title. */
export const fallbackTitle = (hit: SearchHit) =>
  hit.kind === 'session' ? sessionTitle({ ...hit, title: '' }) : `Untitled ${kindEntry(hit.kind).one.toLowerCase()}`

/** Groups hits, ordered by the first hit of each group. Untitled sessions are not grouped. */
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
