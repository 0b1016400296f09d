import type { Context } from 'hono'
import { PersonFields } from '../../views/people/form'
import { PeopleList } from '../../views/people/page'
import { PersonPage } from '../../views/people/person'
import { PersonItem } from '../../views/people/row'
import { addedTo } from '../context/added'
import type { App } from '../lib/env'
import { describedOrganization, organizationChoices } from '../lib/resource/choices'
import { listed } from '../lib/resource/listed'
import type { Pages } from '../lib/resource/pages'
import { PeopleView, peoplePage } from './list'
import { type ListedPerson, NewPersonForm, type NewPersonValues, PersonForm } from './schema'

export const readPeople = (c: Context<App>, query: Record<string, string>) =>
  peoplePage(c.env.DB, c.var.user.id, c.var.org, PeopleView.parse(query))

const choicesFor = (c: Context<App>, id = '') => organizationChoices(c.env.DB, c.var.user.id, { table: 'people', id })

const list = listed<ListedPerson>({
  name: 'person',
  path: '/people',
  titleOf: ({ name }) => name,
  item: (row) => <PersonItem person={row} />,
  list: async (c, search) => <PeopleList {...(await readPeople(c, Object.fromEntries(search)))} oob />,
  page: (_, row) => <PersonPage person={row} />,
  fields: async (c, { row, draft, idPrefix }) => (
    <PersonFields
      row={row}
      draft={draft}
      organizations={await choicesFor(c, row?.id)}
      organization={row ? '' : (c.req.query('organization') ?? addedTo(c) ?? '')}
      idPrefix={idPrefix}
    />
  ),
})

export const personPages: Pages<ListedPerson, NewPersonValues> = {
  ...list,
  create: NewPersonForm,
  edit: PersonForm,
  described: (_, saved) => ({
    name: ['Name'],
    role: ['Role'],
    organization_id: describedOrganization(saved),
    email: ['Email'],
    notes: ['Notes'],
  }),
  early: async (c, id, what) => what === 'edit' && choicesFor(c, id),
}
