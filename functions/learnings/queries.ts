import { columnsAre, dateIsIn, hasTag, joined } from '../lib/conditions'
import { readsOf } from '../lib/resource/reads'
import { constant, part } from '../lib/sql'
import { filing, ListedLearning } from './schema'

/** @param content SQL of the content, all of it or less */
export const columnsWith = (content: string) => part`
      learnings.id, learnings.title, ${constant(content)} AS content, learnings.type, learnings.source, learnings.date,
      learnings.tags, learnings.project_id, learnings.plan_id, learnings.organization_id, learnings.meeting_id, learnings.seq,
      learnings.created_at, learnings.updated_at, projects.color AS project_color, ${filing.selectedNames}`

const filterColumns = ['type', 'source', ...filing.ids] as const

/** Empty members filter nothing. Dates are inclusive. */
export type LearningFilter = Partial<Record<(typeof filterColumns)[number] | 'tag' | 'from' | 'to', string>>

export const conditions = (filter: LearningFilter) =>
  joined([
    columnsAre('learnings', Object.fromEntries(filterColumns.map((name) => [name, filter[name]]))),
    hasTag('learnings.tags', filter.tag),
    dateIsIn('learnings.date', filter),
  ])

export const { find: learning, list: learnings } = readsOf({
  kind: 'learning',
  schema: ListedLearning,
  select: part`SELECT ${columnsWith('learnings.content')} FROM learnings ${filing.withNames}`,
  where: conditions,
})
