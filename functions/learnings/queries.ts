import { columnsAre, dateIsIn, hasTag, joined } from '../lib/conditions'
import { andInOrg } from '../lib/kinds'
import type { Org } from '../lib/org'
import { constant, part, rowAs, rowsAs, sql } from '../lib/sql'
import { foundBy } from '../search/found-ids'
import { filing, ListedLearning } from './schema'

/** Characters of the content that a list reads. */
const beginning = 400

const columnsWith = (content: string) => part`
      learnings.id, learnings.title, ${constant(content)} AS content, learnings.type, learnings.source, learnings.date,
      learnings.tags, learnings.project_id, learnings.plan_id, learnings.organization_id, learnings.meeting_id, learnings.seq,
      learnings.created_at, learnings.updated_at, projects.color AS project_color, ${filing.selectedNames}`

const columns = columnsWith('learnings.content')
/** Columns of a row in a list. */
export const shortColumns = columnsWith(`substr(learnings.content, 1, ${beginning})`)

export const learning = (db: D1Database, userId: string, id: string) =>
  rowAs(
    ListedLearning,
    sql(db)`
    SELECT ${columns}
    FROM learnings ${filing.withNames}
    WHERE learnings.user_id = ${userId} AND learnings.id = ${id} AND learnings.deleted_at IS NULL`,
  )

/** Empty members filter nothing. Dates are inclusive. */
export type LearningFilter = Partial<
  Record<
    'type' | 'source' | 'tag' | 'project_id' | 'plan_id' | 'organization_id' | 'meeting_id' | 'from' | 'to',
    string
  >
>

export const conditions = ({
  type,
  source,
  tag,
  project_id,
  plan_id,
  organization_id,
  meeting_id,
  from,
  to,
}: LearningFilter) =>
  joined([
    columnsAre('learnings', { type, source, project_id, plan_id, organization_id, meeting_id }),
    hasTag('learnings.tags', tag),
    dateIsIn('learnings.date', { from, to }),
  ])

/** Learnings that a search `q` finds with ids below the cursor in descending order, for the API. */
export const learningsBefore = (
  db: D1Database,
  userId: string,
  org: Org,
  { cursor, q, ...filter }: LearningFilter & { cursor: string; q?: string },
  limit: number,
) =>
  rowsAs(
    ListedLearning,
    sql(db)`
    SELECT ${columns}
    FROM learnings ${filing.withNames}
    WHERE learnings.user_id = ${userId} AND learnings.id < ${cursor} AND learnings.deleted_at IS NULL
      ${foundBy('learnings.id', q, { userId, kind: 'learning' })} ${conditions(filter)}
      ${andInOrg(userId, org, 'learning')}
    ORDER BY learnings.id DESC
    LIMIT ${limit + 1}`,
  )
