import { type Context, Hono } from 'hono'
import type { Child } from 'hono/jsx'
import { v7 as uuid } from 'uuid'
import { z } from 'zod'
import { periodText } from '../../../../views/reviews/report/choices'
import { ReportDocumentPage } from '../../../../views/reviews/report/document'
import { SavedReport } from '../../../../views/reviews/report/kept-page'
import { reportTitle } from '../../../../views/reviews/report/page'
import { KeptForm, ReportList, ReportsPage, Seal } from '../../../../views/reviews/report/saved-report'
import { loadShell } from '../../../frame/shell/load'
import { nextPeriod, presetRange } from '../../../ledger/range'
import { resolveSubject, subjectLabel } from '../../../ledger/resolve-subject'
import { onceByForm } from '../../../lib/api/once'
import { rowsAs, sql } from '../../../lib/db/sql'
import { type App, appContext, type Loaded, rowLoader, todayOf } from '../../../lib/env'
import { type AnyDraft, form } from '../../../lib/http/form'
import { pathTo } from '../../../lib/http/path-to'
import { previousPath, redirectTo, respond, wantsFragment } from '../../../lib/http/respond'
import { conflictFields } from '../../../lib/resource/kind'
import { dateOrNone } from '../../../lib/resource/members'
import { addChecked } from '../../../lib/resource/resource'
import { type Pages, resourcePages } from '../../../lib/resource/resource-pages'
import { addDays, dayStart, type Range } from '../../../lib/time/days'
import { defaultReportWords } from '../document'
import { type NamedReport, readReport } from '../read'
import { readRequestedReport } from '../routes'
import { type ReportQuery, unroundedQuery } from '../schema'
import { passphraseMember } from './passphrase'
import {
  keptReport,
  type NewReport,
  NewReportForm,
  ReportForm,
  type ReportRow,
  reportKind,
  reportResource,
  savedReportWords,
} from './schema'
import {
  changesSinceSeal,
  currentDocument,
  documentInputs,
  parseSealDocument,
  revokeSeal,
  sealOf,
  sealReport,
} from './seal'

/** Saved reports, latest first, with the time of their seals. */
const listed = (db: D1Database, userId: string) =>
  rowsAs(
    reportKind.Row.extend({ sealed_at: z.int().nullable() }),
    sql(db)`
      SELECT ${reportKind.columnsWith()}, sealed_at
      FROM reports LEFT JOIN report_seals ON report_seals.user_id = reports.user_id AND report_id = reports.id
      WHERE reports.user_id = ${userId} AND deleted_at IS NULL
      ORDER BY from_date DESC, reports.id DESC
      LIMIT 200`,
  )

/** Initial values of a saved report, from the URL of an open report. */
const freshValues = async (c: Context<App>) => {
  const view = await readRequestedReport(c)
  if (!view || 'errors' in view) return null
  const { query, params, filter } = view
  const row = {
    ...defaultReportWords(reportTitle({ ...view, today: '' }), filter, c.var.user),
    from_date: query.range.from,
    to_date: query.range.to,
    subject: query.subject,
    grouping: query.groups.join(','),
    rounding: params.rounding ?? 'none',
    per: query.rounding.per,
    shows: [query.withSessions && 'sessions', query.withNotes && 'notes', query.withAmounts && 'amounts']
      .filter(Boolean)
      .join(' '),
  }
  return { row, of: filter.subject === 'all' ? '' : subjectLabel(filter, 24) }
}

/** The form of a report. A new one is filled from the URL, unless the form was already submitted. */
const formOf = async (c: Context<App>, row?: ReportRow, draft?: AnyDraft) => {
  const subject = draft?.values.subject ?? row?.subject
  if (!row && subject === undefined) {
    const fresh = await freshValues(c)
    return fresh && <KeptForm fresh={fresh.row} of={fresh.of} draft={draft} />
  }
  const filter = await resolveSubject(c.env.DB, c.var.user.id, subject ?? 'all')
  const of = filter === null || filter.subject === 'all' ? '' : subjectLabel(filter, 24)
  return <KeptForm row={row} of={of} draft={draft} />
}

type Shown = Pick<Parameters<typeof Seal>[0], 'seal' | 'differences' | 'draft' | 'url'> & {
  present: Awaited<ReturnType<typeof currentDocument>>
}

/** The page of a saved report. */
const pageOf = (c: Context<App>, row: ReportRow, { present, ...seal }: Shown) => (
  <SavedReport row={row} present={present} today={todayOf(c)} isSealed={seal.seal !== null}>
    <Seal row={row} time_zone={c.var.user.preferences.time_zone} now={Date.now()} {...seal} />
  </SavedReport>
)

/** Reads a saved report's current content and its seal. */
const shown = async (c: Context<App>, row: ReportRow, more: Pick<Shown, 'draft' | 'url'> = {}) => {
  const { user } = c.var
  const reading = sealOf(c.env.DB, user.id, row.id)
  const [present, seal, differences] = await Promise.all([
    currentDocument(c.env.DB, user.id, documentInputs(row, user.preferences), savedReportWords(row)),
    reading,
    reading.then((found) => found && changesSinceSeal(c.env.DB, found)),
  ])
  return pageOf(c, row, { present, seal, differences, ...more })
}

const messages = { add: 'Report saved', edit: 'Report saved', delete: 'Report deleted', restore: 'Report restored' }

/** Fields compared in a conflict. */
const { subject: _, ...compared } = reportKind.fields

const keptPages: Pages<ReportRow, NewReport> = {
  create: NewReportForm,
  edit: ReportForm,
  titleOf: ({ title }) => title,
  hrefOf: ({ id }) => pathTo`/reports/${id}`,
  described: (c, saved) => conflictFields(c, { ...reportKind, fields: compared }, saved),
  newForm: (c, draft) => formOf(c, undefined, draft),
  editForm: formOf,
  editingRow: (_, content) => content,
  show: async (c, row) => c.render(await shown(c, row), { title: row.title }),
  answer: (c, { action, id }) => {
    const toast = { message: messages[action], undo: action === 'delete' ? pathTo`/reports/${id}/restore` : undefined }
    const back = action === 'restore' ? previousPath(c, '/reports') : '/reports'
    return respond(c, {
      toast,
      page: action === 'add' || action === 'edit' ? pathTo`/reports/${id}` : back,
      fragments: async () => <ReportList reports={await listed(c.env.DB, c.var.user.id)} today={todayOf(c)} oob />,
    })
  },
}

/** Title of a copy, with the next period in place of the report's. */
const retitled = ({ title, from_date: from, to_date: to }: ReportRow, next: Range) =>
  title.replace(periodText({ from, to }, ''), () => periodText(next, ''))

/** Report of each client's hours in this month and the last. */
const startOf = async (c: Context<App>): Promise<NamedReport | null> => {
  const { DB } = c.env
  const { user } = c.var
  const today = todayOf(c)
  const filter = await resolveSubject(DB, user.id, 'all')
  const range = { from: presetRange('last-month', today).from, to: today }
  const query: ReportQuery = { ...unroundedQuery, range, groups: ['client', 'month'] }
  return filter && readReport(DB, user.id, filter, query, { weekStart: user.preferences.week_start, today })
}

/** Reasons why a report cannot be sealed. */
const refusals = {
  over: 'Choose today or a later day',
  'too long': 'The report is too long to share. Choose a shorter period',
}

type Sealed = Extract<Awaited<ReturnType<typeof sealReport>>, { url: string }>

/** Result of sealing. A form submitted twice gets only the address. */
type Made = Exclude<Awaited<ReturnType<typeof sealReport>>, Sealed | null> | (Pick<Sealed, 'url'> & Partial<Sealed>)

const endMessage = 'Enter a date that exists, or leave this empty'

const SealForm = z.object({
  expires_at: dateOrNone(endMessage, false).default(null),
  passphrase: passphraseMember.default(''),
  show_changes: z.literal('1').optional().catch(undefined),
})

const load = rowLoader('row', keptReport)

/** `/reports` */
export const reports = new Hono<App>()
  .get('/', async (c) => {
    const [reports, start] = await Promise.all([listed(c.env.DB, c.var.user.id), startOf(c)])
    return c.render(<ReportsPage reports={reports} start={start} today={todayOf(c)} />, {
      title: 'Reports',
      follows: true,
    })
  })

  .get('/:id/document', load, async (c) => {
    const { DB } = c.env
    const { row, user } = c.var
    const seal = c.req.query('now') === '1' ? null : await sealOf(DB, user.id, row.id)
    const document = seal
      ? parseSealDocument(seal)
      : (await currentDocument(DB, user.id, documentInputs(row, user.preferences), savedReportWords(row)))?.document
    if (!document) return c.notFound()
    const at = seal ? { sealedAt: seal.sealed_at } : { today: todayOf(c) }
    return c.html(<ReportDocumentPage document={document} at={at} back={pathTo`/reports/${row.id}`} />)
  })

  .post('/:id/next', load, async (c) => {
    const { row } = c.var
    const next = nextPeriod({ from: row.from_date, to: row.to_date })
    const id = uuid()
    const title = retitled(row, next)
    const copy = { ...row, title, from_date: next.from, to_date: next.to, number: '', note: '' }
    if (!(await addChecked(appContext(c), reportResource, id, copy))) return c.notFound()
    return redirectTo(c, pathTo`/reports/${id}`, { message: 'Copied. Enter its number' })
  })

  .post(
    '/:id/seal',
    load,
    form(
      SealForm,
      'Share',
      (c: Context<Loaded<'row', ReportRow>>, draft) => shown(appContext(c), c.var.row, { draft: draft as AnyDraft }),
      { heading: false },
    ),
    async (c) => {
      const { row, user } = c.var
      const { expires_at, passphrase, show_changes } = c.req.valid('form')
      // Valid until the end of the chosen day.
      const end = expires_at === null ? null : dayStart(addDays(expires_at, 1), user.preferences)
      const sealing = { show_changes: show_changes === '1', expires_at: end, passphrase: passphrase || null }
      const [made, shell] = await Promise.all([
        onceByForm<Made | null>(appContext(c), (claim) =>
          sealReport(appContext(c), row, sealing, ({ url }) => claim({ url })),
        ),
        wantsFragment(c) ? undefined : loadShell(appContext(c)),
      ])
      if (!made || made.refused === 'gone') return c.notFound()
      const render = async (page: Child | Promise<Child>) => c.render(await page, { title: row.title, shell })
      if (made.refused) {
        c.status(422)
        const errors = { expires_at: [refusals[made.refused]] }
        const draft: AnyDraft = { values: { expires_at: expires_at ?? '', passphrase }, errors }
        return render(shown(appContext(c), row, { draft }))
      }
      const { url, seal, present } = made
      if (!seal || !present) return render(shown(appContext(c), row, { url }))
      const differences = { lines: [], hasOtherNames: false }
      return render(pageOf(appContext(c), row, { present, seal, differences, url }))
    },
  )

  .post('/:id/seal/remove', async (c) => {
    const id = c.req.param('id')
    if (!(await revokeSeal(c.env.DB, c.var.user.id, id))) return c.notFound()
    return redirectTo(c, pathTo`/reports/${id}`, { message: 'The secret address no longer works' })
  })

  .route('/', resourcePages(reportResource, keptPages))
