import { z } from 'zod'
import { projectPlace, projectsAfter } from './queries'
import type { ListedProject } from './schema'

const pageSize = 200

/** What the list is asked for: what comes after the project of that id. */
export const ProjectsView = z.object({
  after: z
    .string()
    .regex(/^[\w-]{1,100}$/)
    .catch(''),
})
export type ProjectsView = z.infer<typeof ProjectsView>

/** A page of the list of projects. */
export type ProjectsPage = {
  projects: ListedProject[]
  /** The id after which the next page goes on. */
  next?: string
  first: boolean
}

export const projectsPage = async (db: D1Database, userId: string, { after }: ProjectsView): Promise<ProjectsPage> => {
  const place = after ? await projectPlace(db, userId, after) : null
  const found = await projectsAfter(db, userId, place, pageSize)
  const projects = found.slice(0, pageSize)
  return { projects, next: found.length > pageSize ? projects.at(-1)?.id : undefined, first: place === null }
}
