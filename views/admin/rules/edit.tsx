import type { PersonApp } from '../../../functions/admin/rules/list'
import type { AppQuestion } from '../../../functions/app-rules/find-app'
import { fieldsOfCondition } from '../../../functions/app-rules/unlock-condition'
import type { Draft } from '../../../functions/lib/form'
import { adminRulePath, personAppsPath } from '../../links'
import { Actions, Button, Cancel } from '../../ui/button'
import { drafted, EditForm, ErrorSummary, Fields } from '../../ui/form'
import { AppField, AppName, WhichApp } from '../../whitelists/app-name'
import { ConditionFields, newCondition } from '../../whitelists/earned/form'

type AfterDraft = Draft<{ after_subject: string; after_minutes: string; after_period: string }>

type EditProps = { personId: string; app: PersonApp; draft?: AfterDraft & { seq?: string; form?: string[] } }

const inPlace = { 'hx-target': 'closest li', 'hx-swap': 'outerHTML' }

const Edit = ({ personId, app, draft, row }: EditProps & { row: boolean }) => {
  const action = personAppsPath(personId)
  const cancel = row
    ? adminRulePath(personId, app.package_name, 'row')
    : `${action}?${new URLSearchParams({ q: app.package_name })}`
  const after = app.admin?.rule.after
  return (
    <EditForm
      label={`Rule for ${app.label ?? app.package_name}`}
      action={action}
      {...(row && { 'hx-post': action, ...inPlace })}
    >
      <p>
        <AppName package_name={app.package_name} label={app.label} />
      </p>
      <ErrorSummary errors={draft?.form} />
      <input type="hidden" name="package_name" value={app.package_name} />
      <input type="hidden" name="seq" value={draft?.seq ?? app.admin?.seq ?? ''} />
      <Fields>
        <ConditionFields
          values={after ? fieldsOfCondition(after) : newCondition}
          draft={draft}
          idPrefix="rule"
          onlyAll
        />
      </Fields>
      <p class="hint">Counts all their tracked time. You can’t see their progress.</p>
      <Actions>
        <Button variant="primary" name="set" value="after">
          Unlock after that time
        </Button>
        <Cancel href={cancel} {...(row && { 'hx-get': cancel, ...inPlace })} />
      </Actions>
    </EditForm>
  )
}

export const EditRuleRow = (props: EditProps) => (
  <li class="editing">
    <Edit {...props} row />
  </li>
)

export const EditRulePage = (props: EditProps) => <Edit {...props} row={false} />

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
