import type { ProjectsTime } from '../../../functions/ledger/projects-time'
import { CountKpi, FigureKpi, Kpis } from '../../ui/figure'
import { explainPath, statsLink } from '../../ui/links'
import { TextLink } from '../../ui/section'
import { RepoPeriods } from './repo-periods'

/** Time of a project, a client or an organization; nothing without any. */
export const ProjectsTimeSections = ({ time }: { time: ProjectsTime }) => {
  const { subject, range, total_seconds, session_count, all } = time
  if (all.session_count === 0) return null
  return (
    <>
      <Kpis id="figures">
        <FigureKpi label="Last 90 days" seconds={total_seconds} href={explainPath(range, subject)} />
        <CountKpi label="Sessions" note="in 90 days" count={session_count} href={explainPath(range, subject)} />
        <FigureKpi label="All time" seconds={all.total_seconds} href={explainPath(null, subject)} />
      </Kpis>
      {session_count > 0 && <RepoPeriods {...time} />}
      <p class="section">
        <TextLink href={statsLink({ range: '90', subject })}>Statistics</TextLink>
      </p>
    </>
  )
}
