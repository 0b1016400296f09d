import { grouped } from '../../../functions/lib/format'
import type { Carried } from '../../../functions/lib/selection'
import type { ListPage } from '../../../functions/sessions/list/page'
import { filterParams, type SessionsView, writeCursor } from '../../../functions/sessions/list/view'
import { Button } from '../../ui/button'
import { SelectionBar } from '../../ui/selection'

const SelectAllMatches = ({ total }: { total: number }) => (
  <label class="check">
    <input type="checkbox" id="pick-all" name="all" value="yes" autocomplete="off" />
    All {grouped(total)} in this view
  </label>
)

type PicksProps = { view: SessionsView; page: ListPage; carried?: Carried }

/** The list as `SelectionBar` pages through it. */
const pagedList = ({ view, page, carried }: PicksProps) =>
  carried && {
    name: 'ids',
    carried,
    shown: page.days.flatMap(({ sessions }) => sessions.map(({ id }) => id)),
    path: '/sessions',
    cursor: 'cursor',
    next: page.next ? writeCursor(page.next) : undefined,
    isFirst: view.after === null,
    more: [['select', '1']],
  }

/** Actions on the selected rows or the whole view. */
export const PicksBar = (props: PicksProps) => {
  const { view } = props
  const total = props.page.sums.sessions
  return (
    <SelectionBar
      label="Selected sessions"
      action="/sessions/bulk"
      always
      paged={pagedList(props)}
      total={total ?? undefined}
      all={total !== null && <SelectAllMatches total={total} />}
    >
      {filterParams(view).map(([name, value]) => (
        <input type="hidden" name={name} value={value} />
      ))}
      <Button small variant="primary" icon="edit" data-picks-act>
        Edit
      </Button>
      <Button small formaction="/sessions/bulk/refile" data-picks-act>
        Change time zone{' '}
      </Button>
    </SelectionBar>
  )
}
