import type { OrganizationsPage as Page } from '../../functions/organization-pages/list'
import { typeNames } from '../../functions/organizations/schema'
import { TidyFoot, TidyTabs } from '../projects/tabs'
import { LinkButton } from '../ui/button'
import { Empty } from '../ui/empty'
import { optionsOf } from '../ui/field'
import { Filter, filtersOf, ListHead, ListSearch, PagedList } from '../ui/listing'
import { OrganizationItem } from './row'

const kind = { path: '/organizations', name: 'organization', many: 'organizations' } as const

const None = () => (
  <Empty title="No organizations yet" actions={<LinkButton href="/organizations/new">Add an organization</LinkButton>}>
    Add who you work for or study at, then choose it for projects, goals and people to see them together.
  </Empty>
)

export const OrganizationList = (page: Page & { oob?: boolean }) => (
  <PagedList
    {...page}
    kind={kind}
    none={<None />}
    item={(organization) => <OrganizationItem organization={organization} />}
  />
)

/** `/organizations` */
export const OrganizationsPage = (page: Page) => (
  <>
    <ListHead kind={kind}>
      <TidyTabs current="/organizations" />
    </ListHead>
    <ListSearch kind={kind} value={page.view.q} placeholder="Name or notes">
      <Filter label="Type" all="All types" options={optionsOf(typeNames)} {...filtersOf(kind, page.view)('type')} />
    </ListSearch>
    <OrganizationList {...page} />
    <TidyFoot />
  </>
)
