import type { Child } from 'hono/jsx'
import type { ComparedFigures, CompareView } from '../../../functions/figures/stats/compare/view'
import type { Range } from '../../../functions/lib/days'
import { duration, grouped, rangeText, shortDate } from '../../../functions/lib/format'
import { CountCell, Duration, DurationCell, Table } from '../../ui/figure'
import { Icon } from '../../ui/icon'
import { dayPath, explainPath, statsWay } from '../../ui/links'
import { PageHead, Section } from '../../ui/section'
import { DatesForm } from './changes-form'

type Context = CompareView & { today: string }

const Difference = ({ by, words }: { by: number; words: (amount: number) => string }) => (
  <span data-total={Math.abs(by)}>
    {by === 0 ? (
      'no change'
    ) : (
      <>
        <Icon name={by > 0 ? 'up' : 'down'} /> {words(Math.abs(by))} {by > 0 ? 'more' : 'less'}
      </>
    )}
  </span>
)

const names: [keyof ComparedFigures, string, (amount: number) => string][] = [
  ['total', 'Total', duration],
  ['average', 'Average per active day', duration],
  ['active', 'Active days', grouped],
  ['sessions', 'Sessions', grouped],
  ['best', 'Best day', duration],
]

/** Sessions have no time of day in the sums: up to now, only times are compared. */
const figuresShown = ({ isCut }: Context) => names.filter(([name]) => !isCut || name !== 'sessions')

const columns = (first: string) => [
  { label: first },
  { label: 'This range', numeric: true },
  { label: 'Before', numeric: true },
  { label: 'Change', numeric: true },
]

type FigureCellProps = {
  name: keyof ComparedFigures
  amount: number
  words: (amount: number) => string
  /** null where the figure has no explanation */
  range: Range | null
  subject: string
}

const FigureCell = ({ name, amount, words, range, subject }: FigureCellProps) => {
  const figure = name === 'total' || name === 'sessions' ? undefined : name
  const href = range && amount > 0 ? explainPath(range, subject, { figure }) : undefined
  return words === duration ? (
    <DurationCell seconds={amount} href={href} />
  ) : href ? (
    <CountCell count={amount} href={href} />
  ) : (
    <td class="num">{words(amount)}</td>
  )
}

const Figures = ({ view }: { view: Context }) => (
  <Table caption="Both ranges compared" columns={columns('Figure')} dense>
    {figuresShown(view).map(([name, label, words]) => {
      const [now, before] = [view.figures[name], view.figuresBefore[name]]
      return (
        <tr>
          <th scope="row">{label}</th>
          <FigureCell name={name} amount={now} words={words} range={view.range} subject={view.subject} />
          <FigureCell
            name={name}
            amount={before}
            words={words}
            // A day that is cut short is explained by no page.
            range={view.isCut ? null : view.before}
            subject={view.subject}
          />
          <td class="num">
            <Difference by={now - before} words={words} />
          </td>
        </tr>
      )
    })}
  </Table>
)

const DayCell = ({ date, seconds, view }: { date: string; seconds: number; view: Context }) => (
  <td class="num of-day">
    <span class="grey small">{shortDate(date, view.today)}</span> <br class="phone-only" />
    {seconds === 0 ? (
      <span class="grey">none</span>
    ) : view.isCut && date === view.before.to ? (
      <Duration seconds={seconds} />
    ) : (
      <a href={dayPath(date, view.subject)} data-figure={seconds}>
        <Duration seconds={seconds} />
      </a>
    )}
  </td>
)

const Days = ({ view }: { view: Context }) => {
  return (
    <Section id="compared-days" title="Day by day" summary={view.isCut && 'the last day up to this time of day'}>
      <Table caption="Tracked time of both ranges, day by day" columns={columns('Day')} dense>
        {view.days.map((day, index) => (
          <tr>
            <th scope="row">{grouped(index + 1)}</th>
            <DayCell date={day.now.date} seconds={day.now.total_seconds} view={view} />
            <DayCell date={day.before.date} seconds={day.before.total_seconds} view={view} />
            <td class="num grey">
              <Difference by={day.now.total_seconds - day.before.total_seconds} words={duration} />
            </td>
          </tr>
        ))}
      </Table>
    </Section>
  )
}

export const ComparePage = (view: Context) => {
  const { subject, label, range, before, isCut, today } = view
  const summary: Child = (
    <>
      <bdi>{label}</bdi>, {rangeText(range.from, range.to, today)} compared with{' '}
      {rangeText(before.from, before.to, today)}
      {isCut && ', up to this time of day'}
    </>
  )
  return (
    <>
      <PageHead title="Compare" back={statsWay(range, subject)} summary={summary} />
      <DatesForm action="/stats/compare" hidden={{ subject }} range={range} />
      <Figures view={view} />
      <Days view={view} />
    </>
  )
}
