import type { AppQuestion } from '../../../functions/apps/app-rules/find-app'
import { type RuleRow, ruleOf } from '../../../functions/apps/app-rules/schema'
import { fieldsOfCondition } from '../../../functions/apps/app-rules/unlock-condition'
import type { ConditionChoices, EarnedList } from '../../../functions/apps/whitelists/earned'
import { labelLimit } from '../../../functions/apps/whitelists/json'
import type { AppListData } from '../../../functions/apps/whitelists/page-data'
import type { Draft } from '../../../functions/lib/http/form'
import type { Preferences } from '../../../functions/lib/preferences'
import { plural } from '../../../functions/lib/text/format'
import { Actions, Button, Cancel, LinkButton, Menu } from '../../ui/button'
import { RadioGroup } from '../../ui/choices'
import { Field, optionsOf } from '../../ui/field'
import { draftFields, EditForm, Editor, Fields } from '../../ui/form'
import { classes, Icon } from '../../ui/icon'
import { PageHead, RowActions, Rows, Section } from '../../ui/section'
import { EarnedApps, earnAppPath, earnedPath } from './earned'
import { AppName, ConditionFields, type ConditionValues, NewRule } from './editor'

const newAppId = 'new-app'

type Of = Pick<AppListData, 'of'>

/** Link to the form. With JavaScript the form opens on the page of apps (`NewAppPlace`). */
export const AddAppLink = ({ of: { path } }: Of) => (
  <LinkButton
    href={`${path}/add`}
    icon="plus"
    aria-label="Add an app"
    hx-get={`${path}/add`}
    hx-target={`#${newAppId}`}
    hx-swap="innerHTML"
  >
    <span>
      Add<span class="max-lg:hidden"> an app</span>
    </span>
  </LinkButton>
)

/** Place for the form. A morph of the page keeps the draft in it. */
export const NewAppPlace = () => <div id={newAppId} hx-morph-skip />

/** All members that forms of rules may have. */
export type RuleDraft = Draft<ConditionValues & { package_name: string; label: string; rule: string; seq: string }>

type NewProps = Of & { package_name?: string; draft?: RuleDraft; question?: AppQuestion }

const toApps = ({ path, title }: Of['of']) => ({ href: path, name: title })

/** @param inPlace true on the page of apps, false on a page of its own */
export const AddApp = ({ of, inPlace, ...app }: NewProps & { inPlace: boolean }) => (
  <>
    {!inPlace && <PageHead title="Add an app" back={toApps(of)} />}
    <NewRule
      label="Add an app"
      path={of.path}
      form="add"
      {...(inPlace && { 'hx-post': `${of.path}/add`, 'hx-target': `#${newAppId}`, 'hx-swap': 'innerHTML' })}
      example="Firefox"
      idPrefix="add-app"
      {...app}
      isFocused
      acts={
        <>
          <Button variant="primary">Add app</Button>
          <Cancel href={of.path} />
        </>
      }
    >
      {of.setBy === 'user' && (
        <Field
          label="Your name for it"
          maxlength={labelLimit}
          dir="auto"
          autocomplete="off"
          {...draftFields({ label: '' }, app.draft, 'add-app')('label')}
        />
      )}
      <RadioGroup
        label="Rule"
        options={optionsOf({ allow: 'Allow', block: 'Block' })}
        {...draftFields({ rule: 'allow' }, app.draft, 'add-app')('rule')}
      />
    </NewRule>
  </>
)

type PageProps = NewProps & {
  choices?: ConditionChoices
  view?: EarnedList
  reader: Preferences
  /** Name of the app with this `package_name`. */
  name?: string
}

/** Hint for an admin, who sets a condition but cannot see the person's time. */
const Counted = ({ of }: Of) =>
  of.setBy === 'admin' && <p class="hint">Counts all their tracked time. You can’t see their progress.</p>

export const EarnedPage = ({ of, view, reader, choices, name, ...app }: PageProps) => (
  <>
    <PageHead
      title={
        <>
          Unlock <bdi>{name ?? 'an app'}</bdi> with time
        </>
      }
      back={toApps(of)}
      summary="once unlocked, it stays open until the day or week ends"
    />
    <NewRule
      label="Unlock an app with tracked time"
      path={of.path}
      form="earned"
      example="YouTube"
      idPrefix="earn"
      {...app}
      isNamed={name !== undefined}
      acts={
        <>
          <Button variant="primary">Add rule</Button>
          <Cancel href={of.path} />
        </>
      }
    >
      <ConditionFields draft={app.draft} idPrefix="earn" choices={choices} />
      <Counted of={of} />
    </NewRule>
    {view && <EarnedApps view={view} reader={reader} isWhole />}
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

type EditProps = Of & {
  rule: RuleRow
  label: string
  draft?: RuleDraft
  choices?: ConditionChoices
  /** True in the row of the app, false on a page of its own. */
  inPlace: boolean
}

export const editTitle = (label: string) => `Edit the rule for ${label}`

/** Form for the unlock condition of a displayed rule. */
export const EditEarned = ({ of, rule, label, draft, choices, inPlace }: EditProps) => {
  const [editFormId, idPrefix] = [`edit-${rule.id}`, `earned-${rule.id}`]
  const { after } = ruleOf(rule)
  const list = of.setBy === 'user' ? { href: earnedPath, name: 'Unlock with time' } : toApps(of)
  return (
    <>
      {!inPlace && <PageHead title={editTitle(label)} back={list} more={<OtherRules form={editFormId} />} />}
      <Editor
        label={editTitle(label)}
        url={`${of.path}/earned/edit`}
        cancel={list.href}
        back={earnAppPath(of, rule.package_name)}
        seq={draft?.values.seq ?? rule.seq}
        seqErrors={draft?.errors.package_name ?? draft?.errors.seq ?? draft?.errors.rule}
        rowId={inPlace ? idPrefix : undefined}
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
        {inPlace && <bdi class="row-title max-lg:hidden">{label}</bdi>}
        <input type="hidden" name="package_name" value={rule.package_name} />
        <Fields>
          <ConditionFields
            values={after ? fieldsOfCondition(after) : undefined}
            draft={draft}
            idPrefix={idPrefix}
            choices={choices}
          />
        </Fields>
        <Counted of={of} />
      </Editor>
    </>
  )
}

/** Maximum number of apps named on the page; the form contains all. */
const shown = 50

type EarnManyProps = Of & {
  apps: { package_name: string; label: string | null }[]
  draft?: Draft<ConditionValues>
  choices?: ConditionChoices
}

export const EarnMany = ({ of, apps, draft, choices }: EarnManyProps) => (
  <>
    <PageHead title="Unlock with time" summary={plural(apps.length, 'app')} />
    <EditForm label="Unlock the selected apps with tracked time" action={`${of.path}/earned/many`}>
      <input type="hidden" name="save" value="yes" />
      {apps.map(({ package_name }) => (
        <input type="hidden" name="package_name" value={package_name} />
      ))}
      <p>
        {apps.length === 1 ? 'It stays' : 'They stay'} blocked until {of.setBy === 'user' ? 'you’ve' : 'they’ve'}{' '}
        tracked enough time, then stay{apps.length === 1 && 's'} open until the day or week ends.
      </p>
      <Fields>
        <ConditionFields draft={draft} idPrefix="earn-many" choices={choices} />
      </Fields>
      <Actions>
        <Button variant="primary">Save</Button>
        <Cancel href={of.path} />
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
