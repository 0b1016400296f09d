import type { ChangeRow } from '../../functions/changes/schema'
import { dayOf } from '../../functions/lib/days'
import type { User } from '../../functions/lib/env'
import { clockTime, dayMonth } from '../../functions/lib/format'
import { recoverableDays } from '../../functions/lib/recoverable'
import { Button } from '../ui/button'
import { Empty } from '../ui/empty'
import { Pages } from '../ui/pagination'
import { RowMeta, Rows } from '../ui/rows'
import { PageHead } from '../ui/section'

type Reader = { user: User; now: number }

const Change = ({ row, user, now }: Reader & { row: ChangeRow }) => {
  const { preferences } = user
  const [date, today] = [dayOf(row.created_at, preferences), dayOf(now, preferences)]
  const time = clockTime(row.created_at, preferences.time_zone, preferences.clock)
  return (
    <li>
      <div>
        <span class="row-title">
          <bdi>{row.summary}</bdi>
        </span>
        <RowMeta
          parts={[
            <time datetime={new Date(row.created_at).toISOString()}>
              {date === today ? 'today' : dayMonth(date, today)}, {time}
            </time>,
          ]}
        />
      </div>
      <form method="post" action={`/changes/${row.id}/undo`}>
        <Button small icon="undo">
          Undo<span class="unseen"> {row.summary}</span>
        </Button>
      </form>
    </li>
  )
}

type PageProps = Reader & {
  rows: ChangeRow[]
  /** The id after which the next page goes on. */
  next?: string
  first: boolean
}

/** `/changes` */
export const ChangesPage = ({ rows, next, first, ...reader }: PageProps) => (
  <>
    <PageHead title="Recent changes" summary={`kept for ${recoverableDays} days`} />
    {rows.length === 0 && first && (
      <Empty title="Nothing was changed in bulk lately">
        Renaming, merging and editing many sessions at once stand here for {recoverableDays} days, and can be undone.
      </Empty>
    )}
    <Rows>
      {rows.map((row) => (
        <Change row={row} {...reader} />
      ))}
    </Rows>
    {(next || !first) && (
      <Pages
        later={first ? undefined : { href: '/changes', label: 'Latest' }}
        earlier={next ? { href: `/changes?before=${next}` } : undefined}
      />
    )}
  </>
)
