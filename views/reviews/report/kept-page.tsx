import type { PropsWithChildren } from 'hono/jsx'
import { pathTo } from '../../../functions/lib/http/path-to'
import { rangeText } from '../../../functions/lib/text/format'
import { type ReportRow, visibleParts } from '../../../functions/reviews/report/kept/schema'
import type { NamedReport } from '../../../functions/reviews/report/read'
import type { ReportQuery } from '../../../functions/reviews/report/schema'
import { LinkButton } from '../../ui/button'
import { Empty } from '../../ui/empty'
import { MenuLink, MenuPost } from '../../ui/item'
import { PageHead } from '../../ui/section'
import { roundingText } from './figures'
import { ReportTable, reportPath } from './page'

type KeptProps = PropsWithChildren<{
  row: ReportRow
  /** Null if the report's filter names a deleted row. */
  present: { report: NamedReport; query: ReportQuery } | null
  today: string
  /** True to show the sealed document; its text can no longer be edited. */
  isSealed: boolean
}>

/** `/reports/:id`: a saved report with current figures. Its children are its seal, which comes first. */
export const SavedReport = ({ row, present, today, isSealed, children }: KeptProps) => {
  const params = {
    from: row.from_date,
    to: row.to_date,
    group: row.grouping,
    rounding: row.rounding,
    per: row.per,
    subject: row.subject,
  }
  const { sessions, notes, amounts } = visibleParts(row)
  const all = {
    ...params,
    sessions: sessions ? '1' : '0',
    notes: notes ? '1' : '0',
    amounts: amounts ? '1' : '0',
  }
  return (
    <>
      <PageHead
        title={<bdi>{row.title}</bdi>}
        back={{ href: '/reports', name: 'Reports' }}
        facts={[rangeText(row.from_date, row.to_date, '')]}
        edit={isSealed ? undefined : pathTo`/reports/${row.id}/edit`}
        actions={
          <LinkButton variant="primary" icon="evidence" href={pathTo`/reports/${row.id}/document`}>
            Document
          </LinkButton>
        }
        more={
          <>
            <MenuLink icon="download" label="CSV" href={reportPath(all, '/report.csv')} download="" />
            <MenuLink icon="download" label="Spreadsheet" href={reportPath(all, '/report.xlsx')} download="" />
            <MenuPost action={pathTo`/reports/${row.id}/next`} label="Copy to the next period" icon="copy" />
            <MenuPost action={pathTo`/reports/${row.id}/delete`} label="Delete" icon="trash" danger />
          </>
        }
      />
      {isSealed && children}
      <dl>
        {row.number && <Words name="Number" text={row.number} />}
        {row.addressee && <Words name="Addressed to" text={row.addressee} />}
        {row.sender && <Words name="From whom" text={row.sender} />}
        {row.note && <Words name="Note to the reader" text={row.note} />}
      </dl>
      {present ? (
        <>
          <ReportTable
            report={present.report}
            rounding={present.query.rounding}
            withNotes={present.query.withNotes}
            today={today}
            groups={present.query.groups}
          />
          <p class="grey">{roundingText(present.query.rounding, present.report.isBilled)}.</p>
        </>
      ) : (
        <Empty title="Its filter no longer exists">What it counted was deleted permanently. Delete this report.</Empty>
      )}
      {!isSealed && children}
    </>
  )
}

const Words = ({ name, text }: { name: string; text: string }) => (
  <div class="grid grid-cols-[10rem_1fr] border-line border-b py-2 max-sm:grid-cols-1">
    <dt class="text-grey">{name}</dt>
    <dd class="whitespace-pre-line" dir="auto">
      {text}
    </dd>
  </div>
)
