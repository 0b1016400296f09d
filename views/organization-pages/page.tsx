import type { OrganizationsPage as Page } from '../../functions/organization-pages/list'
import { typeNames } from '../../functions/organizations/schema'
import { searchLimit } from '../../functions/search/schema'
import { withQuery } from '../links'
import { TidyFoot, TidyTabs } from '../projects/tabs'
import { LinkButton } from '../ui/button'
import { Empty } from '../ui/empty'
import { optionsOf, Select } from '../ui/field'
import { LiveToolbar, SearchField } from '../ui/form'
import { Pages } from '../ui/pagination'
import { Rows } from '../ui/rows'
import { PageHead } from '../ui/section'
import { OrganizationItem } from './row'

const pathOf = ({ q, type }: Page['view'], after?: string) =>
  withQuery('/organizations', [
    ['q', q || undefined],
    ['type', type || undefined],
    ['after', after],
  ])

const Nothing = ({ view }: Pick<Page, 'view'>) => {
  if (view.after) return <Empty title="No more organizations" />
  if (view.q || view.type) return <Empty title="No organization matches these filters" />
  return (
    <Empty
      title="No organizations yet"
      actions={<LinkButton href="/organizations/new">Add an organization</LinkButton>}
    >
      Add who you work for or study at, then choose it for projects, goals and people to see them together.
    </Empty>
  )
}

/** Organizations as the filters show them. A write swaps the whole list except rows being edited. */
export const OrganizationList = ({ view, organizations, next, oob }: Page & { oob?: boolean }) => (
  <div id="organization-list" hx-swap-oob={oob ? 'outerMorph' : undefined}>
    {organizations.length === 0 && <Nothing view={view} />}
    <Rows>
      {organizations.map((organization) => (
        <OrganizationItem organization={organization} />
      ))}
    </Rows>
    <Pages
      later={view.after ? { href: pathOf(view), label: 'First organizations' } : undefined}
      earlier={next === undefined ? undefined : { href: pathOf(view, next), label: 'More organizations' }}
    />
  </div>
)

/** `/organizations` */
export const OrganizationsPage = (page: Page) => (
  <>
    <PageHead
      title="Organizations"
      actions={
        <LinkButton
          variant="primary"
          icon="plus"
          href="/organizations/new"
          hx-get="/organizations/new"
          hx-target="#new-organization"
        >
          New organization
        </LinkButton>
      }
    />
    <TidyTabs current="/organizations" />
    <div id="new-organization" />
    <LiveToolbar label="Organizations" action="/organizations" list="organization-list" idPrefix="organizations">
      <SearchField
        label="Search organizations"
        idPrefix="organizations"
        value={page.view.q}
        placeholder="Name or notes"
        autocomplete="off"
        maxlength={searchLimit}
      />
      <Select
        label="Type"
        unseenLabel
        name="type"
        idPrefix="organizations"
        value={page.view.type}
        options={[{ value: '', label: 'All types' }, ...optionsOf(typeNames)]}
      />
    </LiveToolbar>
    <OrganizationList {...page} />
    <TidyFoot />
  </>
)
