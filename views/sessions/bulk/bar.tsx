import { grouped } from '../../../functions/lib/format'
import { filterParams, type SessionsView } from '../../../functions/sessions/list/view'
import { Button } from '../../ui/button'
import { picksForm } from './pick'

/** Actions on the selected rows or the whole view. Stays visible below the list. */
export const PicksBar = ({ view, total }: { view: SessionsView; total: number | null }) => (
  <form
    id={picksForm}
    class="picks-bar"
    method="post"
    action="/sessions/bulk"
    aria-label="Selected sessions"
    autocomplete="off"
    data-total={total ?? undefined}
  >
    {filterParams(view).map(([name, value]) => (
      <input type="hidden" name={name} value={value} />
    ))}
    <p role="status" data-picks-count />
    {total !== null && (
      <label class="check">
        <input type="checkbox" id="pick-all" name="all" value="yes" autocomplete="off" />
        All {grouped(total)} in this view
      </label>
    )}
    <div class="actions">
      <Button small variant="primary" icon="edit" data-picks-act>
        Edit
      </Button>
      <Button small formaction="/sessions/bulk/refile" data-picks-act>
        Change time zone{' '}
      </Button>
      <Button small variant="quiet" type="reset">
        Clear
      </Button>
    </div>
  </form>
)
