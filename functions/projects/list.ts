import { z } from 'zod'
import { idInView } from '../lib/list-view'
import type { Org } from '../lib/org'
import { projectCursor, projectsAfter } from './queries'
import type { ListedProject } from './schema'

const pageSize = 200

export const ProjectsView = z.object({
  after: idInView,
})
export type ProjectsView = z.infer<typeof ProjectsView>

export type ProjectsPage = {
  projects: ListedProject[]
  next?: string
  first: boolean
}

export const projectsPage = async (
  db: D1Database,
  userId: string,
  { after }: ProjectsView,
  org: Org,
): Promise<ProjectsPage> => {
  const cursor = after ? await projectCursor(db, userId, after) : null
  const rows = await projectsAfter(db, userId, { after: cursor, org }, pageSize)
  const projects = rows.slice(0, pageSize)
  return { projects, next: rows.length > pageSize ? projects.at(-1)?.id : undefined, first: cursor === null }
}
