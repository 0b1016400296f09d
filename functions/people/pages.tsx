import type { Context } from 'hono'
import { PersonFields } from '../../views/people/form'
import { PeopleList } from '../../views/people/page'
import { PersonPage } from '../../views/people/person'
import { PersonItem } from '../../views/people/row'
import type { App } from '../lib/env'
import { wantsFragment } from '../lib/page'
import { listed } from '../lib/resource/listed'
import type { Pages } from '../lib/resource/pages'
import { organizationChoices } from '../organizations/queries'
import { PeopleView, peoplePage } from './list'
import { type ListedPerson, NewPersonForm, type NewPersonValues, PersonForm } from './schema'

export const readPeople = (c: Context<App>, search: Record<string, string>) =>
  peoplePage(c.env.DB, c.var.user.id, PeopleView.parse(search))

const choicesFor = (c: Context<App>, id = '') => organizationChoices(c.env.DB, c.var.user.id, { table: 'people', id })

const list = listed<ListedPerson>({
  name: 'person',
  path: '/people',
  titleOf: ({ name }) => name,
  item: (row) => <PersonItem person={row} />,
  list: async (c, search) => <PeopleList {...(await readPeople(c, Object.fromEntries(search)))} oob />,
  fields: async (c, { row, draft, idPrefix }) => (
    <PersonFields
      row={row}
      draft={draft}
      organizations={await choicesFor(c, row?.id)}
      organization={row ? '' : (c.req.query('organization') ?? '')}
      idPrefix={idPrefix}
    />
  ),
})

export const personPages: Pages<ListedPerson, NewPersonValues> = {
  ...list,
  create: NewPersonForm,
  edit: PersonForm,
  described: (_, saved) => ({
    name: ['Name', (name) => name],
    role: ['Role', (role) => role],
    organization_id: [
      'Organization',
      (id) => (id === null ? '' : id === saved.organization_id ? (saved.organization_name ?? '') : 'another'),
    ],
    email: ['Email', (email) => email],
    notes: ['Notes', (notes) => notes],
  }),
  early: async (c, id, what) => what === 'edit' && choicesFor(c, id),
  show: (c, row) =>
    c.render(wantsFragment(c) ? <PersonItem person={row} /> : <PersonPage person={row} />, { title: row.name }),
  answer: (c, done) =>
    done.action === 'edit'
      ? list.listChanged(c, { message: 'Person saved' }, `/people/${done.id}`)
      : list.answer(c, done),
}
