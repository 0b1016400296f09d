import { clientKey, projectKey } from '../projects/queries'
import type { ProjectRow } from '../projects/schema'

/** What a new name of a client comes to. */
export type Renaming = {
  /** As it is written from now on: as it was typed, or as a client that is there already is written. */
  name: string
  /** Whether another client has that name. */
  isMerge: boolean
  /** Projects that get the new name. */
  moved: ProjectRow[]
  /** Projects that go into the one of the same name which the other client has. */
  merged: { from: ProjectRow; into: ProjectRow }[]
}

/** Those of a user's projects that are a client's. */
export const ofClient = (projects: ProjectRow[], client: string) =>
  projects.filter((project) => clientKey(project.client) === clientKey(client))

/** Works out a new name for a client. An empty one takes the client off its projects. */
export const renaming = (projects: ProjectRow[], client: string, typed: string): Renaming => {
  const own = ofClient(projects, client)
  const isRespelt = clientKey(client) === clientKey(typed)
  const others = isRespelt ? [] : ofClient(projects, typed)
  const name = others[0]?.client ?? typed
  const there = new Map(others.map((project) => [projectKey(project.name, ''), project]))
  const pairs = own.map((from) => ({ from, into: there.get(projectKey(from.name, '')) }))
  return {
    name,
    isMerge: others.length > 0 && name !== '',
    moved: pairs.filter(({ from, into }) => !into && from.client !== name).map(({ from }) => from),
    merged: pairs.flatMap(({ from, into }) => (into ? [{ from, into }] : [])),
  }
}
