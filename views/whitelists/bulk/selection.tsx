import { Button } from '../../ui/button'
import { SelectGroup, SelectionBar } from '../../ui/selection'

/** @param rows selector of the rows */
export const SelectApps = ({ rows }: { rows: string }) => (
  <SelectGroup id="pick-apps" rows={rows}>
    Select all<span class="unseen"> apps shown</span>
  </SelectGroup>
)

export const AppsBar = () => (
  <SelectionBar
    label="Selected apps"
    action="/whitelists/rules"
    hx-post="/whitelists/rules"
    hx-target="#toasts"
    hx-swap="beforeend"
  >
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
  </SelectionBar>
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
