import { Hono } from 'hono'
import { z } from 'zod'
import { describeOperation } from '../../lib/api/describe'
import { once } from '../../lib/api/once'
import { bodyOfType, fieldsProblem, query } from '../../lib/api/request'
import { flag } from '../../lib/api/values'
import type { App } from '../../lib/env'
import { skippedJson, skippedMembers } from '../../lib/files/left-out'
import { JobJson, jobApiPath, type NewJob, newJobJson, refuseWhileBusy } from '../../lib/jobs/queries'
import { continueJob } from '../../lib/jobs/run'
import { logEvent } from '../../lib/log'
import { beginRestore } from './begin'
import { ChangeCounts } from './compare'
import { restoreFileLimit } from './feature'
import { backUpCurrent, compareOnly, fileSource, previewRestore, refusalOf } from './preview'
import { modes } from './steps'

const description = `
Takes a backup (\`application/gzip\`) or an export (\`application/json\`), also from another installation, and returns what it adds, changes and removes by table. \`replace\` makes your data match the file; \`merge\` keeps all your data and the newer of two versions by \`updated_at\`. \`dry_run\` writes nothing.

A restore is done in steps: 202, with a \`job\`. Your current data is backed up first. Until the job is finished your data doesn’t change, other writes are refused (409 \`restoring\`), and deleting the job stops the restore. Then everything is replaced at once, and \`epoch\` is higher. The earlier state is kept for 7 days: Undo restore in Settings, Backups brings it back.
`

const Query = z.object({
  mode: z.enum(modes, 'Choose replace or merge').meta({ description: 'What to do with your current data.' }),
  dry_run: flag('Write nothing.'),
})

const RestoreJson = z
  .object({
    mode: z.enum(modes),
    counts: z.record(z.string(), ChangeCounts).meta({ description: 'By table of the export, without deleted rows.' }),
    ended_addresses: z.int().meta({
      description: 'Secret addresses of reports and plans that end: the file doesn’t include them.',
    }),
    ...skippedMembers,
    is_own: z
      .boolean()
      .meta({ description: 'False if Daymark can’t verify that the file was exported here, from this account.' }),
    job: JobJson.nullable().meta({ description: 'Null for a dry run.' }),
  })
  .meta({ id: 'Restore' })

const wrongMedia = {
  status: 415,
  code: 'no_backup',
  title: 'Not a backup or an export',
  detail: 'Send application/gzip or application/json. Nothing was changed.',
} as const

const backupBody = bodyOfType(/^\s*application\/((x-)?gzip\s*(;|$)|([\w.-]+\+)?json\s*([;,]|$))/i, wrongMedia)

/** `/api/v1/restore` */
export const restoreApi = new Hono<App>().post(
  '/',
  describeOperation({
    summary: 'Restore a backup or an export',
    description: description.trim(),
    tag: 'Backups',
    file: { types: ['application/gzip', 'application/json'], maxBytes: restoreFileLimit },
    once: true,
    long: true,
    stale: true,
    answers: { schema: RestoreJson },
  }),
  backupBody,
  query(Query),
  once({ reads: true }),
  async (c) => {
    const { user } = c.var
    const { mode, dry_run } = c.req.valid('query')
    await refuseWhileBusy(c.env.DB, user.id)
    const source = await fileSource(await c.req.blob())
    if (typeof source === 'string') throw fieldsProblem({ '': [source] })
    const refused = (error: unknown): never => {
      const reason = refusalOf(error)
      throw reason === null ? error : fieldsProblem({ '': [reason] })
    }
    const counted = ({ counts, ended_addresses, left_out, is_own }: Awaited<ReturnType<typeof compareOnly>>) => ({
      mode,
      counts: counts[mode],
      is_own,
      ended_addresses: mode === 'replace' ? ended_addresses : 0,
      ...skippedJson(left_out),
    })
    if (dry_run) {
      return c.json({ ...counted(await compareOnly(c.env, user.id, source).catch(refused)), job: null })
    }
    const preview = await previewRestore(c.env, user.id, source, Date.now()).catch(refused)
    await backUpCurrent(c.env, user, Date.now())
    const answer = (job: NewJob, now: number) => ({ ...counted(preview), job: newJobJson(job, now) })
    const { job, at } = await beginRestore(c.env, user.id, preview, mode, (job, now) =>
      c.var.claim(jobApiPath(job), answer(job, now)),
    )
    logEvent(c, 'restore')
    continueJob(c, job.id)
    return c.json(answer(job, at), 202, { Location: jobApiPath(job) })
  },
)
