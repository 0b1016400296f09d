import type { ExplainedFigure } from '../../../functions/figures/stats/explain/schema'
import type { ExplainView } from '../../../functions/figures/stats/explain/view'
import { dayMonth, grouped, shortDate } from '../../../functions/lib/text/format'
import { LinkButton } from '../../ui/button'
import { Empty } from '../../ui/empty'
import { CountKpi, DurationCell, FigureKpi, Kpis, Spark } from '../../ui/figure'
import { FigureTable } from '../../ui/figure-table'
import { Tools } from '../../ui/filter'
import { changesPath, explainPath, statsBackLink } from '../../ui/links'
import { PageHead, Pagination, Section } from '../../ui/section'
import { DatesForm, FigureSieve, figurePageId, Presets, rangeLabel } from './changes-form'
import { daysCount, type ExplainContext, ExplainedRows, explainPagePath } from './explain-rows'

const figureWords: Record<ExplainedFigure, string> = {
  total: 'Total time',
  active: 'Active days',
  average: 'Average per active day',
  best: 'Best day',
  streak: 'Streak',
  longest: 'Longest streak',
}

/** Note that a session counts once, on the day when it began. */
const sessionsNote = ({ subject, range }: Pick<ExplainView, 'subject' | 'range'>) => {
  if (subject.startsWith('hour:')) return 'started in this hour'
  return range ? 'started in this period' : undefined
}

const TotalFigures = ({ view }: { view: ExplainContext }) => (
  <>
    <FigureKpi
      label={view.figure === 'best' ? figureWords.best : figureWords.total}
      note={view.bestDay ? shortDate(view.bestDay, view.today) : undefined}
      seconds={view.sum.total_seconds}
    />
    <CountKpi label="Sessions" note={sessionsNote(view)} count={view.sum.session_count} />
  </>
)

const streakRule = 'Days with tracked time in a row. Rest days, days off and a today without time yet don’t break it.'

const DayFigures = ({ view }: { view: ExplainContext }) => {
  const { figure, range, subject, sum } = view
  const count = view.days?.count ?? 0
  if (figure !== 'average') {
    const note = figure === 'active' ? undefined : streakRule
    return <CountKpi label={figureWords[figure]} note={note} count={count} unit={count === 1 ? 'day' : 'days'} />
  }
  return (
    <>
      <FigureKpi
        label={figureWords.average}
        note={`total time ÷ ${daysCount(count)}, rounded down`}
        seconds={count > 0 ? Math.floor(sum.total_seconds / count) : 0}
      />
      <FigureKpi label={figureWords.total} seconds={sum.total_seconds} href={explainPath(range, subject)} />
      <CountKpi label={figureWords.active} count={count} href={explainPath(range, subject, { figure: 'active' })} />
    </>
  )
}

/** Formats `10 counted, 2 skipped`, if all days are on this page and some are skipped. */
const daysSummary = ({ days, count, before, next }: NonNullable<ExplainView['days']>, today: string) => {
  if (before) return `before ${dayMonth(before, today)}`
  return !next && days.length > count && `${grouped(count)} counted, ${grouped(days.length - count)} skipped`
}

const FigureDays = ({ view }: { view: ExplainContext }) => {
  if (!view.days) return null
  const { days, before, next } = view.days
  const most = Math.max(...days.map(({ seconds }) => seconds))
  const pathOf = (date: string) => explainPath({ from: date, to: date }, view.subject)
  return (
    <Section id="figure-days" title="Days" summary={daysSummary(view.days, view.today)}>
      <FigureTable
        caption={`${figureWords[view.figure]}: days that count`}
        columns={[
          {
            label: 'Day',
            cell: ({ date, passed }) =>
              passed ? (
                <span class="grey">{shortDate(date, view.today)}</span>
              ) : (
                <a href={pathOf(date)}>{shortDate(date, view.today)}</a>
              ),
          },
          {
            label: 'Share',
            cell: ({ passed, seconds }) => (
              <td class="spark-cell">{!passed && <Spark max={most} parts={[{ value: seconds }]} />}</td>
            ),
          },
          {
            label: 'Tracked',
            numeric: true,
            cell: ({ date, passed, seconds }) =>
              passed ? (
                <td class="num">
                  <span class="grey">{passed}, skipped</span>
                </td>
              ) : (
                <DurationCell seconds={seconds} href={pathOf(date)} />
              ),
          },
        ]}
        rows={days}
        unseenHead
        bars={['wide']}
      />
      <Pagination
        later={before ? { href: explainPagePath(view), label: 'Latest days' } : undefined}
        earlier={next ? { href: explainPagePath(view, next), label: 'Earlier days' } : undefined}
      />
    </Section>
  )
}

const isEmpty = ({ rows, days }: ExplainView) =>
  days ? days.days.length === 0 && !days.before : rows?.days.length === 0 && !rows.next && !rows.after

const NoSessions = ({ range }: Pick<ExplainView, 'range'>) => (
  <Empty title="Nothing to show" actions={<LinkButton href="/stats">Statistics</LinkButton>}>
    No session has time for this{range ? ' in this period' : ' yet'}.
  </Empty>
)

export const ExplainPage = (view: ExplainContext) => {
  const { subject, label, range, figure, today } = view
  const known = figure === 'total' ? undefined : figure
  return (
    <div id={figurePageId}>
      <PageHead
        title="How this adds up"
        back={statsBackLink(range, subject)}
        summary={
          <>
            <bdi>{label}</bdi>, {rangeLabel(range, today)}
          </>
        }
        actions={figure === 'total' && <LinkButton href={changesPath(range, subject)}>What changed</LinkButton>}
      />
      <Tools>
        {(range || figure !== 'streak') && (
          <DatesForm
            action="/stats/explain"
            hidden={{ subject, figure: known }}
            range={range}
            strip={
              <Presets range={range} today={today} hrefOf={(days) => explainPath(days, subject, { figure: known })} />
            }
          />
        )}
        <FigureSieve {...view} page="/stats/explain" params={{ ...range, figure: known }} />
      </Tools>
      <Kpis id="explained">{view.days ? <DayFigures view={view} /> : <TotalFigures view={view} />}</Kpis>
      {isEmpty(view) ? (
        <NoSessions range={range} />
      ) : view.rows ? (
        <ExplainedRows rows={view.rows} view={view} />
      ) : (
        <FigureDays view={view} />
      )}
    </div>
  )
}
