import type { Draft } from '../../../functions/lib/form'
import type { AppQuestion } from '../../../functions/whitelists/list/choose-app'
import { personAppsPath } from '../../links'
import { Actions, Button } from '../../ui/button'
import { drafted, ErrorSummary, Fields } from '../../ui/form'
import { AppField } from '../../whitelists/app-field'
import { ConditionFields } from '../../whitelists/earned/condition-fields'
import { WhichApp } from '../../whitelists/which-app'

const idPrefix = 'add'

export type AddRuleProps = {
  personId: string
  draft?: Draft<{ package_name: string; after_subject: string; after_minutes: string; after_period: string }> & {
    form?: string[]
    question?: AppQuestion
  }
}

export const AddRule = ({ personId, draft }: AddRuleProps) => (
  <form class="stack" method="post" action={personAppsPath(personId)} aria-label="Add a rule" autocomplete="off">
    <ErrorSummary errors={draft?.form} />
    <input type="hidden" name="seq" value="" />
    <Fields>
      <AppField
        example="Firefox"
        from="/admin/users/rules/suggestions"
        {...drafted({ package_name: null }, draft, idPrefix)('package_name')}
      />
      <ConditionFields draft={draft} idPrefix={idPrefix} onlyAll />
    </Fields>
    <WhichApp question={draft?.question} idPrefix={idPrefix} />
    <Actions>
      <Button variant="primary" name="set" value="allow">
        Allow
      </Button>
      <Button name="set" value="block">
        Block
      </Button>
      <Button name="set" value="after">
        Unlock after that time
      </Button>
    </Actions>
  </form>
)
