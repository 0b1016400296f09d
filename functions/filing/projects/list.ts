import { z } from 'zod'
import { idInView } from '../../lib/list-view'
import type { Org } from '../../lib/org'
import { pageOfProjects } from './queries'

const pageSize = 200

export const ProjectsView = z.object({
  after: idInView,
})
export type ProjectsView = z.infer<typeof ProjectsView>

export const projectsPage = async (db: D1Database, userId: string, view: ProjectsView, org: Org) => {
  const { rows: projects, next } = await pageOfProjects(db, userId, org, view, pageSize)
  return { view, projects, next }
}

export type ProjectsPage = Awaited<ReturnType<typeof projectsPage>>
