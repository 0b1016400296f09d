import { z } from 'zod'
import { cutPage } from './list-view'
import { hasNoOrganization, type Org, projectIds } from './org'
import { constant, part, type SqlPart } from './sql'

/** A list of rows with an `organization_id` and a `project_id`; `byOrganization` and `byProject` are its indexes. */
type OwnList = {
  table: string
  byOrganization: string
  byProject: string
  /** Further conditions, each with AND. */
  where: SqlPart
  order: string
  limit: number
}

/** SELECT of the ids of some rows of each of several others. @param rows SELECT of `id` of the rows of `owned.id` */
export const idsOfEach = (owned: SqlPart, rows: SqlPart) => part`
    SELECT ids.value AS id
    FROM (${owned}) AS owned CROSS JOIN json_each((SELECT json_group_array(id) FROM (${rows}))) AS ids`

/**
 * SELECT of the ids of rows among which the first ones of an organization are: the first that name it, and the first of
 * each of its projects. Reads none of others, however many there are.
 */
export const idsOfOrg = (userId: string, org: Org, list: OwnList) => {
  const { table, byOrganization, byProject, where, order, limit } = list
  const first = (index: string, whose: SqlPart) => part`
      SELECT id FROM ${constant(table)} INDEXED BY ${constant(index)}
      WHERE user_id = ${userId} AND deleted_at IS NULL AND ${whose} ${where}
      ORDER BY ${constant(order)}
      LIMIT ${limit}`
  const own = first(byOrganization, part`organization_id = ${org}`)
  const ofProject = first(
    byProject,
    part`project_id = owned.id AND ${hasNoOrganization(userId, constant(`${table}.organization_id`))}`,
  )
  return part`
    SELECT * FROM (${own})
    UNION ALL
    ${idsOfEach(projectIds(userId, org), ofProject)}`
}

/** Rows that a page looks through for those of a context, where an index has them among those of others. */
export const walkLimit = 120

type Walk = {
  /** FROM and WHERE of the rows to look through. */
  from: SqlPart
  id: string
  order: string
  /** Condition for the rows of the context. */
  shown: SqlPart
  limit: number
}

/**
 * SELECT of `id`, `place` and `is_shown` of the first `limit` rows of a context among the first `walkLimit` ones, and of
 * the last of those, after which the next page goes on; see `cutWalk`.
 */
export const walkIds = ({ from, id, order, shown, limit }: Walk) => part`
    SELECT id, place, is_shown
    FROM (
      SELECT id, is_shown, row_number() OVER () AS place
      FROM (
        SELECT ${constant(id)} AS id, coalesce(${shown}, 0) AS is_shown
        ${from}
        ORDER BY ${constant(order)}
        LIMIT ${walkLimit}))
    WHERE is_shown OR place = ${walkLimit}
    ORDER BY place
    LIMIT ${limit}`

/** `walkIds` where every row is shown. Reads no more than `limit`. */
export const firstIds = ({ from, id, order, limit }: Omit<Walk, 'shown'>) => part`
    SELECT id, row_number() OVER () AS place, 1 AS is_shown
    FROM (SELECT ${constant(id)} AS id ${from} ORDER BY ${constant(order)} LIMIT ${limit})`

/** `walkIds`, or `firstIds` where there is no condition. */
export const pageIds = ({ shown, ...list }: Omit<Walk, 'shown'> & { shown?: SqlPart }) =>
  shown ? walkIds({ ...list, shown }) : firstIds(list)

/** Joins conditions with AND; undefined without any. */
export const allOf = (conditions: (SqlPart | '' | false | undefined)[]) =>
  conditions.reduce<SqlPart | undefined>((all, one) => (one ? (all ? part`${all} AND ${one}` : one) : all), undefined)

/** Columns of `walkIds`. */
export const WalkPlace = z.object({ place: z.int(), is_shown: z.int() })

type Placed = { id: string } & z.infer<typeof WalkPlace>

/** A page out of the rows of `walkIds` for limit + 1, put in their order: sorting in SQL reads each once more. */
export const cutWalk = <R extends Placed>(unsorted: R[], limit: number) => {
  const rows = unsorted.toSorted((a, b) => a.place - b.place)
  const { rows: page, next } = cutPage(
    rows.filter(({ is_shown }) => is_shown),
    limit,
  )
  return { rows: page, next: next ?? rows.find(({ place }) => place === walkLimit)?.id }
}
