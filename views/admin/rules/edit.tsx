import type { PersonApp } from '../../../functions/admin/rules/list'
import type { Draft } from '../../../functions/lib/form'
import { fieldsOfCondition } from '../../../functions/whitelists/rules/unlock-condition'
import { adminRulePath, personAppsPath } from '../../links'
import { Actions, Button, Cancel } from '../../ui/button'
import { EditForm, ErrorSummary, Fields } from '../../ui/form'
import { AppName } from '../../whitelists/app-name'
import { ConditionFields, newCondition } from '../../whitelists/earned/condition-fields'

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
