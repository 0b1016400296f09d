import { Hono } from 'hono'
import { z } from 'zod'
import { operation } from '../lib/api/describe'
import { invalidFields, query } from '../lib/api/request'
import { flag } from '../lib/api/values'
import type { App } from '../lib/env'
import { JobJson, jobApiPath, newJobJson } from '../lib/jobs/json'
import { refuseWhileBusy } from '../lib/jobs/queries'
import { continueJob } from '../lib/jobs/run'
import { isJson } from '../lib/page'
import { ProblemError } from '../lib/problem'
import { beginRestore } from './begin'
import { dropFiles } from './files'
import { archiveSource, jsonSource, previewRestore, refusalOf } from './preview'
import { backUpFirst, fileBytes } from './source'
import { modes } from './steps'

const description = `
Takes a backup (\`application/gzip\`) or an export (\`application/json\`), also one of another installation, and answers what it adds, changes and removes by table. \`replace\` makes your data what the file has; \`merge\` keeps all that you have and takes the newer of two by \`updated_at\`. \`dry_run\` writes nothing.

A restore is done in steps: 202, with a job. A backup of the present state is made first. Until the job is finished your data stays as it is, other writes are refused (409 \`restoring\`), and deleting the job stops the restore. Then everything is replaced at once, and \`epoch\` is higher. The state before is kept for 7 days, and Undo restore in Settings, Backups brings it back.
`

const Query = z.object({
  mode: z.enum(modes, 'Choose replace or merge').meta({ description: 'What becomes of what you have.' }),
  dry_run: flag('Write nothing.'),
})

const count = z.int().nonnegative()
const CountsJson = z.object({ added: count, changed: count, removed: count })

const RestoreJson = z
  .object({
    mode: z.enum(modes),
    counts: z.record(z.string(), CountsJson).meta({ description: 'By table of the export, without what is deleted.' }),
    job: JobJson.nullable().meta({ description: 'Null for a dry run.' }),
  })
  .meta({ id: 'Restore' })

const wrongMedia = {
  status: 415,
  code: 'no_backup',
  title: 'Not a backup or an export',
  detail: 'Send application/gzip or application/json. Nothing was changed.',
} as const

const isGzip = (type = '') => /^\s*application\/(x-)?gzip\s*(;|$)/i.test(type)

/** `/api/v1/restore` */
export const restoreApi = new Hono<App>().post(
  '/',
  operation({
    summary: 'Restore a backup or an export',
    description: description.trim(),
    tag: 'Backups',
    file: { types: ['application/gzip', 'application/json'], maxBytes: fileBytes },
    long: true,
    stale: true,
    answers: { schema: RestoreJson },
  }),
  query(Query),
  async (c) => {
    const { user } = c.var
    const { mode, dry_run } = c.req.valid('query')
    const type = c.req.header('Content-Type')
    if (!isGzip(type) && !isJson(type)) throw new ProblemError(wrongMedia)
    await refuseWhileBusy(c.env.DB, user.id)
    const body = c.req.raw.body ?? new Blob([]).stream()
    const source = isGzip(type) ? archiveSource('a backup', body) : jsonSource('an export', body)
    const preview = await previewRestore(c.env, user.id, source, Date.now()).catch((error: unknown) => {
      const reason = refusalOf(error)
      throw reason === null ? error : invalidFields({ '': [reason] })
    })
    const answer = { mode, counts: preview.counts[mode] }
    if (dry_run) {
      await dropFiles(c.env.BACKUPS, user.id)
      return c.json({ ...answer, job: null })
    }
    await backUpFirst(c.env, user, Date.now())
    const { job, at } = await beginRestore(c.env, user.id, preview, mode)
    continueJob(c, job.id)
    return c.json({ ...answer, job: newJobJson(job, at) }, 202, { Location: jobApiPath(job) })
  },
)
