import { type Context, Hono } from 'hono'
import { z } from 'zod'
import { addAct } from '../../../lib/api/act'
import { describeOperation } from '../../../lib/api/describe'
import { fieldsProblem } from '../../../lib/api/request'
import { Instant, instantInput, iso } from '../../../lib/api/values'
import { type App, appContext, type Loaded, rowLoader } from '../../../lib/env'
import { logEvent } from '../../../lib/log'
import { kindApi } from '../../../lib/resource/kind-api'
import { insertRow } from '../../../lib/resource/row-writes'
import { passphraseMember } from './passphrase'
import {
  keptReport,
  keptReports,
  type NewReport,
  type ReportRow,
  reportColumns,
  reportKind,
  reportResource,
  visibleParts,
} from './schema'
import {
  changesSinceSeal,
  prepareSeal,
  revokeSeal,
  type SealOptions,
  type SealSummary,
  sealOf,
  sealReport,
} from './seal'

const sealFields = {
  expires_at: instantInput.nullable().optional().meta({ description: 'When its address expires; null for never.' }),
  passphrase: passphraseMember.nullable().optional().meta({ description: 'At least 8 characters; null for none.' }),
  show_changes: z
    .boolean('Use true or false')
    .optional()
    .meta({ description: 'Readers see what changed since then; true by default.' }),
}

type SealBody = z.output<z.ZodObject<typeof sealFields>>

const sealingOf = ({ expires_at = null, passphrase, show_changes = true }: SealBody): SealOptions => ({
  expires_at,
  passphrase: passphrase || null,
  show_changes,
})

/** Reasons why a report cannot be sealed, by the request member that can be changed. */
const refusals = {
  over: { expires_at: ['Enter an instant in the future'] },
  gone: { filter: ['Choose another filter: what this one names was deleted'] },
  'too long': { to: ['The report is too long to seal. Choose a shorter period'] },
}

const item = { tag: 'Reports', item: true }

const flag = z.boolean('Use true or false').optional()
const flags = { sessions: flag, notes: flag, amounts: flag }

const bodies = reportKind.bodies(
  {
    create: { title: 'Harbour Clinic, October', from: '2026-10-01', to: '2026-10-31' },
    patch: { number: '2026-10' },
  },
  { ...flags, seal: z.literal(true, 'Use true, or leave it out').optional(), ...sealFields },
  flags,
)

type NewValues = NewReport & SealBody & { seal?: true }

/** Secret address of a report that this request sealed. No later request can read it. */
const sealedUrlOf = (c: Context): string | null => c.get('sealedUrl') ?? null
const setSealedUrl = (c: Context, url: string) => c.set('sealedUrl', url)

const kept = kindApi<ReportRow, NewValues>(
  reportKind,
  {
    ...reportResource,
    insert: async (db, userId, id, { seal, ...values }, now, c) => {
      const columns = await reportColumns(db, userId, values)
      const insert = insertRow(db, 'reports', userId, id, columns, now)
      if (!seal) return insert
      const row = { ...columns, id, seq: 0, created_at: now, updated_at: now }
      const made = await prepareSeal(c, row, sealingOf(values), now)
      if (made.refused) throw fieldsProblem(refusals[made.refused])
      setSealedUrl(c, made.url)
      logEvent(c, 'share')
      return [...insert, made.write]
    },
  },
  {
    aName: 'a saved report',
    many: 'saved reports',
    hasSecret: true,
    filter: {},
    json: (rows, c) =>
      reportKind.jsonsOf(rows.map((row) => ({ ...row, ...visibleParts(row), sealed_url: sealedUrlOf(c) }))),
    create: bodies.create.transform((values, { addIssue }) => {
      if (values.from > values.to)
        addIssue({ code: 'custom', path: ['to'], message: 'The range ends before it starts' })
      return reportKind.columnsIn(values)
    }),
    patch: bodies.patch.transform(reportKind.columnsIn),
    list: keptReports,
  },
)

const loadReport = rowLoader('row', keptReport)
const loadSeal = rowLoader('seal', sealOf)

const SealJson = z
  .object({
    sealed_url: z.string().nullable().meta({ description: 'Returned only once, when the report is sealed.' }),
    sealed_at: Instant,
    sha256: z.string(),
    expires_at: Instant.nullable(),
    show_changes: z.boolean(),
    openings: z.int(),
  })
  .meta({ id: 'ReportSeal' })

const sealJson = (seal: SealSummary, sealed_url: string | null = null) => ({
  sealed_url,
  sealed_at: iso(seal.sealed_at),
  sha256: seal.sha256,
  expires_at: seal.expires_at === null ? null : iso(seal.expires_at),
  show_changes: seal.show_changes === 1,
  openings: seal.openings,
})

const DifferencesJson = z
  .object({
    unchanged: z.boolean(),
    items: z.array(
      z.object({
        date: z.string(),
        kind: z.enum(['added', 'removed', 'shortened', 'lengthened', 'renamed', 'noted', 'filed', 'billed']),
        sessions: z.int(),
        seconds: z.int().meta({ description: 'The time that was added or removed, or the difference.' }),
      }),
    ),
    other_names: z.boolean().meta({ description: 'True if names in the document have changed.' }),
  })
  .meta({ id: 'ReportChanges' })

const sealing = new Hono<App>()
  .get(
    '/:id/seal',
    describeOperation({
      summary: 'Read the seal of a report',
      description: '404 without one.',
      ...item,
      answers: { schema: SealJson },
    }),
    loadReport,
    loadSeal,
    (c) => c.json(sealJson(c.var.seal)),
  )

  .delete(
    '/:id/seal',
    describeOperation({ summary: 'Revoke the secret address of a report', ...item }),
    loadReport,
    async (c) => {
      const isRevoked = await revokeSeal(c.env.DB, c.var.user.id, c.var.row.id)
      return isRevoked ? c.body(null, 204) : c.notFound()
    },
  )

  .get(
    '/:id/changes',
    describeOperation({
      summary: 'List what changed since a report was sealed',
      description: '404 without a seal.',
      ...item,
      answers: { schema: DifferencesJson },
    }),
    loadReport,
    loadSeal,
    async (c) => {
      const found = await changesSinceSeal(c.env.DB, c.var.seal)
      if (!found) return c.notFound()
      return c.json({
        unchanged: found.lines.length === 0 && !found.hasOtherNames,
        items: found.lines,
        other_names: found.hasOtherNames,
      })
    },
  )

addAct(sealing, '/:id/seal', {
  ...item,
  summary: 'Seal a report and create its secret address',
  description: 'Stores the document as it is now. An earlier address stops working.',
  before: [loadReport],
  input: z.strictObject(sealFields).meta({ id: 'NewReportSeal' }),
  schema: SealJson,
  status: 201,
  sealed: true,
  json: ({ url, seal }: { url: string; seal: SealSummary }) => sealJson(seal, url),
  run: async (c: Context<Loaded<'row', ReportRow>>, { input, seal }) => {
    const made = await sealReport(appContext(c), c.var.row, sealingOf(input), seal)
    return made?.refused ? { errors: refusals[made.refused] } : made
  },
})

/** `/api/v1/reports` */
export const reportsApi = new Hono<App>().route('/', sealing).route('/', kept)
