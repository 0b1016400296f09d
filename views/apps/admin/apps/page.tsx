import type { Child } from 'hono/jsx'
import type { DefaultsPage as Page } from '../../../../functions/apps/admin/apps/schema'
import {
  type AppValues,
  categoryLimit,
  labelLimit,
  type NewAppForm,
  searchLimit,
} from '../../../../functions/apps/admin/apps/schema'
import type { AppQuestion } from '../../../../functions/apps/app-rules/find-app'
import type { Draft } from '../../../../functions/lib/http/form'
import { grouped, plural } from '../../../../functions/lib/text/format'
import { packageNameLimit } from '../../../../functions/lib/text/package-name'
import { LinkButton } from '../../../ui/button'
import { CheckboxField, RadioGroup } from '../../../ui/choices'
import { Empty } from '../../../ui/empty'
import { Field, optionsOf, SuggestingField } from '../../../ui/field'
import { draftFields, Editor, Fields, NewRowForm } from '../../../ui/form'
import { MenuLink } from '../../../ui/item'
import { filtersOf, ListPages, ListRegion, ListSearch, NoRows } from '../../../ui/listing'
import type { Reader } from '../../../ui/moment'
import { PageHead, Rows } from '../../../ui/section'
import { SelectGroup } from '../../../ui/selection'
import { WhichApp } from '../../whitelists/editor'
import { AdminTabs } from '../tabs'
import { AppItem, appId, appPath, appsPath, BulkBar } from './row'

type Props = Page &
  Reader & {
    notice?: Child
  }

const kind = { path: appsPath(), name: 'default', many: 'apps' } as const

const showNames = { allowed: 'Allowed', blocked: 'Blocked', locked: 'Locked' }

const sortNames = { package_name: 'By package name', category: 'By category', changed: 'Last changed' }

const Filters = ({ view, categories }: Pick<Page, 'view' | 'categories'>) => {
  const filter = filtersOf(kind, view)
  const named = [...new Set([...categories, view.category])].filter(Boolean)
  return (
    <ListSearch
      kind={kind}
      limit={searchLimit}
      placeholder="Search by label or package name"
      view={view}
      filters={[
        { label: 'Show', all: 'All', options: optionsOf(showNames), ...filter('show') },
        {
          label: 'Category',
          all: 'All categories',
          options: named.map((value) => ({ value, label: value })),
          ...filter('category'),
        },
      ]}
      sort={{ options: [{ value: '', label: 'By label' }, ...optionsOf(sortNames)], value: view.sort }}
    />
  )
}

const NoDefaults = () => (
  <Empty
    title="No defaults yet"
    actions={
      <>
        <LinkButton href={appsPath('new')}>Add an app</LinkButton>
        <LinkButton href={appsPath('import')}>Import a list</LinkButton>
      </>
    }
  >
    A default allows or blocks an app for everyone. People can override it for themselves, unless it is locked.
  </Empty>
)

/** The list of apps. Each write morphs it, except for rows being edited. */
export const AppList = ({ notice, oob, ...page }: Props & { oob?: boolean }) => {
  const { view, apps, next, catalogue, categories: _, ...reader } = page
  return (
    <ListRegion kind={kind} view={view} oob={oob}>
      <p class="flex min-h-control-small flex-wrap items-center gap-x-4 text-small">
        {apps.length > 0 && (
          <SelectGroup id="pick-page" rows="#default-rows">
            Select all<span class="sr-only"> apps shown</span>
          </SelectGroup>
        )}
        <span class="grey">
          {plural(catalogue.app_count, 'app')}, {grouped(catalogue.allowed_count)} allowed
        </span>
      </p>
      {notice}
      {apps.length === 0 && (
        <NoRows
          kind={kind}
          view={view}
          actions={<LinkButton href={appsPath()}>Show all apps</LinkButton>}
          none={<NoDefaults />}
        />
      )}
      <Rows id="default-rows">
        {apps.map((app) => (
          <AppItem app={app} {...reader} />
        ))}
      </Rows>
      <ListPages kind={kind} view={view} next={next} />
    </ListRegion>
  )
}

/** `/admin/whitelists` */
export const AppsPage = (props: Props) => (
  <>
    <PageHead
      title="App defaults"
      summary="apply to everyone unless overridden"
      actions={
        <LinkButton
          variant="primary"
          icon="plus"
          href={appsPath('new')}
          hx-get={appsPath('new')}
          hx-target="#new-default"
        >
          Add app
        </LinkButton>
      }
      more={
        <>
          <MenuLink href={appsPath('import')} icon="import" label="Import" />
          <MenuLink href="/api/v1/admin/apps.csv" icon="download" label="Export" download="" />
        </>
      }
    />
    <AdminTabs current="/admin/whitelists" />
    <Filters view={props.view} categories={props.categories} />
    <div id="new-default" />
    <AppList {...props} />
    {props.catalogue.app_count > 0 && <BulkBar />}
  </>
)

export type AppDraft = Draft<NewAppForm & { seq: number }>

const defaults = [
  { value: '1', label: 'Allowed' },
  { value: '0', label: 'Blocked' },
]

type FieldsProps = { values: AppValues; draft?: AppDraft; categories: string[]; idPrefix: string; isNew?: boolean }

const AppFields = ({ values, draft, categories, idPrefix, isNew }: FieldsProps) => {
  const field = draftFields(values, draft, idPrefix)
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
      <RadioGroup label="By default" options={defaults} {...field('is_whitelisted')} />
      <CheckboxField
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
  <p class="py-2 wrap-anywhere">
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
  /** True in the row of the app, false on a page of its own. */
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

/** @param values kept from the previously added app */
export const NewApp = ({ draft, question, values, categories, inPlace }: NewProps) => (
  <NewRowForm label="Add an app" url={appsPath()} add="Add app" another target={inPlace ? '#new-default' : undefined}>
    <SuggestingField
      label="Package name"
      required
      maxlength={packageNameLimit}
      spellcheck={false}
      placeholder="org.mozilla.firefox"
      autofocus={!draft}
      data-autofocus
      from="/admin/users/rules/suggestions"
      {...draftFields({ package_name: null }, draft, 'new-default')('package_name')}
      hint="The app’s ID; it can’t be changed later. Type a name to look it up."
    />
    <WhichApp question={question} idPrefix="new-default" />
    <AppFields values={{ ...blank, ...values }} draft={draft} categories={categories} idPrefix="new-default" isNew />
  </NewRowForm>
)
