import type { Child } from 'hono/jsx'
import type { AppQuestion } from '../../functions/app-rules/find-app'
import { type RuleRow, ruleOf } from '../../functions/app-rules/schema'
import { fieldsOfCondition } from '../../functions/app-rules/unlock-condition'
import type { Draft } from '../../functions/lib/form'
import { plural } from '../../functions/lib/format'
import type { Preferences } from '../../functions/lib/preferences'
import { allTimeOptions, type EarnedList } from '../../functions/whitelists/earned'
import type { EarnedForm } from '../../functions/whitelists/schema'
import { Actions, Button, Cancel, LinkButton } from '../ui/button'
import { Field, type Option, optionsOf, Select } from '../ui/field'
import { drafted, EditForm, ErrorSummary, Fields } from '../ui/form'
import { PageHead, Rows, Section } from '../ui/section'
import { AppField, AppName, WhichApp } from './add'
import { EarnedApps, EditingEarned, earnAppPath, earnedPath } from './earned'

export type AfterValues = { after_subject: string; after_minutes: string; after_period: string }

export const newCondition: AfterValues = { after_subject: 'all', after_minutes: '1h', after_period: 'day' }

type AfterFieldsProps = {
  values?: AfterValues
  draft?: Draft<AfterValues>
  idPrefix: string
  /** From `conditionChoices`; without it, as for an admin's rule, only those that everybody has. */
  choices?: Option[]
}

export const ConditionFields = ({ values = newCondition, draft, idPrefix, choices }: AfterFieldsProps) => {
  const field = drafted(values, draft, idPrefix)
  return (
    <>
      <Select label="Unlocks after" wide options={choices ?? allTimeOptions()} {...field('after_subject')} />
      <Field
        label="Time needed"
        maxlength={40}
        autocomplete="off"
        hint="e.g. 2h (not needed for the daily target)"
        {...field('after_minutes')}
      />
      <Select label="Per" options={optionsOf({ day: 'Day', week: 'Week' })} {...field('after_period')} />
    </>
  )
}

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
  const swap = { 'hx-target': 'closest li', 'hx-swap': 'outerHTML' }
  const back = earnAppPath(own.package_name)
  const { after } = ruleOf(own)
  const form: Child = (
    <EditForm label={`Edit the rule for ${label}`} action={url} {...(inPlace && { 'hx-post': url, ...swap })}>
      {inPlace && (
        <p>
          <bdi>{label}</bdi>
        </p>
      )}
      <ErrorSummary errors={draft?.errors.package_name ?? draft?.errors.seq ?? draft?.errors.rule} />
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
        <Cancel href={inPlace ? back : earnedPath} {...(inPlace && { 'hx-get': back, ...swap })} />
        {others.map(([rule, words]) => (
          <Button name="rule" value={rule} formnovalidate>
            {words}
          </Button>
        ))}
      </Actions>
    </EditForm>
  )
  return inPlace ? <EditingEarned id={own.id}>{form}</EditingEarned> : form
}

/** Apps named on the page; the form carries all. */
const shown = 50

type EarnManyProps = {
  apps: { package_name: string; label: string | null }[]
  draft?: Draft<AfterValues>
  choices: Option[]
}

export const EarnMany = ({ apps, draft, choices }: EarnManyProps) => (
  <>
    <PageHead title="Unlock with time" summary={plural(apps.length, 'app')} />
    <EditForm label="Unlock the selected apps with tracked time" action="/whitelists/earned/many">
      <input type="hidden" name="save" value="yes" />
      {apps.map(({ package_name }) => (
        <input type="hidden" name="package_name" value={package_name} />
      ))}
      <p>
        {apps.length === 1 ? 'It stays' : 'They stay'} blocked until you’ve tracked enough time, then stay
        {apps.length === 1 && 's'} open until the day or week ends.
      </p>
      <Fields>
        <ConditionFields draft={draft} idPrefix="earn-many" choices={choices} />
      </Fields>
      <Actions>
        <Button variant="primary">Save</Button>
        <Cancel href="/whitelists" />
      </Actions>
    </EditForm>
    <Section id="earn-apps" title="Apps" summary={apps.length > shown && `the first ${shown}`}>
      <Rows>
        {apps.slice(0, shown).map((app) => (
          <li>
            <p>
              <AppName {...app} />
            </p>
          </li>
        ))}
      </Rows>
    </Section>
  </>
)
