import type { Context } from 'hono'
import { PeopleList, PeoplePage, PersonFields, PersonItem } from '../../../views/people/person-pages/page'
import { PersonPage } from '../../../views/people/person-pages/person'
import { type App, todayOf } from '../../lib/env'
import { allOrgs } from '../../lib/org'
import { linkedTo } from '../../lib/resource/added'
import { describedFiling, filingChoices } from '../../lib/resource/choices'
import { listedPages } from '../../lib/resource/listed'
import { personResource } from '../people/resource'
import { filing, NewPersonForm, PersonForm } from '../people/schema'
import { PeopleView, peoplePage, personPageData } from './page-data'

const choicesOf = (c: Context<App>) => filingChoices(c.env.DB, c.var.user.id, allOrgs, filing.ids)

/** `/people` */
export const { routes: people } = listedPages(personResource, {
  path: '/people',
  title: 'People',
  titleOf: ({ name }) => name,
  create: NewPersonForm,
  edit: PersonForm,
  read: (c, query) => peoplePage(c.env.DB, c.var.user.id, c.var.org, PeopleView.parse(query)),
  view: (page) => <PeoplePage {...page} />,
  list: (page) => <PeopleList {...page} oob />,
  item: (row) => <PersonItem person={row} />,
  page: async (c, row) => <PersonPage person={row} {...(await personPageData(c, row.id))} today={todayOf(c)} />,
  fields: async (c, props) => <PersonFields {...props} choices={await choicesOf(c)} linked={linkedTo(c)} />,
  described: async (c, saved) => ({
    name: ['Name'],
    role: ['Role'],
    ...describedFiling(await choicesOf(c), saved, filing.ids),
    email: ['Email'],
    notes: ['Notes'],
  }),
})
