import type { DeletedRow } from '../../../functions/data/deleted/schema'
import { recoverableDays } from '../../../functions/lib/db/recoverable'
import { kindEntry, kindPage, kindPath } from '../../../functions/lib/kinds'
import { clockTime, shortDate } from '../../../functions/lib/text/format'
import { dayOf } from '../../../functions/lib/time/days'
import { sessionTitle } from '../../../functions/time/sessions/title'
import { LinkButton } from '../../ui/button'
import { Empty } from '../../ui/empty'
import { Duration } from '../../ui/figure'
import { Moment, type Reader } from '../../ui/moment'
import { joinFacts, PageHead, Pagination, RowList, UndoRow } from '../../ui/section'

/** Start of a session, in the local time of its zone. */
const Began = ({ row, user, now }: Reader & { row: DeletedRow }) => {
  if (row.started_at === null || row.time_zone === null) return null
  const there = { time_zone: row.time_zone, day_start_minute: 0 }
  const date = shortDate(dayOf(row.started_at, there), dayOf(now, user.preferences))
  return (
    <time datetime={new Date(row.started_at).toISOString()}>
      {date}, {clockTime(row.started_at, row.time_zone, user.preferences.clock)}
    </time>
  )
}

const Deleted = ({ row, user, now }: Reader & { row: DeletedRow }) => (
  <UndoRow
    name={row.kind === 'session' ? sessionTitle(row) : row.title || 'Untitled'}
    parts={[
      <>
        {kindEntry(row.kind).one}{' '}
        {row.parent_title !== null && (
          <a href={kindPage(row)}>
            of <bdi>{row.parent_title}</bdi>
          </a>
        )}
      </>,
      joinFacts(
        row.detail && <bdi>{row.detail}</bdi>,
        row.started_at !== null && <Began row={row} user={user} now={now} />,
        row.duration_seconds !== null && <Duration seconds={row.duration_seconds} />,
      ),
      <>
        deleted <Moment at={row.deleted_at} user={user} now={now} />
      </>,
    ]}
    action={`${kindPath(row)}/restore`}
    undo="Restore"
  />
)

type PageProps = Reader & {
  rows: DeletedRow[]
  /** Path of the next page. */
  next?: string
  first: boolean
}

export const DeletedPage = ({ rows, next, first, ...reader }: PageProps) => (
  <>
    <PageHead title="Recently deleted" summary={`kept for ${recoverableDays} days`} />
    {rows.length === 0 && first && (
      <Empty title="Nothing deleted recently" actions={<LinkButton href="/settings/backups">Open a backup</LinkButton>}>
        You can restore deleted items from here, and older ones from a backup.
      </Empty>
    )}
    <RowList rows={rows} item={(row) => <Deleted row={row} {...reader} />} />
    <Pagination
      later={first ? undefined : { href: '/deleted', label: 'Latest' }}
      earlier={next ? { href: next } : undefined}
    />
  </>
)
