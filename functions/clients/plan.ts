import { followSubjects } from '../app-rules/follow-subjects'
import type { ChangePlan } from '../changes/run'
import { quoted } from '../changes/words'
import { plural } from '../lib/format'
import { inheritDetails, linkedTo, type MergePair, mergeProjects, nothingLinked } from '../project-merge/linked'
import { deactivation } from '../projects/deactivate/plan'
import { clientKey, projectKey, projects } from '../projects/queries'
import type { ProjectRow } from '../projects/schema'
import { sessionsOfProjects, sizesOfProjects } from '../projects/tracked'
import { setClient } from './queries'

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
  if (pairs.length === 0)
    return { sessions: [], sizes: [], linked: nothingLinked, followed: { conditions: [], writes: [] } }
  const ids = pairs.map(({ from }) => from)
  const moves = pairs.map(({ from, into }) => ({ from: `project:${from}`, to: `project:${into}` }))
  const [sessions, sizes, linked, followed] = await Promise.all([
    sessionsOfProjects(db, userId, ids),
    sizesOfProjects(db, userId, ids),
    linkedTo(db, userId, ids),
    followSubjects(db, userId, moves, now),
  ])
  return { sessions, sizes, linked, followed }
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
  const { sessions, sizes, linked, followed } = await readMerged(db, userId, pairs, now)
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
    steps: {
      moves: { merge: pairs, tags: null, inactive: [] },
      sizes,
      page: '/clients',
      first: {
        projects: movedIds,
        writes: [setClient(db, userId, movedIds, { name, key: clientKey(name) }, now)],
      },
    },
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
