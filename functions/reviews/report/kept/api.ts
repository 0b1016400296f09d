import { type Context, Hono } from 'hono'
import { z } from 'zod'
import { operation } from '../../../lib/api/describe'
import { once } from '../../../lib/api/once'
import { body, invalidFields } from '../../../lib/api/request'
import { dateInput, Instant, instantInput, iso, rowMembers, seqInput } from '../../../lib/api/values'
import { type App, appContext, loads } from '../../../lib/env'
import { pathTo } from '../../../lib/http/path-to'
import { resourceApi } from '../../../lib/resource/resource-api'
import { insertRow } from '../../../lib/resource/row-writes'
import { addressText } from '../../../lib/text/text'
import { divisions } from '../build'
import { passphraseMember } from './passphrase'
import {
  keptReport,
  keptReports,
  type NewReportValues,
  ReportRow,
  reportFields,
  reportResource,
  storedColumns,
} from './schema'
import { changesSince, prepareSeal, revoke, type Sealing, type SealSummary, sealOf, sealReport } from './seal'

const ReportJson = ReportRow.pick({ id: true, title: true, addressee: true, number: true, note: true, sender: true })
  .extend({
    from: z.iso.date(),
    to: z.iso.date(),
    filter: z.string().meta({ description: 'A subject, or JSON of the groups of a filter.' }),
    group: z.string().meta({ description: `Up to two of ${divisions.join(', ')} between commas.` }),
    rounding: z.string().meta({ description: '`none`, or how and to how many minutes: `up:15`.' }),
    per: z.enum(['entry', 'sum']),
    sessions: z.boolean().meta({ description: 'Shows single entries.' }),
    notes: z.boolean(),
    amounts: z.boolean(),
    sealed_url: z.string().nullable().meta({ description: 'Told once, in the answer that seals it.' }),
    ...rowMembers,
  })
  .meta({ id: 'KeptReport' })

const sealFields = {
  expires_at: instantInput.nullable().optional().meta({ description: 'When its address ends; null for never.' }),
  passphrase: passphraseMember.nullable().optional().meta({ description: 'At least 8 characters; null for none.' }),
  show_changes: z
    .boolean('Use true or false')
    .optional()
    .meta({ description: 'The reader sees what changed since; true by default.' }),
}

type SealBody = z.output<z.ZodObject<typeof sealFields>>

const flag = z.boolean('Use true or false').optional()

const { addressee, number, note, sender, rounding, per } = reportFields

const fields = {
  addressee,
  number,
  note,
  sender,
  rounding,
  per,
  filter: reportFields.subject.meta({ description: 'A subject, such as `project:<id>`; everything without it.' }),
  group: reportFields.grouping,
  sessions: flag,
  notes: flag,
  amounts: flag,
}

const required = { title: reportFields.title, from: dateInput, to: dateInput }

type Typed = z.output<z.ZodObject<typeof fields>> & { title?: string; from?: string; to?: string; seq?: number }

const flags = ['sessions', 'notes', 'amounts'] as const

/** The columns of what a body says. @param shows those before */
const valuesOf = ({ from, to, filter, group, sessions, notes, amounts, ...values }: Typed, shows: string) => {
  const said = { sessions, notes, amounts }
  const kept = flags.filter((name) => said[name] ?? shows.split(' ').includes(name))
  return Object.fromEntries(
    Object.entries({
      ...values,
      from_date: from,
      to_date: to,
      subject: filter,
      grouping: group,
      shows: kept.join(' '),
    }).filter(([, value]) => value !== undefined),
  )
}

const sealingOf = ({ expires_at = null, passphrase, show_changes = true }: SealBody): Sealing => ({
  expires_at,
  passphrase: passphrase || null,
  show_changes,
})

/** Why a report cannot be sealed, by the member of the body that can be changed. */
const refusals = {
  over: { expires_at: ['This is over already'] },
  gone: { filter: ['What it names is gone'] },
  'too long': { to: ['The report is too long to seal. Choose a shorter period'] },
}

type NewValues = NewReportValues & { sealing?: Sealing }

const create = z
  .strictObject({
    ...required,
    ...fields,
    seal: z.literal(true, 'Use true, or leave it out').optional(),
    ...sealFields,
  })
  .superRefine(({ from, to }, { addIssue }) => {
    if (from > to) addIssue({ code: 'custom', path: ['to'], message: 'The range ends before it starts' })
  })
  .transform(
    ({ seal, expires_at, passphrase, show_changes, ...values }) =>
      ({
        ...valuesOf(values, 'amounts'),
        ...(seal && { sealing: sealingOf({ expires_at, passphrase, show_changes }) }),
      }) as NewValues,
  )
  .meta({ id: 'NewKeptReport', example: { title: 'Harbour Clinic, October', from: '2026-10-01', to: '2026-10-31' } })

const patch = z
  .strictObject({ ...required, ...fields })
  .partial()
  .extend({ seq: seqInput })
  .meta({ id: 'KeptReportPatch', example: { number: '2026-10' } })

/** The secret address of a report that a request seals, which no other request is told. */
const sealedUrls = new WeakMap<Request, string>()

const rowJson = (row: ReportRow, c: Context<App>) => {
  const shows = row.shows.split(' ')
  return {
    ...row,
    from: row.from_date,
    to: row.to_date,
    filter: addressText(row.subject),
    group: row.grouping,
    sessions: shows.includes('sessions'),
    notes: shows.includes('notes'),
    amounts: shows.includes('amounts'),
    sealed_url: sealedUrls.get(c.req.raw) ?? null,
  }
}

const tag = 'Reports'

const kept = resourceApi<ReportRow, NewValues, Record<never, never>, (typeof ReportJson)['shape']>(
  {
    ...reportResource,
    insert: async (db, userId, id, { sealing, ...values }, now, c) => {
      const columns = await storedColumns(db, userId, values)
      const insert = insertRow(db, 'reports', userId, id, columns, now)
      if (!sealing) return insert
      const made = await prepareSeal(c, { id, seq: 0, ...columns } as ReportRow, sealing, now)
      if (made.refused) throw invalidFields(refusals[made.refused])
      sealedUrls.set(c.req.raw, made.url)
      return [...insert, made.write]
    },
  },
  {
    aName: 'a kept report',
    many: 'kept reports',
    tag,
    schema: ReportJson,
    hasSecret: true,
    json: (rows, c) => rows.map((row) => rowJson(row, c)),
    create,
    patch: patch as never,
    prepare: (_, values, before) =>
      before === null ? values : (valuesOf(values as Typed, before.shows) as typeof values),
    list: keptReports,
  },
)

const loadReport = loads('row', (c, id) => keptReport(c.env.DB, c.var.user.id, id))

const SealJson = z
  .object({
    sealed_url: z.string().nullable().meta({ description: 'Told once, when it is sealed.' }),
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
        seconds: z.int().meta({ description: 'How much time was added, removed, or is the difference.' }),
      }),
    ),
    other_names: z.boolean().meta({ description: 'Names that stand in the document are others now.' }),
  })
  .meta({ id: 'ReportChanges' })

const sealing = new Hono<App>()
  .get(
    '/:id/seal',
    operation({
      summary: 'Read the seal of a report',
      description: '404 without one.',
      tag,
      item: true,
      answers: { schema: SealJson },
    }),
    loadReport,
    async (c) => {
      const seal = await sealOf(c.env.DB, c.var.user.id, c.var.row.id)
      return seal ? c.json(sealJson(seal)) : c.notFound()
    },
  )

  .post(
    '/:id/seal',
    operation({
      summary: 'Seal a report, and make its secret address',
      description: 'Stores the document as it is now. An earlier address stops working.',
      tag,
      item: true,
      body: true,
      once: true,
      answers: { schema: SealJson, status: 201 },
    }),
    loadReport,
    body(z.strictObject(sealFields).meta({ id: 'NewReportSeal' })),
    once({ status: 201, located: true, sealed: true }),
    async (c) => {
      const { row } = c.var
      const made = await sealReport(appContext(c), row, sealingOf(c.req.valid('json')), ({ url, seal }) =>
        c.var.claimSealed('', sealJson(seal, url)),
      )
      if (!made) return c.notFound()
      if (made.refused) throw invalidFields(refusals[made.refused])
      return c.json(sealJson(made.seal, made.url), 201, { Location: pathTo`/api/v1/reports/${row.id}/seal` })
    },
  )

  .delete(
    '/:id/seal',
    operation({ summary: 'Revoke the secret address of a report', tag, item: true }),
    loadReport,
    async (c) => {
      const isRevoked = await revoke(c.env.DB, c.var.user.id, c.var.row.id)
      return isRevoked ? c.body(null, 204) : c.notFound()
    },
  )

  .get(
    '/:id/changes',
    operation({
      summary: 'Tell what changed since a report was sealed',
      description: '404 without a seal.',
      tag,
      item: true,
      answers: { schema: DifferencesJson },
    }),
    loadReport,
    async (c) => {
      const { row, user } = c.var
      const seal = await sealOf(c.env.DB, user.id, row.id)
      const found = seal && (await changesSince(c.env.DB, seal))
      if (!found) return c.notFound()
      return c.json({
        unchanged: found.lines.length === 0 && !found.hasOtherNames,
        items: found.lines,
        other_names: found.hasOtherNames,
      })
    },
  )

/** `/api/v1/reports` */
export const reportsApi = new Hono<App>().route('/', sealing).route('/', kept)
