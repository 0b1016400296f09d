import type { Share } from '../../../functions/figures/stats/breakdown'
import type { HourSum, HourTable } from '../../../functions/figures/stats/view'
import { heatLevel } from '../../../functions/ledger/quartiles'
import { hasSessions } from '../../../functions/ledger/schema'
import { type Clock, duration, padded, plural, wallClock, weekdayNames } from '../../../functions/lib/text/format'
import type { Range } from '../../../functions/lib/time/days'
import { Badge } from '../../ui/button'
import { Duration, DurationCell, Spark, Table } from '../../ui/figure'
import { HeatDay } from '../../ui/figure-table'
import { crossPath, explainPath } from '../../ui/links'
import { Difference, differencePath, formatShare } from './period-table'

export type HourProps = { table: HourTable; before: Share[] | null; clock: Clock }
type Props = HourProps & { range: Range; subject: string }

/** Formats an hour: `09:00–10:00`. */
const spanOf = (hour: number, clock: Clock) =>
  `${wallClock(`${padded(hour)}:00`, clock)}–${wallClock(`${padded((hour + 1) % 24)}:00`, clock)}`

/** Short label of an hour: `09`, `9p`. */
const hourHead = (hour: number, clock: Clock) =>
  clock === 24 ? padded(hour) : `${hour % 12 || 12}${hour < 12 ? 'a' : 'p'}`

const weekdayName = (weekday: number) => weekdayNames[weekday - 1] ?? ''

const subjectOf = ({ weekday, hour }: HourSum) => `hour:${weekday}:${padded(hour)}`

const labelOf = (cell: HourSum, clock: Clock) => {
  const sessions = cell.session_count === 0 ? 'earlier sessions' : `${plural(cell.session_count, 'session')} started`
  return `${weekdayName(cell.weekday)}s ${spanOf(cell.hour, clock)}: ${duration(cell.total_seconds)}, ${sessions}`
}

const sumColumn = 'w-18 text-end'

const Hours = ({ table, before, clock }: Pick<Props, 'table' | 'before' | 'clock'>) => (
  <thead>
    <tr>
      <td class="w-9" />
      {table.columns.map(({ hour }) => (
        <th scope="col" abbr={spanOf(hour, clock)}>
          {hourHead(hour, clock)}
        </th>
      ))}
      <th scope="col" class={sumColumn}>
        Total
      </th>
      {before && (
        <th scope="col" class={sumColumn}>
          Change
        </th>
      )}
    </tr>
  </thead>
)

/** Totals per hour. */
const Totals = ({ table, before, range, subject }: Omit<Props, 'clock'>) => (
  <tfoot>
    <tr>
      <th scope="row">Total</th>
      {table.columns.map((column) => (
        <td class="sum text-center leading-5 whitespace-normal">
          {hasSessions(column) && (
            <a href={crossPath(range, subject, `hour:${padded(column.hour)}`)} data-figure={column.total_seconds}>
              <Duration seconds={column.total_seconds} />
            </a>
          )}
        </td>
      ))}
      <td class="sum">
        <a href={explainPath(range, subject)} data-figure={totalOf(table)}>
          <Duration seconds={totalOf(table)} />
        </a>
      </td>
      {before && <td class="sum" />}
    </tr>
  </tfoot>
)

/** Table with a row per weekday and a column per hour. */
const Week = ({ table, before, clock, range, subject }: Props) => {
  const cells = table.rows.flatMap(({ hours }) => hours)
  const busiest = cells.reduce<HourSum | undefined>(
    (a, b) => (a && a.total_seconds >= b.total_seconds ? a : b),
    undefined,
  )
  const pastSums = new Map(before?.map(({ key, total_seconds }) => [key, total_seconds]))
  return (
    <table class="heat [--shape:75%] max-lg:hidden" data-roving>
      <caption class="sr-only">
        Tracked time by weekday and hour. Use the arrow keys to move between hours with time.
      </caption>
      <Hours table={table} before={before} clock={clock} />
      <tbody>
        {table.rows.map(({ weekday, hours, total_seconds }) => (
          <tr>
            <th scope="row" abbr={weekdayName(weekday)}>
              {weekdayName(weekday).slice(0, 3)}
            </th>
            {hours.map((cell) => (
              <HeatDay
                level={heatLevel(cell.total_seconds, table.bounds)}
                href={hasSessions(cell) ? crossPath(range, subject, subjectOf(cell)) : undefined}
                figure={cell.total_seconds}
                label={hasSessions(cell) ? labelOf(cell, clock) : undefined}
                stop={cell === busiest}
              />
            ))}
            <th class="sum">
              <a href={crossPath(range, subject, `weekday:${weekday}`)} data-figure={total_seconds}>
                <Duration seconds={total_seconds} />
              </a>
            </th>
            {before && (
              <th class="sum">
                <Difference
                  now={total_seconds}
                  before={pastSums.get(weekday) ?? 0}
                  href={differencePath(range, subject, `weekday:${weekday}`)}
                />
              </th>
            )}
          </tr>
        ))}
      </tbody>
      <Totals table={table} before={before} range={range} subject={subject} />
    </table>
  )
}

const totalOf = ({ rows }: HourTable) => rows.reduce((sum, row) => sum + row.total_seconds, 0)

/** List for a phone: hours, summed over all weekdays. */
const List = ({ table, clock, range, subject }: Props) => {
  const longest = Math.max(...table.columns.map((column) => column.total_seconds))
  const isBusiest = (seconds: number) => seconds === longest && longest > 0
  const isOnlyBusiest = table.columns.filter(({ total_seconds }) => isBusiest(total_seconds)).length === 1
  const total = totalOf(table)
  return (
    <div class="lg:hidden">
      <Table
        caption="Tracked time by hour of the day"
        columns={[
          { label: 'Hour' },
          { label: 'Share' },
          { label: 'Tracked', numeric: true },
          { label: 'Percent', numeric: true },
        ]}
        unseenHead
        bars={['below']}
        foot={
          <tr>
            <th scope="row">Total</th>
            <td class="spark-cell" />
            <DurationCell seconds={total} href={explainPath(range, subject)} />
            <td class="num">{formatShare(total, total)}</td>
          </tr>
        }
      >
        {table.columns.filter(hasSessions).map(({ hour, total_seconds }) => (
          <tr>
            <th scope="row">
              {spanOf(hour, clock)} {isOnlyBusiest && isBusiest(total_seconds) && <Badge tone="accent">busiest</Badge>}
            </th>
            <td class="spark-cell">
              <Spark max={longest} parts={[{ value: total_seconds }]} />
            </td>
            <DurationCell seconds={total_seconds} href={crossPath(range, subject, `hour:${padded(hour)}`)} />
            <td class="num grey">{formatShare(total_seconds, total)}</td>
          </tr>
        ))}
      </Table>
    </div>
  )
}

export const HoursOfWeek = (props: Props) => (
  <>
    <Week {...props} />
    <List {...props} />
  </>
)
