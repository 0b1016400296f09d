import type { Context } from 'hono'
import type { App } from '../../lib/env'
import { addChecked } from '../../lib/resource/resource'
import { createProject } from '../../line/queries'
import { taskResource } from './resource'

type LineTask = { values: Parameters<typeof taskResource.insert>[3]; creates?: string; projectCount?: number }

/** Adds the task of a line, after the project that the person chose to create; false if one could not be added. */
export const addLineTask = async (c: Context<App>, id: string, { values, creates, projectCount = 0 }: LineTask) => {
  if (creates === undefined) return addChecked(c, taskResource, id, values)
  const project_id = await createProject(c, creates, projectCount)
  return project_id !== null && addChecked(c, taskResource, id, { ...values, project_id })
}
