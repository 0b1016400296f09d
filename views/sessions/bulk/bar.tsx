import { grouped } from '../../../functions/lib/format'
import { filterParams, type SessionsView } from '../../../functions/sessions/list/view'
import { Button } from '../../ui/button'
import { SelectionBar } from '../../ui/selection'

const SelectAllMatches = ({ total }: { total: number }) => (
  <label class="check">
    <input type="checkbox" id="pick-all" name="all" value="yes" autocomplete="off" />
    All {grouped(total)} in this view
  </label>
)

/** Actions on the selected rows or the whole view. */
export const PicksBar = ({ view, total }: { view: SessionsView; total: number | null }) => (
  <SelectionBar
    label="Selected sessions"
    action="/sessions/bulk"
    always
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
