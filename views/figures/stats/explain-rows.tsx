import { formatCursor } from '../../../functions/figures/stats/explain/schema'
import type { ExplainedDay, ExplainView, LedgerRow } from '../../../functions/figures/stats/explain/view'
import { pathTo } from '../../../functions/lib/http/path-to'
import type { Preferences } from '../../../functions/lib/preferences'
import { grouped, longDate, plural, shortDate } from '../../../functions/lib/text/format'
import { sessionTitle } from '../../../functions/time/sessions/title'
import { zoneWords } from '../../../functions/time/sessions/words'
import type { FilterChoices } from '../../ledger/filter-fields'
import { Project, type SessionReader, When } from '../../time/sessions/row'
import { Duration } from '../../ui/figure'
import { Row } from '../../ui/item'
import { explainPath } from '../../ui/links'
import { Pagination, RowList, RowTitle, Section } from '../../ui/section'

export type ExplainContext = ExplainView & {
  reader: SessionReader & Pick<Preferences, 'clock'>
  today: string
  choices: FilterChoices
}

/** Formats dates: `Tue 3 Mar, Wed 4 Mar and 2 more days`. */
const datesInWords = (dates: string[], today: string) => {
  const [shown, more] = [dates.slice(0, 3), dates.length - 3]
  const words = shown.map((date) => shortDate(date, today)).join(', ')
  return more > 0 ? `${words} and ${plural(more, 'more day')}` : words
}

/** Note why a session counts here with more or less than its duration. */
const shareNote = (row: LedgerRow, subject: string, today: string) => {
  if (subject === 'tag:several') return <>{plural(row.tags.length, 'tag')}, counted once</>
  if (row.seconds === row.duration_seconds) return null
  const others = row.days.flatMap(([date, seconds]) => (date === row.date || seconds === 0 ? [] : [date]))
  const rest = others.length > 0 ? `, the rest on ${datesInWords(others, today)}` : ''
  return (
    <>
      <Duration seconds={row.seconds} /> of <Duration seconds={row.duration_seconds} />
      {subject.startsWith('hour:') ? ', the part in this hour' : rest}
    </>
  )
}

const SessionShare = ({ row, view }: { row: LedgerRow; view: ExplainContext }) => {
  const { subject, names, reader, today } = view
  const [first] = row.days[0] ?? []
  return (
    <Row
      clock={
        <>
          {first !== undefined && first !== row.date && <span>{shortDate(first, today)} </span>}
          <When session={row} clock={reader.clock} />
        </>
      }
      title={<RowTitle href={pathTo`/sessions/${row.id}`} name={sessionTitle(row)} />}
      facts={[
        row.project_id && names.has(`project:${row.project_id}`) && <Project id={row.project_id} names={names} />,
        shareNote(row, subject, today),
        row.is_start === 0 && first !== row.date && 'counted as a session on its first day',
        row.time_zone !== reader.time_zone && zoneWords(row.time_zone),
      ]}
      figures={<Duration seconds={row.seconds} />}
    />
  )
}

const rowsId = (date: string) => `explained-${date}`

const Day = ({ day, continued, view }: { day: ExplainedDay; continued?: boolean; view: ExplainContext }) => (
  <Section
    id={`day-${day.date}`}
    title={<time datetime={day.date}>{longDate(day.date, view.today)}</time>}
    summary={continued ? 'continued' : undefined}
    aside={
      <p class="day-sum">
        <span data-total={day.seconds}>
          total{' '}
          <b>
            <Duration seconds={day.seconds} />
          </b>
        </span>
      </p>
    }
  >
    <RowList id={rowsId(day.date)} ordered rows={day.rows} item={(row) => <SessionShare row={row} view={view} />} />
  </Section>
)

export const explainPagePath = ({ range, subject, figure }: ExplainView, cursor?: string) => {
  const path = explainPath(range, subject, { figure: figure === 'total' ? undefined : figure })
  return cursor === undefined ? path : `${path}&cursor=${cursor}`
}

type RowsOnPage = NonNullable<ExplainView['rows']>

/** Count and sum of all rows up to this page, and links to other pages. */
const More = ({ rows, view }: { rows: RowsOnPage; view: ExplainContext }) => {
  const { count, seconds, next } = rows
  return (
    <Pagination
      id="explained-more"
      range={
        <>
          {plural(count, 'row')}
          {next ? ' so far add up to ' : count === 1 ? ' makes ' : ' add up to '}
          <b data-total={seconds}>
            <Duration seconds={seconds} />
          </b>
          {next && (
            <>
              {' '}
              of{' '}
              <span data-total={view.sum.total_seconds}>
                <Duration seconds={view.sum.total_seconds} />
              </span>
            </>
          )}
        </>
      }
      later={rows.after ? { href: explainPagePath(view), label: 'Latest rows' } : undefined}
      earlier={next ? { href: explainPagePath(view, formatCursor(next)), label: 'Earlier rows' } : undefined}
      endless
    />
  )
}

export const ExplainedRows = ({ rows, view }: { rows: RowsOnPage; view: ExplainContext }) => (
  <>
    <div id="explained-days">
      {rows.days.map((day) => (
        <Day day={day} continued={rows.after?.date === day.date} view={view} />
      ))}
    </div>
    <More rows={rows} view={view} />
  </>
)

/** Fragment that appends rows to the last day's list, and further days below it. */
export const NextRows = ({ rows, view }: { rows: RowsOnPage; view: ExplainContext }) => {
  const [first, ...others] = rows.days
  const continued = first && first.date === rows.after?.date && rows.after.rows > 0 ? first : undefined
  const days = continued ? others : rows.days
  return (
    <>
      {continued && (
        <hx-partial hx-target={`#${rowsId(continued.date)}`} hx-swap="beforeend">
          {continued.rows.map((row) => (
            <SessionShare row={row} view={view} />
          ))}
        </hx-partial>
      )}
      {days.length > 0 && (
        <hx-partial hx-target="#explained-days" hx-swap="beforeend">
          {days.map((day) => (
            <Day day={day} view={view} />
          ))}
        </hx-partial>
      )}
      <More rows={{ ...rows, after: null }} view={view} />
    </>
  )
}

export const daysCount = (count: number) => `${grouped(count)} active ${count === 1 ? 'day' : 'days'}`
