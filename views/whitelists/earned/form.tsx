import type { Child } from 'hono/jsx'
import { type RuleRow, ruleOf } from '../../../functions/app-rules/schema'
import type { Draft } from '../../../functions/lib/form'
import type { Preferences } from '../../../functions/lib/preferences'
import type { EarnedList } from '../../../functions/whitelists/earned/list'
import type { EarnedForm } from '../../../functions/whitelists/earned/schema'
import type { AppQuestion } from '../../../functions/whitelists/list/choose-app'
import { fieldsOfCondition } from '../../../functions/whitelists/rules/unlock-condition'
import { Actions, Button, Cancel, LinkButton } from '../../ui/button'
import type { Option } from '../../ui/field'
import { drafted, EditForm, ErrorSummary, Fields } from '../../ui/form'
import { PageHead, Section } from '../../ui/section'
import { AppField } from '../app-field'
import { WhichApp } from '../which-app'
import { EarnedApps, EditingEarned, earnAppPath, earnedPath } from './apps'
import { ConditionFields } from './condition-fields'

export type EarnedDraft = Draft<EarnedForm>

type NewProps = { package_name?: string; draft?: EarnedDraft; question?: AppQuestion; choices: Option[] }

const NewEarned = ({ package_name = '', draft, question, choices }: NewProps) => {
  const idPrefix = 'earn'
  return (
    <EditForm label="Unlock an app with tracked time" action={earnedPath}>
      <Fields>
        <AppField example="YouTube" {...drafted({ package_name }, draft, idPrefix)('package_name')} />
        <ConditionFields draft={draft} idPrefix={idPrefix} choices={choices} />
      </Fields>
      <WhichApp question={question} idPrefix={idPrefix} />
      <Actions>
        <Button variant="primary">Save</Button>
      </Actions>
    </EditForm>
  )
}

type PageProps = NewProps & { view: EarnedList; reader: Preferences }

export const EarnedPage = ({ view, reader, ...form }: PageProps) => (
  <>
    <PageHead
      title="Unlock with time"
      summary="blocked until you’ve tracked enough time"
      actions={<LinkButton href="/whitelists">All apps</LinkButton>}
    />
    <EarnedApps view={view} reader={reader} isWhole />
    <Section id="earn" title="Unlock an app with tracked time" summary="it stays open until the day or week ends">
      <NewEarned {...form} />
    </Section>
  </>
)

const others: [rule: string, label: string][] = [
  ['allow', 'Always allow'],
  ['block', 'Always block'],
  ['reset', 'Back to default'],
]

type EditProps = {
  own: RuleRow
  label: string
  draft?: EarnedDraft
  choices: Option[]
  /** In the row of the app, not on a page. */
  inPlace: boolean
}

export const EditEarned = ({ own, label, draft, choices, inPlace }: EditProps) => {
  const url = `${earnedPath}/edit`
  const sends = (to: string) => inPlace && { 'hx-post': to, 'hx-target': 'closest li', 'hx-swap': 'outerHTML' }
  const back = earnAppPath(own.package_name)
  const { after } = ruleOf(own)
  const form: Child = (
    <EditForm label={`Edit the rule for ${label}`} action={url} {...sends(url)}>
      {inPlace && (
        <p>
          <bdi>{label}</bdi>
        </p>
      )}
      <ErrorSummary errors={draft?.errors.package_name ?? draft?.errors.seq} />
      <input type="hidden" name="package_name" value={own.package_name} />
      <input type="hidden" name="seq" value={draft?.values.seq ?? own.seq} />
      <Fields>
        <ConditionFields
          values={after ? fieldsOfCondition(after) : undefined}
          draft={draft}
          idPrefix={`earned-${own.id}`}
          choices={choices}
        />
      </Fields>
      <Actions>
        <Button variant="primary">Save</Button>
        <Cancel
          href={inPlace ? back : earnedPath}
          {...(inPlace && { 'hx-get': back, 'hx-target': 'closest li', 'hx-swap': 'outerHTML' })}
        />
        {others.map(([rule, words]) => (
          <Button
            name="rule"
            value={rule}
            formaction={`${earnedPath}/remove`}
            formnovalidate
            {...sends(`${earnedPath}/remove`)}
          >
            {words}
          </Button>
        ))}
      </Actions>
    </EditForm>
  )
  return inPlace ? <EditingEarned id={own.id}>{form}</EditingEarned> : form
}
