import type { Draft } from '../../../functions/lib/form'
import { packageNameLimit } from '../../../functions/lib/package-name'
import { personAppsPath } from '../../links'
import { Actions, Button } from '../../ui/button'
import { drafted } from '../../ui/draft'
import { Field } from '../../ui/field'
import { ErrorSummary, Fields } from '../../ui/form'
import { ConditionFields } from '../../whitelists/earned/condition-fields'

const idPrefix = 'add'
const offered = `${idPrefix}-offered`

export type AddRuleProps = {
  personId: string
  draft?: Draft<{ package_name: string; after_subject: string; after_minutes: string; after_period: string }> & {
    form?: string[]
  }
}

export const AddRule = ({ personId, draft }: AddRuleProps) => (
  <form class="stack" method="post" action={personAppsPath(personId)} aria-label="Add a rule" autocomplete="off">
    <ErrorSummary errors={draft?.form} />
    <input type="hidden" name="seq" value="" />
    <Fields>
      <Field
        label="Package name"
        wide
        required
        dir="auto"
        spellcheck={false}
        maxlength={packageNameLimit * 2}
        list={offered}
        hint="The app’s ID, e.g. org.mozilla.firefox"
        hx-get="/admin/users/rules/suggestions"
        hx-trigger="focus once, input changed delay:200ms"
        hx-target={`#${offered}`}
        hx-swap="innerHTML"
        hx-sync="this:replace"
        {...drafted({ package_name: null }, draft, idPrefix)('package_name')}
      />
      <ConditionFields draft={draft} idPrefix={idPrefix} onlyAll />
    </Fields>
    <datalist id={offered} />
    <Actions>
      <Button variant="primary" name="set" value="allow">
        Allow it
      </Button>
      <Button name="set" value="block">
        Block it
      </Button>
      <Button name="set" value="after">
        Unlock it after that time
      </Button>
    </Actions>
  </form>
)
