import { organizationNames } from '../../functions/lib/resource/choices'
import type { PeoplePage as Page } from '../../functions/person-pages/list'
import { TidyFoot, TidyTabs } from '../projects/tabs'
import { LinkButton } from '../ui/button'
import { Empty } from '../ui/empty'
import { Filter, filtersOf, ListHead, ListSearch, PagedList } from '../ui/listing'
import { PersonItem } from './row'

const kind = { path: '/people', name: 'person', many: 'people' } as const

const None = () => (
  <Empty title="No people yet" actions={<LinkButton href="/people/new">Add a person</LinkButton>}>
    Add your manager, a coach or a colleague, and keep what you want to remember about them.
  </Empty>
)

export const PeopleList = (page: Omit<Page, 'organizations'> & { oob?: boolean }) => (
  <PagedList {...page} kind={kind} none={<None />} item={(person) => <PersonItem person={person} />} />
)

/** `/people` */
export const PeoplePage = ({ organizations, ...page }: Page) => (
  <>
    <ListHead kind={kind}>
      <TidyTabs current="/people" />
    </ListHead>
    <ListSearch kind={kind} value={page.view.q} placeholder="Name or notes">
      <Filter
        label="Organization"
        all="All organizations"
        options={organizations && organizationNames(organizations)}
        {...filtersOf(kind, page.view)('organization')}
      />
    </ListSearch>
    <PeopleList {...page} />
    <TidyFoot />
  </>
)
