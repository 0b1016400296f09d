import type { Child } from 'hono/jsx'
import type { DefaultsPage as Page } from '../../../functions/admin/apps/queries'
import { type DefaultsView, searchLimit } from '../../../functions/admin/apps/schema'
import { showNames, sortNames } from '../../../functions/admin/apps/state'
import { grouped, plural } from '../../../functions/lib/format'
import { listPath } from '../../../functions/lib/list-view'
import { LinkButton } from '../../ui/button'
import { Empty } from '../../ui/empty'
import { optionsOf, Select } from '../../ui/field'
import { ListRegion, ListSearch } from '../../ui/listing'
import type { Reader } from '../../ui/moment'
import { Rows } from '../../ui/rows'
import { PageHead, Pages } from '../../ui/section'
import { SelectGroup } from '../../ui/selection'
import { AdminTabs } from '../tabs'
import { AppItem, appsPath, BulkBar } from './row'

type Props = Page &
  Reader & {
    notice?: Child
  }

const pathOf = (view: DefaultsView, after = '') =>
  listPath(appsPath(), { ...view, after }, { show: 'all', sort: 'label' })

const kind = { path: appsPath(), name: 'default', many: 'apps' } as const

const Filter = ({ view, categories }: Pick<Page, 'view' | 'categories'>) => (
  <ListSearch kind={kind} limit={searchLimit} placeholder="Search by label or package name" value={view.q}>
    <Select label="Show" unseenLabel name="show" idPrefix="apps" options={optionsOf(showNames)} value={view.show} />
    <Select
      label="Category"
      unseenLabel
      name="category"
      idPrefix="apps"
      options={[
        { value: '', label: 'All categories' },
        ...[...new Set([...categories, view.category])].filter(Boolean).map((value) => ({ value, label: value })),
      ]}
      value={view.category}
    />
    <Select label="Sort" unseenLabel name="sort" idPrefix="apps" options={optionsOf(sortNames)} value={view.sort} />
  </ListSearch>
)

const isLimited = ({ q, show, category }: DefaultsView) => q !== '' || show !== 'all' || category !== ''

const NoApps = ({ view, catalogue }: Pick<Page, 'view' | 'catalogue'>) =>
  isLimited(view) ? (
    <Empty title="No matching apps" actions={<LinkButton href={appsPath()}>Show all apps</LinkButton>}>
      None of {plural(catalogue.app_count, 'app')} matches these filters.
    </Empty>
  ) : (
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

/** Morphs after each write, except for rows being edited. */
export const AppList = ({ notice, oob, ...page }: Props & { oob?: boolean }) => {
  const { view, apps, next, catalogue, categories, ...reader } = page
  return (
    <ListRegion kind={kind} oob={oob}>
      <p class="picks-all">
        {apps.length > 0 && (
          <SelectGroup id="pick-page" rows="#default-rows">
            Select all<span class="unseen"> apps shown</span>
          </SelectGroup>
        )}
        <span class="grey">
          {plural(catalogue.app_count, 'app')}, {grouped(catalogue.allowed_count)} allowed
        </span>
      </p>
      {notice}
      {apps.length === 0 && <NoApps view={view} catalogue={catalogue} />}
      <Rows id="default-rows">
        {apps.map((app) => (
          <AppItem app={app} {...reader} />
        ))}
      </Rows>
      <Pages
        later={view.after ? { href: pathOf(view), label: 'First page' } : undefined}
        earlier={next ? { href: pathOf(view, next), label: 'More apps' } : undefined}
      />
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
        <>
          <LinkButton href={appsPath('import')} icon="import">
            Import
          </LinkButton>
          <LinkButton href="/api/v1/admin/apps.csv" icon="download" download>
            Export
          </LinkButton>
          <LinkButton
            variant="primary"
            icon="plus"
            href={appsPath('new')}
            hx-get={appsPath('new')}
            hx-target="#new-default"
          >
            Add app
          </LinkButton>
        </>
      }
    />
    <AdminTabs current="/admin/whitelists" />
    <Filter view={props.view} categories={props.categories} />
    <div id="new-default" />
    <AppList {...props} />
    {props.catalogue.app_count > 0 && <BulkBar />}
  </>
)
