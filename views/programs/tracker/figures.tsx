import { plural } from '../../../functions/lib/text/format'
import type { TrackerStats } from '../../../functions/programs/tracker/figures'
import { Duration } from '../../ui/figure'

/** Sums of the account, for the page of a learning tracker. */
export const TrackerFigures = ({
  total_seconds,
  session_count,
  current_streak,
  longest_streak,
  plans,
}: TrackerStats) => (
  <section>
    <dl>
      <dt>Total time</dt>
      <dd>
        <Duration seconds={total_seconds} />
      </dd>
      <dt>Sessions</dt>
      <dd>{session_count}</dd>
      <dt>Current streak</dt>
      <dd>{plural(current_streak, 'day')}</dd>
      <dt>Longest streak</dt>
      <dd>{plural(longest_streak, 'day')}</dd>
    </dl>
    <ul>
      {plans.map(({ title, total_seconds: seconds }) => (
        <li>
          {title}: <Duration seconds={seconds} />
        </li>
      ))}
    </ul>
  </section>
)
