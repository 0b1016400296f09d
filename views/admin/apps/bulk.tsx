import { actNames, type BulkAction, type BulkOutcome, doneWords, tickValue } from '../../../functions/admin/apps/bulk'
import { stateOf } from '../../../functions/admin/apps/state'
import { standWords } from '../../../functions/admin/apps/words'
import { plural } from '../../../functions/lib/format'
import { Button, LinkButton } from '../../ui/button'
import { Notice } from '../../ui/notice'
import { SelectionBar } from '../../ui/selection'
import { appsPath } from './paths'

export const BulkBar = () => (
  <SelectionBar label="Selected apps" action={appsPath('many')} hx-post={appsPath('many')} hx-swap="none">
    {(['allow', 'block', 'lock', 'unlock'] as const).map((act) => (
      <Button small name="act" value={act} data-picks-act>
        {actNames[act]}
      </Button>
    ))}
    <Button small variant="danger" name="act" value="delete" data-picks-act>
      Delete
    </Button>
  </SelectionBar>
)

type ConflictsProps = Pick<BulkOutcome, 'changed' | 'stale' | 'gone'> & {
  act: BulkAction
  /** Set where no toast offers it. */
  undo?: string
}

export const BulkConflicts = ({ act, changed, stale, gone, undo }: ConflictsProps) => (
  <Notice tone="warning" role="alert">
    {changed > 0 && (
      <p>
        {plural(changed, 'app')} {doneWords[act]}.
      </p>
    )}
    {stale.length > 0 && (
      <>
        <p>{plural(stale.length, 'app')} changed after you selected them, so they were left unchanged:</p>
        <ul class="points">
          {stale.map((app) => (
            <li>
              <bdi>{app.label}</bdi> is now {standWords(stateOf(app))}
              {app.admin_name && (
                <>
                  , changed by <bdi>{app.admin_name}</bdi>
                </>
              )}
            </li>
          ))}
        </ul>
      </>
    )}
    {gone.length > 0 && (
      <>
        <p>{plural(gone.length, 'app')} already deleted:</p>
        <ul class="points">
          {gone.map((name) => (
            <li>
              <bdi class="mono">{name}</bdi>
            </li>
          ))}
        </ul>
      </>
    )}
    <div class="actions">
      {stale.length > 0 && (
        <form
          method="post"
          action={appsPath('many')}
          enctype="multipart/form-data"
          hx-post={appsPath('many')}
          hx-swap="none"
        >
          {stale.map((app) => (
            <input type="hidden" name="ids" value={tickValue(app)} />
          ))}
          <Button small name="act" value={act}>
            {actNames[act]} {stale.length === 1 ? 'it' : 'them'} anyway
          </Button>
        </form>
      )}
      {undo && (
        <form method="post" action={undo}>
          <Button small>Undo</Button>
        </form>
      )}
      <LinkButton small variant="quiet" href={appsPath()}>
        Dismiss
      </LinkButton>
    </div>
  </Notice>
)
