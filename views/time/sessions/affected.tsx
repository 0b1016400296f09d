import { shortDate } from '../../../functions/lib/format'
import type { ListedSession } from '../../../functions/time/sessions/schema'
import { Duration } from '../../ui/figure'
import { RowList, RowMeta, RowTitle } from '../../ui/section'
import { type Reader, When } from './row'
import { titleOf } from './words'

type AffectedProps = { sessions: ListedSession[]; reader: Reader; today: string }

export const AffectedSessions = ({ sessions, reader, today }: AffectedProps) => (
  <RowList
    small
    rows={sessions}
    item={(session) => (
      <li>
        <div>
          <RowTitle href={`/sessions/${session.id}`} name={titleOf(session)} />
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
    )}
  />
)
