import { Hono } from 'hono'
import { v7 as uuid } from 'uuid'
import { z } from 'zod'
import { describeOperation } from '../../../lib/api/describe'
import { once } from '../../../lib/api/once'
import { bodyOfType, fieldsProblem, invalidProblem, query, readBodyBytes, wrongMedia } from '../../../lib/api/request'
import { afterAllIds, listPage, listQuery, pageSchema } from '../../../lib/api/values'
import { matchedVersion, rowTag, versioned } from '../../../lib/api/version'
import type { App } from '../../../lib/env'
import { type DecodedFile, decodeText, isArchive } from '../../../lib/files/uploads'
import { ProblemError } from '../../../lib/http/problem'
import { isJson as isJsonMedia } from '../../../lib/http/respond'
import { jobApiPath } from '../../../lib/jobs/queries'
import { firstCharacters } from '../../../lib/text/text'
import { maxFileBytes } from '../feature'
import { isJson } from '../formats/json-file'
import { confirmImport, type ImportErrors } from './confirm'
import { ImportedJson, ImportJson, ImportQuery, importedJson, importJson, readingOfQuery } from './json'
import { memberKey, type PreviewedImport } from './preview'
import * as q from './queries'
import { answerStarted, loadImport, undoImport } from './undo'

/** Decodes a file's text. */
export const decodeFile = (bytes: Uint8Array, charset?: string): DecodedFile => {
  if (isArchive(bytes)) return { problem: 'The file is a spreadsheet or an archive. Save it as CSV and choose that.' }
  return decodeText(bytes, 'Save it as CSV in UTF-8.', { charset })
}

const tag = 'Imports'

const notImportable = wrongMedia('CSV', 'text/csv, or JSON of another tool as application/json')

const importDescription = `
Accepts files of other tools, recognised by their content: detailed reports of Toggl Track and Clockify, exports of Kimai, records of TimeTagger, backups of Super Productivity (with their tasks), data dumps of WakaTime, buckets of ActivityWatch (as app usage), a CSV from \`/sessions.csv\`, or any CSV or list of records in JSON (Timewarrior) with \`columns\`. Send CSV as \`text/csv\` and JSON as \`application/json\`. Times without a zone use \`time_zone\`. Rows imported before are duplicates and are skipped, even if the session was edited or deleted since. With \`on_error=stop\` one invalid row stops the import: 422, with the first 1,000 invalid rows as \`rejected\`. A file has at most 100,000 rows. An end whose column has no date and that is before the start is on the next day, at most 16 hours later unless the row has a longer duration. A client without a project goes to its project \`General\`.

A text of several lines or of more than 200 characters is the note, and its beginning the title. What does not come in is named in \`left_out\`: columns without a field, lines above the header, durations that can’t be read beside a start and an end, rows of others.

Of the columns of Daymark’s own CSV only \`started_at\` and \`ended_at\` are required. \`plan\` and \`chunk\` name a plan and a chunk of it by id or title; a row that names one you don’t have comes in without it, under \`plan_title\` if it has no title. They don’t change the plan: its chunks keep their status. \`goal_id\` and \`goal\`, \`task_id\` and \`task\` name one of your goals and tasks by its id or title. \`left_out\` names those that you don’t have. \`artifacts\` has a link or path on each line.

If the file has rows for several people, those with your email are imported, else those of \`member\`, else none: 422, with the people as \`members\`. \`dry_run\` returns the same and writes nothing.

A file of more than a few hundred sessions is imported in steps: 202, with a \`job\`. Its import counts what is imported so far.
`

/** Maximum number of people named in the message. The member `members` has all of them. */
const namedPeople = 20

const refusalProblem = (preview: PreviewedImport, errors: ImportErrors) => {
  const { members } = preview
  const named = members.slice(0, namedPeople).map((one) => firstCharacters(memberKey(one), 200))
  const people = `${named.join(', ')}${members.length > namedPeople ? ' …' : ''}`
  const problem = invalidProblem([
    ...(errors.member ?? []).map((message) => ({ path: 'member', message: `${message}: ${people}` })),
    ...(errors.form ?? []).map((message) => ({ path: '', message })),
  ])
  const more = { ...importedJson(preview), imported: 0, total_seconds: 0, ...(members.length > 0 && { members }) }
  return new ProblemError({ ...problem, more })
}

export const importSessionsApi = new Hono<App>().post(
  '/',
  describeOperation({
    summary: 'Import sessions',
    description: importDescription.trim(),
    tag,
    file: { types: ['text/csv', 'application/json', 'text/tab-separated-values'], maxBytes: maxFileBytes },
    once: true,
    long: true,
    stale: true,
    answers: { schema: ImportedJson },
  }),
  bodyOfType(/^\s*(text\/csv|text\/tab-separated-values|application\/json)\s*(;|$)/i, notImportable),
  query(ImportQuery),
  once({ reads: true }),
  async (c) => {
    const { user, claim } = c.var
    const { dry_run, time_zone = user.preferences.time_zone, on_error, format, ...how } = c.req.valid('query')
    const decoded = decodeFile(...(await readBodyBytes(c)))
    if ('problem' in decoded) throw fieldsProblem({ '': [decoded.problem] })
    if (isJsonMedia(c.req.header('Content-Type')) && !isJson(decoded.text)) throw new ProblemError(notImportable)
    const { text, leftOut } = decoded
    const upload = { id: uuid(), file_name: 'Sent by a program', time_zone, text, left_out: leftOut }
    const outcome = await confirmImport(
      c.env.DB,
      user,
      upload,
      { ...readingOfQuery(how), on_error, format },
      {
        dryRun: dry_run,
        also: (importRow) => claim(upload.id, importedJson(importRow)),
        alsoStart: (job) => claim(jobApiPath(job), job),
      },
    )
    if ('problem' in outcome) throw fieldsProblem({ [outcome.unknown ? 'columns' : '']: [outcome.problem] })
    if ('refused' in outcome) throw refusalProblem(outcome.refused, outcome.errors)
    if ('started' in outcome) return c.json(outcome.started, 202, { Location: jobApiPath(outcome.started) })
    return c.json(importedJson(outcome.imported))
  },
)

export const importsApi = new Hono<App>()
  .get(
    '/',
    describeOperation({ summary: 'List imports', tag, versioned: true, answers: { schema: pageSchema(ImportJson) } }),
    query(z.object(listQuery)),
    versioned,
    async (c) => {
      const { cursor = afterAllIds, limit } = c.req.valid('query')
      const rows = await q.listImports(c.env.DB, c.var.user.id, cursor, limit + 1)
      return c.json(listPage(rows, limit, ({ id }) => id, importJson))
    },
  )

  .get(
    '/:id',
    describeOperation({ summary: 'Read an import', tag, versioned: true, item: true, answers: { schema: ImportJson } }),
    versioned,
    loadImport,
    (c) => c.json(importJson(c.var.importRow), 200, { ETag: rowTag(c.var.importRow.seq) }),
  )

  .delete(
    '/:id',
    describeOperation({
      summary: 'Undo an import',
      description: 'Permanently removes its sessions, and projects it created that no other session uses.',
      tag,
      item: true,
      matches: true,
      long: true,
    }),
    loadImport,
    async (c) => {
      const undone = await undoImport(c.env.DB, c.var.user.id, c.var.importRow, (row) =>
        matchedVersion(c, () => row, importJson),
      )
      if ('gone' in undone) return c.notFound()
      if ('removed' in undone) return c.body(null, 204)
      return answerStarted(c, undone)
    },
  )
