import type { AppQuestion, Suggestion } from '../../functions/app-rules/find-app'
import type { Draft } from '../../functions/lib/form'
import { plural } from '../../functions/lib/format'
import { isolated } from '../../functions/lib/text'
import { labelLimit } from '../../functions/whitelists/json'
import type { AddForm } from '../../functions/whitelists/schema'
import { Actions, Button, Cancel, LinkButton, Notice } from '../ui/button'
import { Radios } from '../ui/choices'
import { Field, type FieldFrame, SuggestingField, type Value } from '../ui/field'
import { drafted, EditForm, ErrorSummary, Fields } from '../ui/form'

export const AppName = ({ package_name, label }: { package_name: string; label: string | null }) =>
  label === null || label === package_name ? (
    <bdi class="row-title mono">{package_name}</bdi>
  ) : (
    <>
      <bdi class="row-title">{label}</bdi> <bdi class="grey mono">{package_name}</bdi>
    </>
  )

/** `Ada, an admin`, or `an admin` where the name is unknown. */
export const AdminName = ({ name }: { name: string | null | undefined }) =>
  name ? (
    <>
      <bdi>{name}</bdi>, an admin
    </>
  ) : (
    'an admin'
  )

type AppFieldProps = Pick<FieldFrame, 'name' | 'idPrefix' | 'errors'> & {
  value?: Value
  example: string
  autofocus?: boolean
  from?: string
}

/** Asks for an app by name or package name. */
export const AppField = ({ example, from = '/whitelists/suggestions', ...props }: AppFieldProps) => (
  <SuggestingField
    label="App"
    wide
    required
    spellcheck={false}
    hint={`Its name or package name, e.g. ${example}`}
    from={from}
    {...props}
  />
)

const shown = 10

type UnknownNamesProps = { names: string[]; knows: 'list' | 'list or report' }

/** Warns in a preview about package names that may be misspelt. */
export const UnknownNames = ({ names, knows }: UnknownNamesProps) => {
  if (names.length === 0) return null
  const more = names.length - shown
  return (
    <Notice tone="warning" role="alert">
      <p>
        {names.slice(0, shown).map((name, index) => (
          <>
            {index > 0 && ', '}
            <bdi class="mono">{name}</bdi>
          </>
        ))}
        {more > 0 && ` and ${plural(more, 'other')}`} {names.length === 1 ? 'isn’t' : 'aren’t'} in any {knows}. Check
        the spelling before you confirm.
      </p>
    </Notice>
  )
}

type WhichAppProps = { question?: AppQuestion; idPrefix: string }

const optionsOf = ({ typed, candidates, isPackage }: AppQuestion) => [
  ...candidates.map(({ package_name, label }) => ({
    value: package_name,
    label: label === package_name ? isolated(label) : `${isolated(label)} (${isolated(package_name)})`,
  })),
  ...(isPackage ? [{ value: typed, label: `“${isolated(typed)}” exactly as typed` }] : []),
]

/** Asks about an app that no list knows by this name. Sending the form again answers. */
export const WhichApp = ({ question, idPrefix }: WhichAppProps) => {
  if (!question) return null
  const { typed, candidates, isSure, isPackage, message } = question
  if (candidates.length === 0 && !isPackage) return null
  return (
    <div role="alert" tabindex={-1} data-errors>
      <input type="hidden" name="typed" value={typed} />
      <Notice tone="warning">
        {candidates.length > 0 ? (
          <Radios
            label={message}
            name="app"
            idPrefix={idPrefix}
            options={optionsOf(question)}
            value={isSure ? candidates[0]?.package_name : undefined}
          />
        ) : (
          <>
            <p>{message}</p>
            <input type="hidden" name="app" value={typed} />
          </>
        )}
      </Notice>
    </div>
  )
}

const newAppId = 'new-app'

/** With script the form opens on the page of apps (`NewAppPlace`). */
export const AddAppLink = () => (
  <LinkButton
    href="/whitelists/add"
    icon="plus"
    hx-get="/whitelists/add"
    hx-target={`#${newAppId}`}
    hx-swap="innerHTML"
  >
    Add an app
  </LinkButton>
)

/** A morph of the page keeps the draft in it. */
export const NewAppPlace = () => <div id={newAppId} hx-morph-skip />

export const AppSuggestions = ({ apps }: { apps: Suggestion[] }) => (
  <>
    {apps.map(({ package_name, label }) => (
      <option value={package_name} label={label ?? undefined} />
    ))}
  </>
)

const idPrefix = 'add-app'

type AddAppProps = {
  package_name?: string
  draft?: Draft<AddForm>
  question?: AppQuestion
  /** On the page of apps, not on a page of its own. */
  inPlace: boolean
}

export const AddApp = ({ package_name = '', draft, question, inPlace }: AddAppProps) => {
  const field = drafted({ package_name, label: '' }, draft, idPrefix)
  return (
    <EditForm
      label="Add an app"
      action="/whitelists/add"
      {...(inPlace && { 'hx-post': '/whitelists/add', 'hx-target': `#${newAppId}`, 'hx-swap': 'innerHTML' })}
    >
      <Fields>
        <AppField example="Firefox" {...field('package_name')} autofocus={!draft} data-autofocus />
        <Field
          label="Your name for it"
          wide
          maxlength={labelLimit}
          dir="auto"
          autocomplete="off"
          hint="Optional"
          {...field('label')}
        />
      </Fields>
      <WhichApp question={question} idPrefix={idPrefix} />
      <ErrorSummary errors={draft?.errors.rule} />
      <Actions>
        <Button variant="primary" name="rule" value="allow">
          Allow
        </Button>
        <Button name="rule" value="block">
          Block
        </Button>
        <Cancel href="/whitelists" />
      </Actions>
    </EditForm>
  )
}
