import { type Context, Hono } from 'hono'
import { z } from 'zod'
import { once } from '../../../lib/api/once'
import { body, fieldsProblem, invalidProblem, param, query, readBodyBytes } from '../../../lib/api/request'
import { Instant, jsonOf, listPage, listQuery, pageSchema, seqInput, withLength } from '../../../lib/api/values'
import { matchedVersion, requireVersion, rowTag, versionedBy } from '../../../lib/api/version'
import { prefetchResponse } from '../../../lib/db/reads'
import { type App, type Loaded, rowLoader, todayOf } from '../../../lib/env'
import { csvDownload, toStream } from '../../../lib/files/download'
import { ProblemError, problems } from '../../../lib/http/problem'
import { PackageParam } from '../../../lib/text/package-name'
import { decodeFile } from '../../../time/sessions/import/api'
import { AppRow } from '../../app-rules/schema'
import { catalogueSeq } from '../../app-rules/writes'
import { appsFileLimit } from '../feature'
import { adminOperation } from '../json'
import { changesApps, ImportedAppsJson, importChange, importedJson, planAppImport, rejectedJson } from './import/plan'
import * as q from './queries'
import {
  type AppValues,
  appLines,
  appsHeader,
  category,
  categoryLimit,
  label,
  labelLimit,
  type StoredApp,
  stateOf,
} from './schema'
import { commitApps, type EditedApp, editApps, planDefaults } from './writes'

const AppJson = AppRow.extend({
  is_whitelisted: z.boolean(),
  is_locked: z.boolean().meta({ description: 'Can’t be overridden.' }),
  created_at: Instant,
  updated_at: Instant,
  updated_by: z.string().nullable().meta({ description: 'The id of the admin who last edited it.' }),
}).meta({ id: 'App' })

const appJson = (app: AppRow) => jsonOf(AppJson, { ...app, ...stateOf(app) })

const flag = z.boolean('Choose true or false')

const AppPut = z
  .strictObject({
    label: withLength(label, { minLength: 1, maxLength: labelLimit }),
    category: withLength(category, { maxLength: categoryLimit }).nullable().optional(),
    is_whitelisted: flag,
    is_locked: flag.optional().meta({ description: 'Defaults to false.' }),
    seq: seqInput,
  })
  .meta({ id: 'AppPut', example: { label: 'Firefox', category: 'Browsers', is_whitelisted: true } })

const truth = z.enum(['true', 'false'], 'Choose true or false')
const boolean = truth.transform((text) => text === 'true').optional()

const appsQuery = {
  q: z.string().max(100, 'Use at most 100 characters for the search').default('').meta({
    description: 'Matches the start of words in the label or package name, ignoring case and accents.',
  }),
  is_whitelisted: boolean.meta({ description: 'Only allowed (true) or blocked (false) apps.' }),
  is_locked: boolean.meta({ description: 'Only locked (true) or unlocked (false) apps.' }),
  category: z.string().max(categoryLimit, `Use at most ${categoryLimit} characters`).default('').meta({
    description: 'Only apps in this category.',
  }),
}

const ImportQuery = z.object({
  dry_run: truth
    .default('false')
    .transform((text) => text === 'true')
    .meta({ description: 'Only preview; nothing is written.' }),
})

const loadApp = rowLoader('app', (db, _, packageName) => q.appByPackage(db, packageName), 'package_name')

type AppLoaded = Loaded<'app', StoredApp>

const matched = <E extends App>(c: Context<E>, packageName: string) =>
  matchedVersion(c, () => q.appByPackage(c.env.DB, packageName), appJson)

/**
 * Writes a default, checking the version in the request if there is one. False if the default does not exist.
 * @throws ProblemError 409 if the version differs, even with equal values
 */
const write = async <E extends App>(c: Context<E>, app: EditedApp & { seq?: number }, after: AppValues | null) => {
  const { before, stale } = await editApps(c.env.DB, c.var.user.id, [app], () => after)
  const [found] = [...stale, ...before]
  if (found) await requireVersion(c, app.seq, found, appJson)
  return found !== undefined
}

const pageRows = 500

/** Streams all apps as CSV. Each page is read while the previous one is sent. */
async function* csvPieces(db: D1Database) {
  yield appsHeader
  let after: string | null = null
  do {
    const page = await q.findApps(db, { filter: { q: '', category: '' }, sort: 'package_name', after }, pageRows)
    yield appLines(page)
    after = page.length < pageRows ? null : (page.at(-1)?.after ?? null)
  } while (after !== null)
}

const importDescription = `
The columns are package_name, label, category, is_whitelisted and is_locked, in any order. You can leave out category and
is_locked; they then keep their values. Booleans are true, false, 1 or 0. Apps that aren’t in the file don’t change. If
any line is wrong, nothing is imported: 422, with those lines in \`rejected\`. \`dry_run\` returns the same and writes
nothing. The audit log gets one entry, with the apps inside.
`

export const adminAppsApi = new Hono<App>()
  .get(
    '/apps',
    adminOperation({
      summary: 'List app defaults',
      description: 'Applies to everyone unless overridden; sorted by package name.',
      versioned: true,
      answers: { schema: pageSchema(AppJson) },
    }),
    versionedBy(async (c) => String(await catalogueSeq(c.env.DB))),
    query(z.object({ ...listQuery, ...appsQuery })),
    async (c) => {
      const { cursor, limit, ...filter } = c.req.valid('query')
      const after = cursor === undefined ? null : JSON.stringify([cursor])
      const apps = await q.findApps(c.env.DB, { filter, sort: 'package_name', after }, limit + 1)
      return c.json(listPage(apps, limit, ({ package_name }) => package_name, appJson))
    },
  )

  .get(
    '/apps.csv',
    adminOperation({
      summary: 'Export app defaults',
      description:
        'CSV that the import accepts. Cells that a spreadsheet would run as formulas start with an apostrophe.',
      answers: { schema: z.string(), media: 'text/csv' },
    }),
    async (c) => csvDownload(c, `daymark-apps-${todayOf(c)}.csv`, toStream(csvPieces(c.env.DB))),
  )

  .post(
    '/apps/import',
    adminOperation({
      summary: 'Import app defaults',
      description: importDescription.trim(),
      file: { types: ['text/csv'], maxBytes: appsFileLimit },
      once: true,
      stale: true,
      answers: { schema: ImportedAppsJson },
      errors: { 409: 'The apps kept changing during the import (`busy`). Nothing changed.' },
    }),
    query(ImportQuery),
    once(),
    async (c) => {
      const decoded = decodeFile(...(await readBodyBytes(c)))
      if ('problem' in decoded) throw fieldsProblem({ '': [decoded.problem] })
      const { user, claim } = c.var
      const imported = await commitApps(c.env.DB, user.id, async () => {
        const plan = await planAppImport(c.env.DB, decoded.text)
        if ('problem' in plan) throw fieldsProblem({ '': [plan.problem] })
        if (plan.rejected.length > 0) {
          const lines = plan.rejected.map(({ line, reason }) => ({
            path: `line ${line}`,
            message: reason.replace(/\.$/, ''),
          }))
          throw new ProblemError({ ...invalidProblem(lines.slice(0, 100)), more: { rejected: rejectedJson(plan) } })
        }
        if (c.req.valid('query').dry_run || !changesApps(plan)) return { result: plan }
        const also = claim('', importedJson(plan, decoded.leftOut))
        const { writes } = planDefaults(c.env.DB, user.id, ...importChange(plan, also))
        return { result: plan, writes }
      })
      return c.json(importedJson(imported, decoded.leftOut))
    },
  )

  .get(
    '/apps/:package_name',
    adminOperation({ summary: 'Read an app default', item: true, versioned: true, answers: { schema: AppJson } }),
    loadApp,
    versionedBy<AppLoaded>((c) => String(c.var.app.seq)),
    (c) => c.json(appJson(c.var.app)),
  )

  .put(
    '/apps/:package_name',
    adminOperation({
      summary: 'Set an app default',
      description: 'Adds (201) or replaces it (200). Percent-encode the name in the path.',
      body: true,
      stale: true,
      matches: true,
      answers: { schema: AppJson, creates: true },
    }),
    param(PackageParam),
    body(AppPut),
    async (c) => {
      const { package_name } = c.req.valid('param')
      const { label, category = null, is_whitelisted, is_locked = false, ...given } = c.req.valid('json')
      const version = await matched(c, package_name)
      const { seq = version } = given
      const after: AppValues = { label, category, is_whitelisted: is_whitelisted ? 1 : 0, is_locked: is_locked ? 1 : 0 }
      // Reads the response in the batch of the write, which saves a round trip.
      prefetchResponse(c.env.DB, () => q.appByPackage(c.env.DB, package_name))
      const isThere = await write(c, { package_name, seq }, after)
      const app = await q.appByPackage(c.env.DB, package_name)
      if (!app) throw new ProblemError(problems.busy)
      c.header('ETag', rowTag(app.seq))
      if (isThere) return c.json(appJson(app))
      c.header('Location', `/api/v1/admin/apps/${encodeURIComponent(package_name)}`)
      return c.json(appJson(app), 201)
    },
  )

  .delete(
    '/apps/:package_name',
    adminOperation({
      summary: 'Delete an app default',
      description: 'People’s own rules for the app stay.',
      item: true,
      stale: true,
      matches: true,
    }),
    async (c) => {
      const package_name = c.req.param('package_name')
      const seq = await matched(c, package_name)
      return (await write(c, { package_name, seq }, null)) ? c.body(null, 204) : c.notFound()
    },
  )
