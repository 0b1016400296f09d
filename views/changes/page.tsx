import type { ChangeRow } from '../../functions/changes/schema'
import { recoverableDays } from '../../functions/lib/recoverable'
import { Button } from '../ui/button'
import { Empty } from '../ui/empty'
import { Moment, type Reader } from '../ui/moment'
import { Pages } from '../ui/pagination'
import { RowMeta, Rows } from '../ui/rows'
import { PageHead } from '../ui/section'

const Change = ({ row, ...reader }: Reader & { row: ChangeRow }) => (
  <li>
    <div>
      <span class="row-title">
        <bdi>{row.summary}</bdi>
      </span>
      <RowMeta parts={[<Moment at={row.created_at} {...reader} />]} />
    </div>
    <form method="post" action={`/changes/${row.id}/undo`}>
      <Button small icon="undo">
        Undo<span class="unseen"> {row.summary}</span>
      </Button>
    </form>
  </li>
)

type PageProps = Reader & {
  rows: ChangeRow[]
  /** Id that the next page starts after. */
  next?: string
  first: boolean
}

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
