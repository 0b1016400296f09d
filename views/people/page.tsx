import { organizationOptions } from '../../functions/organizations/choice'
import type { PeoplePage as Page } from '../../functions/people/list'
import { searchLimit } from '../../functions/search/schema'
import { withQuery } from '../links'
import { TidyFoot, TidyTabs } from '../projects/tabs'
import { LinkButton } from '../ui/button'
import { Empty } from '../ui/empty'
import { Select } from '../ui/field'
import { LiveToolbar, SearchField } from '../ui/form'
import { Pages } from '../ui/pagination'
import { Rows } from '../ui/rows'
import { PageHead } from '../ui/section'
import { PersonItem } from './row'

const pathOf = ({ q, organization }: Page['view'], after?: string) =>
  withQuery('/people', [
    ['q', q || undefined],
    ['organization', organization || undefined],
    ['after', after],
  ])

const Nothing = ({ view }: Pick<Page, 'view'>) => {
  if (view.after) return <Empty title="No more people" />
  if (view.q || view.organization) return <Empty title="Nobody matches these filters" />
  return (
    <Empty title="No people yet" actions={<LinkButton href="/people/new">Add a person</LinkButton>}>
      Add your manager, a coach or a colleague, and keep what you want to remember about them.
    </Empty>
  )
}

/** People as the filters show them. A write swaps the whole list except rows being edited. */
export const PeopleList = ({ view, people, next, oob }: Omit<Page, 'organizations'> & { oob?: boolean }) => (
  <div id="person-list" hx-swap-oob={oob ? 'outerMorph' : undefined}>
    {people.length === 0 && <Nothing view={view} />}
    <Rows>
      {people.map((person) => (
        <PersonItem person={person} />
      ))}
    </Rows>
    <Pages
      later={view.after ? { href: pathOf(view), label: 'First people' } : undefined}
      earlier={next === undefined ? undefined : { href: pathOf(view, next), label: 'More people' }}
    />
  </div>
)

/** `/people` */
export const PeoplePage = (page: Page) => (
  <>
    <PageHead
      title="People"
      actions={
        <LinkButton variant="primary" icon="plus" href="/people/new" hx-get="/people/new" hx-target="#new-person">
          New person
        </LinkButton>
      }
    />
    <TidyTabs current="/people" />
    <div id="new-person" />
    <LiveToolbar label="People" action="/people" list="person-list" idPrefix="people">
      <SearchField
        label="Search people"
        idPrefix="people"
        value={page.view.q}
        placeholder="Name or notes"
        autocomplete="off"
        maxlength={searchLimit}
      />
      <Select
        label="Organization"
        unseenLabel
        name="organization"
        idPrefix="people"
        value={page.view.organization}
        options={organizationOptions(page.organizations, 'All organizations')}
      />
    </LiveToolbar>
    <PeopleList {...page} />
    <TidyFoot />
  </>
)
