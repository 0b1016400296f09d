import { followSubjects } from '../app-rules/writes'
import type { MergePair } from '../changes/merge-pages'
import type { ChangePlan } from '../changes/run'
import { filedTables } from '../changes/tables'
import { quoted } from '../changes/words'
import { plural } from '../lib/format'
import { kindEntry } from '../lib/kinds'
import { newSeq, setRow } from '../lib/resource/stored'
import { constant, part, sql } from '../lib/sql'
import { joinedNotes, nameKey } from '../lib/text'
import { notesLimit, organization as organizationOf } from '../organizations/schema'
import { inheritDetails, linkedTo, mergeProjects } from '../project-merge/linked'
import { projects } from '../projects/queries'
import type { ProjectRow } from '../projects/schema'
import { sessionsOfProjects } from '../projects/tracked'

/** Rows that name an organization by their table, deleted ones too. */
const filedUnder = async (db: D1Database, userId: string, id: string) => {
  const lists = filedTables.map(
    ({ name, column }) => part`(
      SELECT json_group_array(id) FROM ${constant(name)}
      WHERE user_id = ${userId} AND ${constant(column)} = ${id}) AS ${constant(name)}`,
  )
  const row = await sql(db)`SELECT ${lists.reduce((all, one) => part`${all}, ${one}`)}`.first<Record<string, string>>()
  return filedTables.flatMap((table) => {
    const keys: string[] = JSON.parse(row?.[table.name] ?? '[]')
    return keys.length > 0 ? [{ table, keys }] : []
  })
}

/** Rows of an organization, and all projects: a merge moves some of them. */
export const readMoved = async (db: D1Database, userId: string, id: string) => {
  const [filed, all] = await Promise.all([filedUnder(db, userId, id), projects(db, userId)])
  return { filed, projects: all }
}

/** Projects of the one organization, each with the other's project of the same name: these become one. */
export const projectPairs = (all: ProjectRow[], { from, into }: MergePair) => {
  const others = all.filter(({ organization_id }) => organization_id === into)
  const byName = new Map(others.map((project) => [nameKey(project.name), project]))
  return all
    .filter(({ organization_id }) => organization_id === from)
    .map((project) => ({ from: project, into: byName.get(nameKey(project.name)) }))
}

/**
 * Moves all that names an organization to another, deleted rows too, merges their projects of the same name, and deletes
 * it. Refused when `from` or `into` is gone, or both are one. @param now epoch ms
 */
export const planOrganizationMerge = async (
  db: D1Database,
  userId: string,
  pair: MergePair,
  now: number,
): Promise<ChangePlan | { refused: 'from' | 'into' }> => {
  const subject = { from: `organization:${pair.from}`, to: `organization:${pair.into}` }
  const [from, into, moved, followedAlone] = await Promise.all([
    organizationOf(db, userId, pair.from),
    organizationOf(db, userId, pair.into),
    readMoved(db, userId, pair.from),
    followSubjects(db, userId, [subject], now),
  ])
  if (!from) return { refused: 'from' }
  if (!into || into.id === from.id) return { refused: 'into' }
  const merged = projectPairs(moved.projects, pair).flatMap(({ from, into }) => (into ? [{ from, into }] : []))
  const pairs = merged.map(({ from, into }) => ({ from: from.id, into: into.id }))
  const ids = pairs.map((one) => one.from)
  const moves = pairs.map((one) => ({ from: `project:${one.from}`, to: `project:${one.into}` }))
  const [sessions, linked, followed] =
    merged.length === 0
      ? [[], {}, followedAlone]
      : await Promise.all([
          sessionsOfProjects(db, userId, ids),
          linkedTo(db, userId, ids),
          followSubjects(db, userId, [subject, ...moves], now),
        ])
  const heirs = inheritDetails(db, userId, merged, now)
  const notes = joinedNotes(from.notes, into.notes, notesLimit)
  return {
    kind: 'merge',
    summary: `Merged ${quoted(from.name)} into ${quoted(into.name)}, ${plural(from.project_count, 'project')}`,
    touched: {
      sessions: sessions.map(({ id }) => id),
      projects: [...ids, ...heirs.ids],
      organizations: [from.id, into.id],
      ...linked,
      conditions: followed.conditions,
    },
    more: moved.filed,
    writes: [
      ...(pairs.length > 0 ? mergeProjects(db, userId, pairs, now) : []),
      ...heirs.writes,
      // Of two reviews of a week the one of the organization that is deleted stays there.
      ...moved.filed.map(
        ({ table: { name, column } }) => sql(db)`
        UPDATE OR IGNORE ${constant(name)} SET ${constant(column)} = ${into.id}, updated_at = ${now}, seq = ${newSeq(userId)}
        WHERE user_id = ${userId} AND ${constant(column)} = ${from.id}`,
      ),
      ...followed.writes,
      ...setRow(db, 'organizations', userId, into.id, { notes }, now),
      ...setRow(db, 'organizations', userId, from.id, { deleted_at: now }, now),
    ],
  }
}

type Moved = Awaited<ReturnType<typeof readMoved>>

/** `2 projects, 3 people and 1 goal`; empty where nothing names the organization. */
export const filedWords = ({ filed }: Pick<Moved, 'filed'>) =>
  new Intl.ListFormat('en-GB').format(
    filed.map(({ table, keys }) => {
      const { one, many } = kindEntry(table.of)
      return plural(keys.length, one.toLowerCase(), many.toLowerCase())
    }),
  )
