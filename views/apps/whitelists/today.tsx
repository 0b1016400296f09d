import { type EarnedRule, periodWords } from '../../../functions/apps/app-rules/unlock-condition'
import type { NamedSubject } from '../../../functions/ledger/schema'
import { duration, durationLeft } from '../../../functions/lib/text/format'
import { appsOfDaysPath } from '../../ui/links'

/** The app that tracked time will unlock next. */
export type NextApp = Pick<EarnedRule, 'after'> & { label: string; missing_seconds: number }

/** `of Thesis`, `of #deep this week`, `today`. */
const Condition = ({ after: { subject, period }, named }: Pick<NextApp, 'after'> & { named?: NamedSubject }) => {
  if (subject === 'all') return <>{periodWords(period)}</>
  const name = subject.startsWith('tag:') ? subject.slice(4) : named?.label
  return (
    <>
      of <bdi>{name}</bdi>
      {period === 'week' && ` ${periodWords(period)}`}
    </>
  )
}

/** Time on a deleted project or goal can never unlock an app. */
const isReachable = ({ after: { subject } }: NextApp, named?: NamedSubject) =>
  subject === 'all' || subject.startsWith('tag:') || named?.deleted === 0

type Props = {
  seconds: number
  allowed_seconds: number
  next: NextApp | null
  /** Names of the subjects that rules count. */
  names: NamedSubject[]
  today: string
}

/** How long apps were used today, and which one opens next. */
export const AppsToday = ({ seconds, allowed_seconds, next, names, today }: Props) => {
  const named = names.find(({ subject }) => subject === next?.after.subject)
  const isNextShown = next !== null && isReachable(next, named)
  return (
    <div class="one-line" id="apps-today">
      <dt>
        <a href="/whitelists">Apps</a>
      </dt>
      <dd>
        {seconds > 0 ? (
          <a href={appsOfDaysPath({ from: today, to: today })} data-figure={seconds}>
            <b>{duration(seconds)}</b>
          </a>
        ) : (
          'none used'
        )}
        <span class="grey">
          {isNextShown ? (
            <>
              {' '}
              · <bdi>{next.label}</bdi> after {durationLeft(next.missing_seconds)} more{' '}
              <Condition after={next.after} named={named} />
            </>
          ) : (
            seconds > 0 && ` · ${duration(allowed_seconds)} on allowed apps`
          )}
        </span>
      </dd>
    </div>
  )
}
