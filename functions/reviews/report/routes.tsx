import { type Context, Hono } from 'hono'
import { ReportDocumentPage } from '../../../views/reviews/report/document'
import { InvalidReport, ReportPage, reportTitle } from '../../../views/reviews/report/page'
import { resolveSubject } from '../../ledger/resolve-subject'
import { openChoices } from '../../ledger/subject-choices'
import { type PageViews, readPageQuery } from '../../ledger/views'
import { type App, todayOf } from '../../lib/env'
import { csvDownload, fileDownload } from '../../lib/files/download'
import { combineParams } from '../../lib/filter'
import { parseRangeDates } from '../../lib/http/date-fields'
import { buildDocument, defaultReportWords } from './document'
import { readReport } from './read'
import { parseReport } from './schema'
import { reportCsv } from './tables'

const title = 'Report'

/** Query of a report. A form submits its two groups as separate parameters. */
const queryIn = (c: Context<App>, params = new URL(c.req.url).searchParams) => {
  const groups = params.getAll('group')
  return parseRangeDates(c, {
    ...combineParams(params),
    ...(groups.length > 0 && { group: groups.filter(Boolean).join(',') }),
  })
}

/** The report of a URL; null if its filter names a missing row. */
export const readRequestedReport = async (
  c: Context<App>,
  viewed?: PageViews & { params: URLSearchParams },
  isForOthers = false,
) => {
  const { user, orgTime } = c.var
  const today = todayOf(c)
  const parse = (query: ReturnType<typeof queryIn>) => parseReport(query, today, user.preferences.week_start)
  const asked = parse(queryIn(c, viewed?.params))
  const read = viewed?.shown && 'errors' in asked ? parse({}) : asked
  if ('errors' in read) return read
  const { query, params } = read
  const filter = await resolveSubject(c.env.DB, user.id, query.subject, orgTime)
  if (!filter) return null
  // A report for others shows the year in dates, because it may be read years later.
  const person = { weekStart: user.preferences.week_start, today: isForOthers ? '' : today }
  const report = await readReport(c.env.DB, user.id, filter, query, person)
  return { report, query, params, filter, ...person, clock: user.preferences.clock }
}

/** The report document of a URL. */
const documentIn = async (c: Context<App>) => {
  const view = await readRequestedReport(c, undefined, true)
  if (!view || 'errors' in view) return null
  return buildDocument(
    view.report,
    view.query,
    view.filter,
    defaultReportWords(reportTitle(view), view.filter, c.var.user),
    c.var.user.preferences.time_zone,
  )
}

const fileName = (range: { from: string; to: string }, ending: string) =>
  `daymark-report-${range.from}-to-${range.to}.${ending}`

/** `/report` and its document. */
export const report = new Hono<App>()
  .get('/', async (c) => {
    const viewed = await readPageQuery(c, 'report')
    const [view, choices] = await Promise.all([readRequestedReport(c, viewed), openChoices(c)])
    if (!view) return c.notFound()
    if ('errors' in view) {
      c.status(422)
      return c.render(<InvalidReport errors={view.errors} />, { title })
    }
    return c.render(<ReportPage {...view} choices={choices} viewed={viewed} />, { title, follows: true })
  })

  .get('/document', async (c) => {
    const document = await documentIn(c)
    if (!document) return c.notFound()
    return c.html(
      <ReportDocumentPage
        document={document}
        at={{ today: todayOf(c) }}
        back={`/report${new URL(c.req.url).search}`}
      />,
    )
  })

/** `/report.csv` */
export const reportCsvFile = new Hono<App>().get('/', async (c) => {
  const document = await documentIn(c)
  return document ? csvDownload(c, fileName(document.range, 'csv'), reportCsv(document)) : c.notFound()
})

/** `/report.xlsx` */
export const reportXlsxFile = new Hono<App>().get('/', async (c) => {
  const document = await documentIn(c)
  if (!document) return c.notFound()
  const { reportXlsx, xlsxType } = await import('./xlsx')
  const name = fileName(document.range, 'xlsx')
  return fileDownload(c, { name, type: xlsxType }, new Blob([await reportXlsx(document)]).stream())
})
