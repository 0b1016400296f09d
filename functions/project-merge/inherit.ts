import { sql } from '../lib/sql'
import { tagsLimit } from '../lib/tags'
import { nameKey } from '../lib/text'
import { type ProjectRow, techStack } from '../projects/schema'

type Details = Pick<ProjectRow, 'organization_id' | 'tech_stack' | 'repository'>

/** Values of a project after another is merged into it, and words for those it takes over. Its own values stay. */
export const inherited = (from: Details, into: Details) => {
  const own = techStack(into)
  const known = new Set(own.map(nameKey))
  const more = techStack(from).filter((one) => !known.has(nameKey(one)))
  const stack = [...own, ...more].slice(0, tagsLimit)
  const values: Details = {
    organization_id: into.organization_id ?? from.organization_id,
    tech_stack: JSON.stringify(stack),
    repository: into.repository ?? from.repository,
  }
  const words = [
    values.organization_id !== into.organization_id && 'organization',
    stack.length > own.length && 'tech stack',
    values.repository !== into.repository && 'repository',
  ].filter((word) => word !== false)
  return { values, words }
}

/** Pairs of a project and the one that it is merged into. */
type Pair = { from: Details; into: Details & { id: string } }

/** Ids of the projects that take something over, and the statement with which they do. @param now epoch ms */
export const inheritDetails = (db: D1Database, userId: string, pairs: Pair[], now: number) => {
  const heirs = pairs.flatMap(({ from, into }) => {
    const { values, words } = inherited(from, into)
    return words.length > 0 ? [{ id: into.id, ...values }] : []
  })
  return {
    ids: heirs.map(({ id }) => id),
    writes:
      heirs.length === 0
        ? []
        : [
            sql(db)`
              UPDATE projects
              SET organization_id = value ->> 'organization_id', tech_stack = value ->> 'tech_stack',
                  repository = value ->> 'repository', updated_at = ${now},
                  seq = (SELECT seq FROM change_heads WHERE user_id = ${userId})
              FROM json_each(${JSON.stringify(heirs)})
              WHERE projects.user_id = ${userId} AND projects.id = value ->> 'id' AND projects.deleted_at IS NULL`,
          ],
  }
}
