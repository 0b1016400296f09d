import type { MiddlewareHandler } from 'hono'
import { undoChangeJob } from '../changes/undo'
import type { App, Bindings } from '../lib/env'
import type { JobKind } from '../lib/jobs/schema'
import { restoreJob } from '../restore/steps'
import { bulkJob } from '../sessions/bulk/steps'
import { importJob } from '../sessions/import/steps'
import { undoImportJob } from '../sessions/import/undo'
import { movesJob } from './moves'

const kinds = new Map<string, JobKind>(
  [importJob, undoImportJob, undoChangeJob, bulkJob, movesJob].map((kind) => [kind.name, kind]),
)

export const jobKind = (name: string) => kinds.get(name)

/** Kinds whose steps need more than the database. */
export const jobKindsOf = (env: Bindings) => {
  const restore = restoreJob(env)
  return (name: string) => (name === restore.name ? restore : jobKind(name))
}

/** Lets handlers do steps of jobs without importing the features that these belong to. */
export const jobKinds: MiddlewareHandler<App> = async (c, next) => {
  c.set('jobKind', jobKindsOf(c.env))
  await next()
}
