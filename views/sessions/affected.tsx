import { shortDate } from '../../functions/lib/format'
import type { ListedSession } from '../../functions/sessions/schema'
import { Duration } from '../ui/figure'
import { RowMeta, Rows, RowTitle } from '../ui/rows'
import { type Reader, When } from './row'
import { titleOf } from './words'

type AffectedProps = { sessions: ListedSession[]; reader: Reader; today: string }

export const AffectedSessions = ({ sessions, reader, today }: AffectedProps) => (
  <Rows small>
    {sessions.map((session) => (
      <li>
        <div>
          <RowTitle href={`/sessions/${session.id}`}>
            <bdi>{titleOf(session)}</bdi>
          </RowTitle>
          <RowMeta
            parts={[
              shortDate(session.days[0]?.[0] ?? today, today),
              <When session={session} clock={reader.clock} />,
              ...session.tags.map((tag) => <bdi>#{tag}</bdi>),
            ]}
          />
        </div>
        <span class="num">
          <Duration seconds={session.duration_seconds} />
        </span>
      </li>
    ))}
  </Rows>
)
