import type { Child, PropsWithChildren } from 'hono/jsx'
import type { AppQuestion, Suggestion } from '../../../functions/apps/app-rules/find-app'
import { type ConditionChoices, everyonesOptions } from '../../../functions/apps/whitelists/earned'
import type { Draft } from '../../../functions/lib/http/form'
import { isolateDirection } from '../../../functions/lib/text/text'
import { FilterLists } from '../../ui/any-of'
import { Actions, Notice } from '../../ui/button'
import { RadioGroup } from '../../ui/choices'
import { Field, optionsOf, Select, SuggestingField } from '../../ui/field'
import { draftFields, EditForm, Fields } from '../../ui/form'
import { classes } from '../../ui/icon'

type AppNameProps = { package_name: string; label: string | null; class?: string }

/** Name of an app, which expands to its package name. Without a name, shows the package name. */
export const AppName = ({ package_name, label, class: more }: AppNameProps) =>
  label === null || label === package_name ? (
    <bdi class="row-title">{package_name}</bdi>
  ) : (
    <details class={classes('app-name', more)}>
      <summary class="row-title">
        <bdi>{label}</bdi>
      </summary>
      <bdi class="grey mono">{package_name}</bdi>
    </details>
  )

/** Formats an admin's name: `Ada, an admin`, or `an admin` if the name is unknown. */
export const AdminName = ({ name }: { name: string | null | undefined }) =>
  name ? (
    <>
      <bdi>{name}</bdi>, an admin
    </>
  ) : (
    'an admin'
  )

type WhichAppProps = { question?: AppQuestion; idPrefix: string }

const candidatesOf = ({ typed, candidates, isPackage }: AppQuestion) => [
  ...candidates.map(({ package_name, label }) => ({
    value: package_name,
    label:
      label === package_name
        ? isolateDirection(label)
        : `${isolateDirection(label)} (${isolateDirection(package_name)})`,
  })),
  ...(isPackage ? [{ value: typed, label: `“${isolateDirection(typed)}” exactly as typed` }] : []),
]

/** Asks which app is meant by a name that no list contains. Submitting the form again answers the question. */
export const WhichApp = ({ question, idPrefix }: WhichAppProps) => {
  if (!question) return null
  const { typed, candidates, isSure, isPackage, message } = question
  if (candidates.length === 0 && !isPackage) return null
  return (
    <div role="alert" tabindex={-1} data-errors>
      <input type="hidden" name="typed" value={typed} />
      <Notice tone="warning">
        {candidates.length > 0 ? (
          <RadioGroup
            label={message}
            name="app"
            idPrefix={idPrefix}
            options={candidatesOf(question)}
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

export const AppSuggestions = ({ apps }: { apps: Suggestion[] }) => (
  <>
    {apps.map(({ package_name, label }) => (
      <option value={package_name} label={label ?? undefined} />
    ))}
  </>
)

export type ConditionValues = { after_subject: string; after_minutes: string; after_period: string }

const newCondition: ConditionValues = { after_subject: 'all', after_minutes: '1h', after_period: 'day' }

type ConditionProps = {
  values?: ConditionValues
  draft?: Draft<ConditionValues>
  idPrefix: string
  /** Choices from `conditionChoices`; undefined for an admin's rule, which has only the choices for everybody. */
  choices?: ConditionChoices
}

/** Hides a field for the daily target, which has its own amount and period. */
const unlessTarget = 'in-[form:has([name^=after]>[value=target]:checked)]:hidden'

export const ConditionFields = ({ values = newCondition, draft, idPrefix, choices }: ConditionProps) => {
  const field = draftFields(values, draft, idPrefix)
  return (
    <>
      {choices ? (
        <FilterLists label="Unlocks after" wide {...choices} {...field('after_subject')} />
      ) : (
        <Select label="Unlocks after" wide options={everyonesOptions} {...field('after_subject')} />
      )}
      <Field
        class={unlessTarget}
        label="Time needed"
        maxlength={40}
        autocomplete="off"
        hint="e.g. 2h or 1:30"
        {...field('after_minutes')}
      />
      <Select
        class={unlessTarget}
        label="Per"
        options={optionsOf({ day: 'Day', week: 'Week' })}
        {...field('after_period')}
      />
    </>
  )
}

type NewRuleProps = PropsWithChildren<{
  label: string
  /** Path of the list; the form's path is below it. */
  path: string
  form: 'add' | 'earned'
  /** Initial value of the field. */
  package_name?: string
  /** True if the form's title names the app, so that no field asks for it. */
  isNamed?: boolean
  example: string
  idPrefix: string
  draft?: Draft<{ package_name: string }>
  question?: AppQuestion
  /** True to focus the field. */
  isFocused?: boolean
  acts: Child
}>

/** Form of a rule for an app given by name or package name. Children are further fields. */
export const NewRule = (props: NewRuleProps) => {
  const { path, form, package_name = '', example, idPrefix, draft, question, ...others } = props
  const { isFocused, isNamed, acts, children, ...rest } = others
  return (
    <EditForm action={`${path}/${form}`} {...rest}>
      {isNamed && <input type="hidden" name="package_name" value={package_name} />}
      {!isNamed && (
        <Fields>
          <SuggestingField
            label="App"
            wide
            required
            spellcheck={false}
            hint={`Its name or package name, e.g. ${example}`}
            from={`${path}/suggestions`}
            {...draftFields({ package_name }, draft, idPrefix)('package_name')}
            {...(isFocused && { autofocus: !draft, 'data-autofocus': true })}
          />
        </Fields>
      )}
      <Fields>{children}</Fields>
      <WhichApp question={question} idPrefix={idPrefix} />
      <Actions>{acts}</Actions>
    </EditForm>
  )
}
