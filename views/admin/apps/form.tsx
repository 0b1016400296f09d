import { type AppValues, categoryLimit, labelLimit, type NewAppForm } from '../../../functions/admin/apps/schema'
import type { AppQuestion } from '../../../functions/app-rules/find-app'
import type { Draft } from '../../../functions/lib/form'
import { packageNameLimit } from '../../../functions/lib/package-name'
import { Check, Radios } from '../../ui/choices'
import { Field, SuggestingField } from '../../ui/field'
import { Adder, drafted, Editor, Fields } from '../../ui/form'
import { WhichApp } from '../../whitelists/editor'
import { appId, appPath, appsPath } from './row'

export type AppDraft = Draft<NewAppForm & { seq: number }>

const defaults = [
  { value: '1', label: 'Allowed' },
  { value: '0', label: 'Blocked' },
]

type FieldsProps = { values: AppValues; draft?: AppDraft; categories: string[]; idPrefix: string; isNew?: boolean }

const AppFields = ({ values, draft, categories, idPrefix, isNew }: FieldsProps) => {
  const field = drafted(values, draft, idPrefix)
  const list = `${idPrefix}-categories`
  const isLocked = draft ? draft.values.is_locked === '1' : values.is_locked === 1
  return (
    <>
      <Fields>
        <Field
          label="Label"
          wide
          required
          maxlength={labelLimit}
          dir="auto"
          {...field('label')}
          {...(!isNew && { autofocus: !draft, 'data-autofocus': true })}
        />
        <Field
          label="Category"
          maxlength={categoryLimit}
          dir="auto"
          list={list}
          autocomplete="off"
          {...field('category')}
        />
      </Fields>
      <datalist id={list}>
        {categories.map((category) => (
          <option value={category} />
        ))}
      </datalist>
      <Radios label="By default" options={defaults} {...field('is_whitelisted')} />
      <Check
        label="Locked"
        idPrefix={idPrefix}
        name="is_locked"
        value="1"
        checked={isLocked}
        errors={draft?.errors.is_locked}
        hint="Can’t be overridden by users or admins"
      />
    </>
  )
}

export const EditedName = ({ package_name, label }: { package_name: string; label: string }) => (
  <p class="editing-what">
    <strong>
      <bdi>{label}</bdi>
    </strong>{' '}
    <bdi class="grey mono">{package_name}</bdi>
  </p>
)

type EditProps = {
  app: AppValues & { package_name: string; seq: number | null }
  draft?: AppDraft
  categories: string[]
  /** In the row of the app, not on a page. */
  inPlace: boolean
}

export const EditApp = ({ app, draft, categories, inPlace }: EditProps) => (
  <Editor
    label={`Edit ${app.label || app.package_name}`}
    url={appsPath('edit')}
    cancel={appsPath()}
    back={app.seq === null ? null : appPath(app.package_name)}
    seq={draft?.values.seq ?? app.seq ?? ''}
    seqErrors={[...(draft?.errors.seq ?? []), ...(draft?.errors.package_name ?? [])]}
    rowId={inPlace ? appId(app.package_name) : undefined}
  >
    <input type="hidden" name="package_name" value={app.package_name} />
    {inPlace ? <EditedName {...app} /> : <p class="grey mono">{app.package_name}</p>}
    <AppFields values={app} draft={draft} categories={categories} idPrefix={appId(app.package_name)} />
  </Editor>
)

const blank: AppValues = { label: '', category: null, is_whitelisted: 1, is_locked: 0 }

type NewProps = Omit<EditProps, 'app'> & { question?: AppQuestion; values?: Partial<AppValues> }

/** @param values kept from the app that was added before */
export const NewApp = ({ draft, question, values, categories, inPlace }: NewProps) => (
  <Adder label="Add an app" url={appsPath()} add="Add app" another target={inPlace ? '#new-default' : undefined}>
    <SuggestingField
      label="Package name"
      required
      maxlength={packageNameLimit}
      spellcheck={false}
      placeholder="org.mozilla.firefox"
      autofocus={!draft}
      data-autofocus
      from="/admin/users/rules/suggestions"
      {...drafted({ package_name: null }, draft, 'new-default')('package_name')}
      hint="The app’s ID; it can’t be changed later. Type a name to look it up."
    />
    <WhichApp question={question} idPrefix="new-default" />
    <AppFields values={{ ...blank, ...values }} draft={draft} categories={categories} idPrefix="new-default" isNew />
  </Adder>
)
