import type { Child } from 'hono/jsx'
import type { DefaultsPage as Page } from '../../../functions/admin/apps/queries'
import { searchLimit } from '../../../functions/admin/apps/schema'
import { grouped, plural } from '../../../functions/lib/format'
import { Empty, LinkButton } from '../../ui/button'
import { optionsOf } from '../../ui/field'
import { Filter, filtersOf, ListPages, ListRegion, ListSearch, NoRows } from '../../ui/listing'
import type { Reader } from '../../ui/moment'
import { PageHead, Rows } from '../../ui/section'
import { SelectGroup } from '../../ui/selection'
import { AdminTabs } from '../tabs'
import { AppItem, appsPath, BulkBar } from './row'

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
    <ListSearch kind={kind} limit={searchLimit} placeholder="Search by label or package name" value={view.q}>
      <Filter label="Show" all="All" options={optionsOf(showNames)} {...filter('show')} />
      <Filter
        label="Category"
        all="All categories"
        options={named.map((value) => ({ value, label: value }))}
        {...filter('category')}
      />
      <Filter label="Sort" all="By label" options={optionsOf(sortNames)} {...filter('sort')} />
    </ListSearch>
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

/** Morphs after each write, except for rows being edited. */
export const AppList = ({ notice, oob, ...page }: Props & { oob?: boolean }) => {
  const { view, apps, next, catalogue, categories: _, ...reader } = page
  return (
    <ListRegion kind={kind} view={view} oob={oob}>
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
    <Filters view={props.view} categories={props.categories} />
    <div id="new-default" />
    <AppList {...props} />
    {props.catalogue.app_count > 0 && <BulkBar />}
  </>
)
