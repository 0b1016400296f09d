import type { AppQuestion, Suggestion } from '../../functions/app-rules/find-app'
import type { Draft } from '../../functions/lib/form'
import type { AddForm } from '../../functions/whitelists/bulk/schema'
import { labelLimit } from '../../functions/whitelists/json'
import { Actions, Button, Cancel, LinkButton } from '../ui/button'
import { Field } from '../ui/field'
import { drafted, EditForm, Fields } from '../ui/form'
import { AppField, WhichApp } from './app-name'

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
      {draft?.errors.rule?.map((error) => (
        <p class="error">{error}</p>
      ))}
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
