import type { NextApp } from '../../functions/dashboard/apps'
import type { DashboardView } from '../../functions/dashboard/view'
import { duration } from '../../functions/lib/format'
import { periodWords } from '../../functions/whitelists/rules/unlock-condition'
import { appsOfDaysPath } from '../links'
import { Figure, Labelled } from '../ui/figure'
import { TextLink } from '../ui/section'

type Names = DashboardView['names']

/** Rounds up to minutes: tracked and missing minutes then add up to the condition. */
const missingTime = ({ missing_seconds }: NextApp) => duration(Math.ceil(missing_seconds / 60) * 60)

/** `of Thesis`, `of #deep this week`, `today`. */
const Condition = ({ after: { subject, period }, names }: Pick<NextApp, 'after'> & { names: Names }) => {
  if (subject === 'all') return <>{periodWords(period)}</>
  const name = subject.startsWith('tag:') ? subject.slice(4) : names.get(subject)?.label
  return (
    <>
      of <bdi>{name}</bdi>
      {period === 'week' && ` ${periodWords(period)}`}
    </>
  )
}

/** Time on a deleted project or goal can never unlock an app. */
const isReachable = ({ after: { subject } }: NextApp, names: Names) =>
  subject === 'all' || subject.startsWith('tag:') || names.get(subject)?.deleted === 0

export const AppsToday = ({ apps, names, today }: Pick<DashboardView, 'apps' | 'names' | 'today'>) => {
  if (!apps) return null
  const { seconds, allowed_seconds, next } = apps
  const isNextShown = next !== null && isReachable(next, names)
  const parts = `${duration(allowed_seconds)} on allowed apps, ${duration(seconds - allowed_seconds)} on others.`
  return (
    <Labelled
      label="Apps today"
      note={
        <>
          {seconds > 0 ? parts : !isNextShown && 'No app usage today.'}
          {isNextShown && (
            <>
              {seconds > 0 && ' '}Track {missingTime(next)} more <Condition after={next.after} names={names} /> to
              unlock <bdi>{next.label}</bdi>.
            </>
          )}{' '}
          <TextLink href="/whitelists">Rules</TextLink>
        </>
      }
    >
      <Figure seconds={seconds} href={seconds > 0 ? appsOfDaysPath({ from: today, to: today }) : undefined} />
    </Labelled>
  )
}
