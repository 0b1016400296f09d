import { clientKey, projectKey } from '../projects/queries'
import type { ProjectRow } from '../projects/schema'

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
