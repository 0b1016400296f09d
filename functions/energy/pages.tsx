import type { Context } from 'hono'
import { CheckInFields } from '../../views/energy/form'
import { EnergyList } from '../../views/energy/page'
import { CheckInItem } from '../../views/energy/row'
import { CheckInDialogForm, CheckInForm as NewForm } from '../../views/energy/two-taps'
import { addedTo } from '../context/added'
import type { App } from '../lib/env'
import { localNow } from '../lib/now'
import { cameFrom, wantsFragment } from '../lib/page'
import { describedChoice, organizationChoices } from '../lib/resource/choices'
import { listed } from '../lib/resource/listed'
import type { Done, Pages } from '../lib/resource/pages'
import { respond } from '../lib/respond'
import { energyName, engagementName, levelsText } from './levels'
import { EnergyView, energyPage } from './page-data'
import { CheckInForm, type CheckInRow, NewCheckInForm, type NewCheckInValues } from './schema'

export const readEnergy = async (c: Context<App>, query: Record<string, string>) => ({
  ...(await energyPage(c.env.DB, c.var.user.id, c.var.org, EnergyView.parse(query), localNow(c.var.user))),
  clock: c.var.user.preferences.clock,
})

const list = async (c: Context<App>, search: URLSearchParams) => (
  <EnergyList {...(await readEnergy(c, Object.fromEntries(search)))} oob />
)

const organizationsOf = (c: Context<App>, id = c.req.param('id') ?? '') =>
  organizationChoices(c.env.DB, c.var.user.id, { table: 'energy_checkins', id })

export const checkInList = listed<CheckInRow>({
  name: 'check-in',
  path: '/energy',
  titleOf: levelsText,
  item: (row, c) => <CheckInItem checkIn={row} clock={c.var.user.preferences.clock} />,
  list,
  early: (c) => organizationsOf(c),
  fields: async (c, { row, draft, idPrefix }) => (
    <CheckInFields row={row} draft={draft} organizations={await organizationsOf(c, row?.id)} idPrefix={idPrefix} />
  ),
})

/** Answers a new check-in from any page: the toast leads to its words, and the list is there on its own page only. */
const added = (c: Context<App>, { id }: Done<CheckInRow>) => {
  const toast = {
    message: 'Checked in',
    link: { href: `/energy/${id}/edit`, text: 'Add words' },
    undo: `/energy/${id}/delete`,
  }
  const here = new URL(cameFrom(c, '/energy'), c.req.url)
  return respond(c, {
    toast,
    page: '/energy',
    fragments: async () => [<CheckInDialogForm />, here.pathname === '/energy' && (await list(c, here.searchParams))],
  })
}

const show = (c: Context<App>, row: CheckInRow) =>
  wantsFragment(c) ? checkInList.show(c, row) : c.redirect(`/energy?date=${row.date}#check-in-${row.id}`, 303)

export const checkInPages: Pages<CheckInRow, NewCheckInValues> = {
  ...checkInList,
  create: NewCheckInForm,
  edit: CheckInForm,
  described: async (c, { id }) => ({
    energy_level: ['Energy', energyName],
    engagement_level: ['Engagement', engagementName],
    mood: ['Mood'],
    notes: ['Notes'],
    organization_id: describedChoice(await organizationsOf(c, id)),
  }),
  newForm: async (c, draft) => {
    if (wantsFragment(c) && !draft) return <CheckInDialogForm />
    const organizations = await organizationsOf(c)
    const Form = wantsFragment(c) ? CheckInDialogForm : NewForm
    return <Form draft={draft} organizations={organizations} organization={addedTo(c) ?? ''} />
  },
  show,
  answer: (c, done) => (done.action === 'add' ? added(c, done) : checkInList.answer(c, done)),
}
