import { z } from 'zod'
import { followSubjects } from '../app-rules/writes'
import type { MergePair } from '../changes/merge-pages'
import type { ChangePlan } from '../changes/run'
import { quoted } from '../changes/words'
import { trackedBy } from '../ledger/facts'
import { plural } from '../lib/format'
import { andInOrg } from '../lib/kinds'
import { type Org, organizationOf } from '../lib/org'
import { allRows, sql } from '../lib/sql'
import { cleanLine } from '../lib/text'
import { inheritDetails, linkedTo, mergeProjects, nothingLinked } from '../project-merge/linked'
import { deactivation } from '../projects/deactivate/plan'
import { clientKey, projectKey, projects } from '../projects/queries'
import { nameLimit, type ProjectRow } from '../projects/schema'
import { sessionsOfProjects } from '../projects/tracked'

/** A client is a text that projects share; empty for projects without one. */
export type ListedClient = {
  key: string
  name: string
  project_count: number
  active_count: number
  tracked_seconds: number
}

const text = z.string().transform(cleanLine)
const clientName = text.pipe(z.string().max(nameLimit)).catch('')

export const ClientsView = z.object({ after: clientName })

const newName = text.pipe(z.string().max(nameLimit, `A client has at most ${nameLimit} characters`))

export const ClientView = z.object({ client: clientName })

export const RenameView = ClientView.extend({ name: newName.optional() })

export const RenameForm = ClientView.extend({ name: newName })
export type RenameForm = z.infer<typeof RenameForm>

/**
 * Clients of a context's projects by name; those without a client are the last row. The time is that of `client:` subjects: of deleted
 * projects as well, and without a client also that of no project. Reads limit + 1 rows after the key; the extra row means
 * there is a next page.
 */
export const clientsAfter = (
  db: D1Database,
  userId: string,
  { after, org }: { after: string; org: Org },
  limit: number,
) =>
  allRows<ListedClient>(sql(db)`
    SELECT substr(name_key, instr(name_key, char(31)) + 1) AS key, min(iif(deleted_at IS NULL, client, NULL)) AS name,
      sum(deleted_at IS NULL) AS project_count, sum(status = 'active' AND deleted_at IS NULL) AS active_count,
      coalesce(sum(total_seconds), 0) + iif(substr(name_key, instr(name_key, char(31)) + 1) = '' AND ${Number(organizationOf(org) === null)}, coalesce((
        SELECT sum(seconds)
        FROM session_days
        WHERE user_id = ${userId} AND project_id IS NULL), 0), 0) AS tracked_seconds
    FROM projects
    LEFT JOIN ${trackedBy(userId, 'project_id')} AS tracked ON tracked.id = projects.id
    WHERE projects.user_id = ${userId} ${andInOrg(userId, org, 'project')}
    GROUP BY key
    HAVING project_count > 0 AND (key > ${after} OR key = '')
    ORDER BY key = '', key
    LIMIT ${limit + 1}`)

/** Gives projects another client. A name that the client has already fails the batch. */
const setClient = (
  db: D1Database,
  userId: string,
  ids: string[],
  client: { name: string; key: string },
  now: number,
) => sql(db)`
  UPDATE projects
  SET client = ${client.name}, name_key = substr(name_key, 1, instr(name_key, char(31))) || ${client.key},
      updated_at = ${now}, seq = (SELECT seq FROM change_heads WHERE user_id = ${userId})
  WHERE user_id = ${userId} AND id IN (SELECT value FROM json_each(${JSON.stringify(ids)})) AND deleted_at IS NULL`

export type ClientRename = {
  /** As typed, or as the client that already has the name is written. */
  name: string
  /** Another client has the name already. */
  isMerge: boolean
  moved: ProjectRow[]
  /** Projects that go into the other client's project of the same name. */
  merged: { from: ProjectRow; into: ProjectRow }[]
}

export const ofClient = (projects: ProjectRow[], client: string) =>
  projects.filter((project) => clientKey(project.client) === clientKey(client))

/** Plans a new name for a client. An empty one takes the client off its projects. */
export const renameClient = (projects: ProjectRow[], client: string, typed: string): ClientRename => {
  const own = ofClient(projects, client)
  const isSameKey = clientKey(client) === clientKey(typed)
  const others = isSameKey ? [] : ofClient(projects, typed)
  const name = others[0]?.client ?? typed
  const byName = new Map(others.map((project) => [projectKey(project.name, ''), project]))
  const pairs = own.map((from) => ({ from, into: byName.get(projectKey(from.name, '')) }))
  return {
    name,
    isMerge: others.length > 0 && name !== '',
    moved: pairs.filter(({ from, into }) => !into && from.client !== name).map(({ from }) => from),
    merged: pairs.flatMap(({ from, into }) => (into ? [{ from, into }] : [])),
  }
}

/** `gone`: no project has the client. `none`: nothing to change. */
type Refused = { refused: 'gone' | 'none' }

const summaryOf = (client: string, { name, isMerge, moved, merged }: ClientRename) => {
  const count = plural(moved.length + merged.length, 'project')
  if (name === '') return `Removed the client ${quoted(client)} from ${count}`
  return `${isMerge ? 'Merged' : 'Renamed'} the client ${quoted(client)} ${isMerge ? 'into' : 'to'} ${quoted(name)}, ${count}`
}

/** Reads all that goes with merged projects; most renames merge none. */
const readMerged = async (db: D1Database, userId: string, pairs: MergePair[], now: number) => {
  if (pairs.length === 0) return { sessions: [], linked: nothingLinked, followed: { conditions: [], writes: [] } }
  const ids = pairs.map(({ from }) => from)
  const moves = pairs.map(({ from, into }) => ({ from: `project:${from}`, to: `project:${into}` }))
  const [sessions, linked, followed] = await Promise.all([
    sessionsOfProjects(db, userId, ids),
    linkedTo(db, userId, ids),
    followSubjects(db, userId, moves, now),
  ])
  return { sessions, linked, followed }
}

/**
 * Renames a client on all its projects. A project whose name the other client has too is merged into that one.
 * @param now epoch ms
 */
export const planRename = async (
  db: D1Database,
  userId: string,
  client: string,
  typed: string,
  now: number,
): Promise<ChangePlan | Refused> => {
  const all = await projects(db, userId)
  const own = ofClient(all, client)
  if (client === '' || own.length === 0) return { refused: 'gone' }
  const rename = renameClient(all, client, typed)
  const { name, moved, merged } = rename
  if (moved.length + merged.length === 0) return { refused: 'none' }
  const movedIds = moved.map(({ id }) => id)
  const pairs = merged.map(({ from, into }) => ({ from: from.id, into: into.id }))
  const mergedIds = pairs.map(({ from }) => from)
  const heirs = inheritDetails(db, userId, merged, now)
  const { sessions, linked, followed } = await readMerged(db, userId, pairs, now)
  return {
    kind: rename.isMerge ? 'merge' : 'rename',
    summary: summaryOf(own[0]?.client ?? client, rename),
    touched: {
      sessions: sessions.map(({ id }) => id),
      projects: [...movedIds, ...mergedIds, ...heirs.ids],
      ...linked,
      conditions: followed.conditions,
    },
    writes: [
      ...(pairs.length > 0 ? mergeProjects(db, userId, pairs, now) : []),
      ...heirs.writes,
      setClient(db, userId, movedIds, { name, key: clientKey(name) }, now),
      ...followed.writes,
    ],
  }
}

export const planDeactivateClient = async (
  db: D1Database,
  userId: string,
  client: string,
  now: number,
): Promise<ChangePlan | Refused> => {
  const own = ofClient(await projects(db, userId), client)
  if (client === '' || own.length === 0) return { refused: 'gone' }
  const active = own.filter(({ status }) => status === 'active')
  if (active.length === 0) return { refused: 'none' }
  const names = `the client ${quoted(own[0]?.client ?? client)}, ${plural(active.length, 'project')}`
  return deactivation(db, userId, active, names, now)
}
