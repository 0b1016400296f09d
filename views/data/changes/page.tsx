import type { ChangeRow } from '../../../functions/changes/schema'
import { recoverableDays } from '../../../functions/lib/db/recoverable'
import { undoPath } from '../../../functions/lib/http/path-to'
import { LinkButton } from '../../ui/button'
import { Empty } from '../../ui/empty'
import { Moment, type Reader } from '../../ui/moment'
import { PageHead, Pagination, RowList, UndoRow } from '../../ui/section'

type PageProps = Reader & {
  rows: ChangeRow[]
  /** Cursor of the next page: the id before it. */
  next?: string
  first: boolean
}

const ByToken = ({ name }: { name: string }) => (
  <>
    by the token <bdi>{name}</bdi>
  </>
)

export const ChangesPage = ({ rows, next, first, ...reader }: PageProps) => (
  <>
    <PageHead title="Recent changes" summary={`kept for ${recoverableDays} days`} />
    {rows.length === 0 && first && (
      <Empty title="No recent changes" actions={<LinkButton href="/deleted">Recently deleted</LinkButton>}>
        Here you can undo bulk edits, renames, merges, calendar imports and what assistants wrote.
      </Empty>
    )}
    <RowList
      rows={rows}
      item={(row) => (
        <UndoRow
          name={row.summary}
          parts={[<Moment at={row.created_at} {...reader} />, row.by_token !== null && <ByToken name={row.by_token} />]}
          action={undoPath(row.id)}
          undo="Undo"
        />
      )}
    />
    <Pagination
      later={first ? undefined : { href: '/changes', label: 'Latest' }}
      earlier={next ? { href: `/changes?before=${next}` } : undefined}
    />
  </>
)
