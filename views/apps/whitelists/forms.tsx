import type { AppQuestion } from '../../../functions/apps/app-rules/find-app'
import { type RuleRow, ruleOf } from '../../../functions/apps/app-rules/schema'
import type { ConditionChoices, EarnedList } from '../../../functions/apps/whitelists/earned'
import { labelLimit } from '../../../functions/apps/whitelists/json'
import type { Draft } from '../../../functions/lib/http/form'
import type { Preferences } from '../../../functions/lib/preferences'
import { plural } from '../../../functions/lib/text/format'
import { Actions, Button, Cancel, LinkButton, Menu } from '../../ui/button'
import { Radios } from '../../ui/choices'
import { Field, optionsOf } from '../../ui/field'
import { drafted, EditForm, Fields } from '../../ui/form'
import { classes, Icon } from '../../ui/icon'
import { PageHead, RowActions, Rows, Section } from '../../ui/section'
import { EarnedApps, earnAppPath, earnedPath } from './earned'
import { AppName, ConditionFields, type ConditionValues, EditRule, NewRule } from './editor'

const newAppId = 'new-app'

/** With script the form opens on the page of apps (`NewAppPlace`). */
export const AddAppLink = () => (
  <LinkButton
    href="/whitelists/add"
    icon="plus"
    aria-label="Add an app"
    hx-get="/whitelists/add"
    hx-target={`#${newAppId}`}
    hx-swap="innerHTML"
  >
    <span>
      Add<span class="phone-hide"> an app</span>
    </span>
  </LinkButton>
)

/** A morph of the page keeps the draft in it. */
export const NewAppPlace = () => <div id={newAppId} hx-morph-skip />

/** All that a form of a rule may have. */
export type RuleDraft = Draft<ConditionValues & { package_name: string; label: string; rule: string; seq: string }>

type NewProps = { package_name?: string; draft?: RuleDraft; question?: AppQuestion }

const toApps = { href: '/whitelists', name: 'Apps' }

/** @param inPlace on the page of apps, not on a page of its own */
export const AddApp = ({ inPlace, ...app }: NewProps & { inPlace: boolean }) => (
  <>
    {!inPlace && <PageHead title="Add an app" back={toApps} />}
    <NewRule
      label="Add an app"
      action="/whitelists/add"
      {...(inPlace && { 'hx-post': '/whitelists/add', 'hx-target': `#${newAppId}`, 'hx-swap': 'innerHTML' })}
      example="Firefox"
      idPrefix="add-app"
      {...app}
      isFocused
      acts={
        <>
          <Button variant="primary">Add app</Button>
          <Cancel href="/whitelists" />
        </>
      }
    >
      <Field
        label="Your name for it"
        maxlength={labelLimit}
        dir="auto"
        autocomplete="off"
        {...drafted({ label: '' }, app.draft, 'add-app')('label')}
      />
      <Radios
        label="Rule"
        options={optionsOf({ allow: 'Allow', block: 'Block' })}
        {...drafted({ rule: 'allow' }, app.draft, 'add-app')('rule')}
      />
    </NewRule>
  </>
)

type PageProps = NewProps & {
  choices: ConditionChoices
  view: EarnedList
  reader: Preferences
  /** Name of the app of `package_name`. */
  name?: string
}

export const EarnedPage = ({ view, reader, choices, name, ...app }: PageProps) => (
  <>
    <PageHead
      title={
        <>
          Unlock <bdi>{name ?? 'an app'}</bdi> with time
        </>
      }
      back={toApps}
      summary="once unlocked, it stays open until the day or week ends"
    />
    <NewRule
      label="Unlock an app with tracked time"
      action={earnedPath}
      example="YouTube"
      idPrefix="earn"
      {...app}
      isNamed={name !== undefined}
      acts={
        <>
          <Button variant="primary">Add rule</Button>
          <Cancel href="/whitelists" />
        </>
      }
    >
      <ConditionFields draft={app.draft} idPrefix="earn" choices={choices} />
    </NewRule>
    <EarnedApps view={view} reader={reader} isWhole />
  </>
)

const others = [
  ['allow', 'check', 'Always allow'],
  ['block', 'lock', 'Always block'],
  ['reset', 'trash', 'Remove rule'],
] as const

const OtherRules = ({ form }: { form: string }) => (
  <>
    {others.map(([rule, icon, name]) => (
      <button
        type="submit"
        form={form}
        name="rule"
        value={rule}
        class={classes(rule === 'reset' && 'bad')}
        formnovalidate
      >
        <Icon name={icon} />
        {name}
      </button>
    ))}
  </>
)

type EditProps = {
  own: RuleRow
  label: string
  draft?: RuleDraft
  choices: ConditionChoices
  /** In the row of the app, not on a page. */
  inPlace: boolean
}

export const editTitle = (label: string) => `Edit the rule for ${label}`

export const EditEarned = ({ own, label, draft, choices, inPlace }: EditProps) => {
  const editFormId = `edit-${own.id}`
  return (
    <>
      {!inPlace && (
        <PageHead
          title={editTitle(label)}
          back={{ href: earnedPath, name: 'Unlock with time' }}
          more={<OtherRules form={editFormId} />}
        />
      )}
      <EditRule
        label={editTitle(label)}
        url={`${earnedPath}/edit`}
        cancel={earnedPath}
        back={earnAppPath(own.package_name)}
        package_name={own.package_name}
        seq={draft?.values.seq ?? own.seq}
        seqErrors={draft?.errors.package_name ?? draft?.errors.seq ?? draft?.errors.rule}
        after={ruleOf(own).after}
        draft={draft}
        idPrefix={`earned-${own.id}`}
        choices={choices}
        rowId={inPlace ? `earned-${own.id}` : undefined}
        formId={editFormId}
        more={
          inPlace && (
            <RowActions>
              <Menu label="More">
                <OtherRules form={editFormId} />
              </Menu>
            </RowActions>
          )
        }
      >
        {inPlace && <bdi class="row-title phone-hide">{label}</bdi>}
      </EditRule>
    </>
  )
}

/** Apps named on the page; the form carries all. */
const shown = 50

type EarnManyProps = {
  apps: { package_name: string; label: string | null }[]
  draft?: Draft<ConditionValues>
  choices: ConditionChoices
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
            <div>
              <AppName {...app} />
            </div>
          </li>
        ))}
      </Rows>
    </Section>
  </>
)
