import type { NextApp } from '../../functions/dashboard/apps'
import type { DashboardView } from '../../functions/dashboard/view'
import { duration } from '../../functions/lib/format'
import { periodWords } from '../../functions/whitelists/rules/unlock-condition'
import { Figure, Labelled } from '../ui/figure'

type Names = DashboardView['names']

/** What is missing, in whole minutes that make it together with those tracked. */
const missing = ({ missing_seconds }: NextApp) => duration(Math.ceil(missing_seconds / 60) * 60)

/** What counts: `of Thesis`, `of #deep this week`, `today`; null where it is gone, and nothing will count any more. */
const Counting = ({ after: { subject, period }, names }: Pick<NextApp, 'after'> & { names: Names }) => {
  if (subject === 'all') return <>{periodWords(period)}</>
  const name = subject.startsWith('tag:') ? subject.slice(4) : names.get(subject)?.label
  return (
    <>
      of <bdi>{name}</bdi>
      {period === 'week' && ` ${periodWords(period)}`}
    </>
  )
}

const canCount = ({ after: { subject } }: NextApp, names: Names) =>
  subject === 'all' || subject.startsWith('tag:') || names.get(subject)?.deleted === 0

/** How long apps were used today, and which opens next; nothing where no client ever reported. */
export const AppsToday = ({ apps, names }: Pick<DashboardView, 'apps' | 'names'>) => {
  if (!apps) return null
  const { seconds, allowed_seconds, next } = apps
  const parts = `${duration(allowed_seconds)} allowed, ${duration(seconds - allowed_seconds)} other.`
  return (
    <Labelled
      label="Apps today"
      note={
        <>
          {seconds > 0 ? parts : 'No use reported today.'}
          {next && canCount(next, names) && (
            <>
              {' '}
              <bdi>{next.label}</bdi> opens after {missing(next)} more <Counting after={next.after} names={names} />.
            </>
          )}
        </>
      }
    >
      <Figure seconds={seconds} href="/whitelists" />
    </Labelled>
  )
}
