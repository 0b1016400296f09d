import type { Bindings } from '../../lib/env'
import type { FindJobKind, JobKind } from '../../lib/jobs/queries'
import { importJob } from '../../time/sessions/import/confirm'
import { undoImportJob } from '../../time/sessions/import/undo'
import { restoreJob } from '../restore/steps'

const kinds = new Map<string, JobKind>([importJob, undoImportJob].map((kind) => [kind.name, kind]))

export const jobKind: FindJobKind = async (name) => kinds.get(name)

/** Finds a job's kind. Some kinds need more bindings than the database. */
export const jobKindsOf = (env: Bindings): FindJobKind => {
  const restore = restoreJob(env)
  return async (name) => (name === restore.name ? restore : jobKind(name))
}
