import { Button } from '../../ui/button'

/** Id of the bar, which the boxes of the list belong to. client/row-selection.ts counts and ticks ranges. */
const form = 'picks'

type AppBox = { package_name: string; label: string }

export const SelectApp = ({ package_name, label }: AppBox) => (
  <label class="pick">
    <input
      type="checkbox"
      form={form}
      name="package_name"
      value={package_name}
      autocomplete="off"
      aria-label={`Select ${label}`}
    />
  </label>
)

/** Works with script only. @param rows selector of the rows */
export const SelectApps = ({ rows }: { rows: string }) => (
  <label class="check pick-day">
    <input type="checkbox" id="pick-apps" autocomplete="off" data-picks={rows} />
    Select all<span class="unseen"> apps shown</span>
  </label>
)

/** Stays in sight below the list. With script it is shown once an app is selected. */
export const SelectionBar = () => (
  <form
    id={form}
    class="picks-bar picked"
    method="post"
    action="/whitelists/rules"
    enctype="multipart/form-data"
    hx-post="/whitelists/rules"
    hx-target="#toasts"
    hx-swap="beforeend"
    aria-label="Selected apps"
    autocomplete="off"
  >
    <p role="status" data-picks-count />
    <div class="actions">
      <Button small name="rule" value="allow" data-picks-act>
        Allow
      </Button>
      <Button small name="rule" value="block" data-picks-act>
        Block
      </Button>
      <Button small formmethod="post" formaction="/whitelists/earned/many" data-picks-act>
        Unlock with time…
      </Button>
      <Button small variant="quiet" name="rule" value="reset" data-picks-act>
        Back to default
      </Button>
      <Button small variant="quiet" type="reset">
        Clear
      </Button>
    </div>
  </form>
)

type RuleAllProps = {
  names: string[]
  isMore: boolean
}

export const RuleForAll = ({ names, isMore }: RuleAllProps) => (
  <form
    class="actions"
    method="post"
    action="/whitelists/rules"
    enctype="multipart/form-data"
    hx-post="/whitelists/rules"
    hx-swap="none"
    hx-sync="#apps:queue all"
  >
    {names.map((name) => (
      <input type="hidden" name="package_name" value={name} />
    ))}
    <Button small id="allow-seen" name="rule" value="allow">
      Allow {isMore ? 'these' : 'all'} {names.length}
    </Button>
    <Button small id="block-seen" name="rule" value="block">
      Block {isMore ? 'these' : 'all'} {names.length}
    </Button>
  </form>
)
