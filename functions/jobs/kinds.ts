import type { MiddlewareHandler } from 'hono'
import { undoChangeJob } from '../changes/undo'
import type { App } from '../lib/env'
import type { JobKind } from '../lib/jobs/schema'
import { bulkJob } from '../sessions/bulk/steps'
import { importJob } from '../sessions/import/steps'
import { undoImportJob } from '../sessions/import/undo'
import { movesJob } from './moves'

const kinds = new Map<string, JobKind>(
  [importJob, undoImportJob, undoChangeJob, bulkJob, movesJob].map((kind) => [kind.name, kind]),
)

export const jobKind = (name: string) => kinds.get(name)

/** Lets handlers do steps of jobs without importing the features that these belong to. */
export const jobKinds: MiddlewareHandler<App> = async (c, next) => {
  c.set('jobKind', jobKind)
  await next()
}
