import { earlierRange, laterRange } from '../../../functions/ledger/range'
import { namesOfParts, type ResolvedSubject, subjectLabel } from '../../../functions/ledger/resolve-subject'
import type { PageViews } from '../../../functions/ledger/views'
import { pathTo } from '../../../functions/lib/http/path-to'
import { type Clock, rangeText, shortDate } from '../../../functions/lib/text/format'
import { capitalize } from '../../../functions/lib/text/text'
import type { Range } from '../../../functions/lib/time/days'
import { type Division, type Rounding, wholeEntries } from '../../../functions/reviews/report/build'
import type { NamedGroup, NamedReport } from '../../../functions/reviews/report/read'
import type { ReportErrors, ReportParams, ReportQuery } from '../../../functions/reviews/report/schema'
import { sessionTitle } from '../../../functions/time/sessions/title'
import { type FilterChoices, LedgerFilterBar, periodName } from '../../ledger/filter-fields'
import { ViewsInMenu } from '../../ledger/saved-views'
import { LinkButton } from '../../ui/button'
import { Empty } from '../../ui/empty'
import { Duration } from '../../ui/figure'
import { ErrorSummary } from '../../ui/form'
import { ProjectMark } from '../../ui/icon'
import { MenuLink } from '../../ui/item'
import { sessionsPath, subjectPath, withQuery } from '../../ui/links'
import { PageHead, Steps } from '../../ui/section'
import { layoutIds, periodText, ReportLayout } from './choices'
import {
  addedText,
  amountsText,
  entryFigures,
  hoursHead,
  hoursText,
  hoursWords,
  isDecimal,
  onlyCurrency,
  rateText,
  roundingText,
} from './figures'

/** Path of a report, or of its document, CSV or spreadsheet. */
export const reportPath = (params: Partial<ReportParams>, page = '/report') => withQuery(page, Object.entries(params))

type ReportView = {
  report: NamedReport
  query: ReportQuery
  params: ReportParams
  filter: ResolvedSubject
  choices: FilterChoices
  today: string
  weekStart: number
  clock: Clock
}

type TableProps = { report: NamedReport; rounding: Rounding; withNotes: boolean; today: string }

type Cells = { total_seconds: number; rounded_seconds: number | null; rate: string; amount: string; href?: string }

const Figures = ({ cells, props: { report, rounding } }: { cells: Cells; props: TableProps }) => {
  const { total_seconds, rounded_seconds, rate, amount, href } = cells
  const tracked = isDecimal(rounding) ? hoursText(total_seconds, rounding) : <Duration seconds={total_seconds} />
  return (
    <>
      <td class={report.isBilled ? 'num max-lg:hidden' : 'num'}>
        {href ? (
          <a href={href} data-figure={total_seconds}>
            {tracked}
          </a>
        ) : (
          tracked
        )}
      </td>
      {(report.isBilled || rounding.mode !== 'none') && (
        <td class="num">{rounded_seconds ? hoursText(rounded_seconds, rounding) : '–'}</td>
      )}
      {report.isBilled && (
        <>
          <td class="num max-lg:hidden">{rate}</td>
          <td class="num">{amount}</td>
        </>
      )}
    </>
  )
}

/** @param showsRate false if the parent group already shows the rate */
const cellsOf = (group: NamedGroup, { report }: TableProps, showsRate: boolean): Cells => {
  const only = onlyCurrency(report.amounts)
  const isNotBilled = report.isBilled && group.amounts.length === 0 && group.counted_seconds === 0
  return {
    ...group,
    rate: isNotBilled ? 'not billed' : showsRate ? rateText(group.rates, only) : '',
    amount: amountsText(group.amounts, only),
    href: group.subject === null ? undefined : sessionsPath(group.range, group.subject),
  }
}

type GroupProps = TableProps & { group: NamedGroup; depth: number; showsRate: boolean }

const GroupRows = ({ group, depth, showsRate, ...props }: GroupProps) => (
  <>
    <tr class={depth === 0 ? '*:h-11 *:font-strong' : undefined}>
      <th
        class={depth === 0 ? undefined : 'pl-4 text-grey'}
        scope={depth === 0 && group.groups.length > 0 ? 'rowgroup' : 'row'}
      >
        {group.color && <ProjectMark color={group.color} />}
        <bdi>{group.label}</bdi>
      </th>
      <Figures cells={cellsOf(group, props, showsRate)} props={props} />
    </tr>
    {group.groups.map((one) => (
      <GroupRows group={one} depth={depth + 1} showsRate={group.rates.length > 1} {...props} />
    ))}
    {wholeEntries(group.entries).map((entry) => (
      <Entry entry={entry} showsRate={group.rates.length > 1} {...props} />
    ))}
  </>
)

type EntryProps = TableProps & { entry: NamedReport['entries'][number]; showsRate: boolean }

const Entry = ({ entry, showsRate, ...props }: EntryProps) => (
  <tr>
    <th class="pl-6" scope="row">
      <time class="inline-block min-w-24 text-grey" datetime={entry.date}>
        {shortDate(entry.date, props.today)}
      </time>{' '}
      <a href={pathTo`/sessions/${entry.session_id}`}>
        <bdi>{sessionTitle(entry)}</bdi>
      </a>
      {props.withNotes && entry.notes && (
        <p class="whitespace-pre-line text-grey" dir="auto">
          {entry.notes}
        </p>
      )}
    </th>
    <Figures
      cells={{
        total_seconds: entry.seconds,
        ...entryFigures(entry, props.rounding, onlyCurrency(props.report.amounts)),
        rate:
          showsRate && entry.billable && entry.rate ? rateText([entry.rate], onlyCurrency(props.report.amounts)) : '',
      }}
      props={props}
    />
  </tr>
)

export const ReportTable = (props: TableProps & { groups: Division[] }) => {
  const { report, rounding, groups } = props
  const only = onlyCurrency(report.amounts)
  const of = only ? `, ${only}` : ''
  const name = groups.length > 0 ? capitalize(groups.join(' and ')) : 'Entry'
  return (
    <table class="data *:[tfoot]:*:*:last:text-title">
      <caption class="sr-only">Hours{report.isBilled ? ' and amounts' : ''}</caption>
      <thead>
        <tr>
          <th scope="col">{name}</th>
          <th scope="col" class={report.isBilled ? 'num max-lg:hidden' : 'num'}>
            {hoursHead('Tracked', rounding)}
          </th>
          {(report.isBilled || rounding.mode !== 'none') && (
            <th scope="col" class="num">
              {hoursHead(rounding.mode === 'none' ? 'Billed' : 'Rounded', rounding)}
            </th>
          )}
          {report.isBilled && (
            <>
              <th scope="col" class="num max-lg:hidden">
                Rate{of}
              </th>
              <th scope="col" class="num">
                Amount{of}
              </th>
            </>
          )}
        </tr>
      </thead>
      {report.groups.map((group) => (
        <tbody>
          <GroupRows group={group} depth={0} showsRate {...props} />
        </tbody>
      ))}
      {report.entries.length > 0 && (
        <tbody>
          {wholeEntries(report.entries).map((entry) => (
            <Entry entry={entry} showsRate={report.rates.length > 1} {...props} />
          ))}
        </tbody>
      )}
      <tfoot class="font-strong">
        <tr>
          <th scope="row">Total</th>
          <Figures cells={{ ...report, rate: '', amount: amountsText(report.amounts, only) }} props={props} />
        </tr>
      </tfoot>
    </table>
  )
}

/** Describes the filter and the period of a report, as a title for a report without one. */
export const reportTitle = ({ filter, query, today }: Pick<ReportView, 'filter' | 'query' | 'today'>) => {
  const of = filter.subject === 'all' ? 'Everything' : subjectLabel(filter, 24)
  return `${of}, ${periodText(query.range, today)}`
}

/** Explains where to set a rate, for a report that has hours but no amounts because no rate applies. */
const NoRate = ({ subject }: { subject: string }) => {
  const hasOwn = /^(project|organization|task):(?!none$)[\w-]+$/.test(subject)
  return (
    <p class="grey">
      No rate is set for this time, so the report has no amounts.{' '}
      <a href={hasOwn ? `${subjectPath(subject)}/rates` : '/settings/rates'}>Set a rate</a>
    </p>
  )
}

const [headId, stepsId] = ['report-head', 'report-steps']

/** `/report` */
export const ReportPage = ({ viewed, ...view }: ReportView & { viewed: PageViews }) => {
  const { report, query, params, filter, choices, today, weekStart, clock } = view
  const { range, subject, rounding, groups, withNotes, withAmounts } = query
  const added = addedText({
    added_seconds: report.rounded_seconds - report.counted_seconds,
    lost: report.lost,
    rounding,
  })
  const during = (other: Range) => reportPath({ ...params, ...other, range: undefined })
  const earlier = earlierRange(range, today, weekStart)
  const later = laterRange(range, today, weekStart)
  return (
    <>
      <PageHead
        id={headId}
        back={{ href: '/reports', name: 'Reports' }}
        title={<bdi>{reportTitle(view)}</bdi>}
        actions={
          <>
            <LinkButton class="max-lg:hidden" href={reportPath(params, '/reports/new')}>
              Save or share
            </LinkButton>
            <LinkButton variant="primary" icon="evidence" href={reportPath(params, '/report/document')}>
              Document
            </LinkButton>
          </>
        }
        more={
          <>
            <ViewsInMenu viewed={viewed} address={reportPath(params)} />
            <MenuLink icon="check" label="Save or share" href={reportPath(params, '/reports/new')} />
            <MenuLink icon="download" label="CSV" href={reportPath(params, '/report.csv')} download="" />
            <MenuLink icon="download" label="Spreadsheet" href={reportPath(params, '/report.xlsx')} download="" />
          </>
        }
      />
      <LedgerFilterBar
        label="Report"
        action="/report"
        list="report"
        renews={[headId, stepsId, ...layoutIds]}
        idPrefix="report"
        subject={subject}
        choices={choices}
        saved={{ viewed, page: 'report' }}
        nameOf={namesOfParts(filter, clock)}
        hrefOf={(other) => reportPath({ ...params, subject: other === 'all' ? undefined : other })}
        period={params}
        hasFields
        below
        chips={[
          {
            text: periodName(params.range) ?? periodText(range, today),
            href: reportPath({ ...params, from: undefined, to: undefined, range: undefined }),
          },
        ]}
      >
        <ReportLayout query={query} params={params}>
          <div id={stepsId}>
            <Steps
              label="Periods"
              earlier={{ label: periodText(earlier, today), href: during(earlier) }}
              later={later && { label: periodText(later, today), href: during(later) }}
            />
          </div>
        </ReportLayout>
      </LedgerFilterBar>
      <div id="report">
        {report.total_seconds === 0 && report.groups.length === 0 ? (
          <Empty title="Nothing was tracked">Choose another period or fewer filters.</Empty>
        ) : (
          <>
            <ReportTable report={report} rounding={rounding} withNotes={withNotes} today={today} groups={groups} />
            <p class="grey">
              {roundingText(rounding, report.isBilled)}
              {added && `, ${added}`}. {rangeText(range.from, range.to, today)},{' '}
              {hoursWords(report.total_seconds, rounding)} tracked.
            </p>
            {withAmounts && !report.isBilled && <NoRate subject={subject} />}
          </>
        )}
      </div>
    </>
  )
}

/** Page for an invalid URL of a report, with its errors. */
export const InvalidReport = ({ errors }: { errors: ReportErrors }) => (
  <>
    <PageHead title="Report" />
    <ErrorSummary errors={Object.values(errors).flatMap((messages) => messages ?? [])} />
    <LinkButton href="/report">This month</LinkButton>
  </>
)
