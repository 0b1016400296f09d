import type { Context } from 'hono'
import { CheckInDialogForm, CheckInFields, CheckInForm as NewForm } from '../../views/energy/form'
import { EnergyList } from '../../views/energy/page'
import { CheckInItem } from '../../views/energy/row'
import type { App } from '../lib/env'
import { localNow } from '../lib/now'
import { cameFrom, wantsFragment } from '../lib/page'
import { listed } from '../lib/resource/listed'
import type { Done, Pages } from '../lib/resource/pages'
import { respond } from '../lib/respond'
import { energyName, engagementName, levelsText } from './levels'
import { EnergyView, energyPage } from './page-data'
import { CheckInForm, type CheckInRow, NewCheckInForm, type NewCheckInValues } from './schema'

export const readEnergy = (c: Context<App>, view: EnergyView) =>
  energyPage(c.env.DB, c.var.user.id, view, localNow(c.var.user))

const list = async (c: Context<App>, search: URLSearchParams) => {
  const page = await readEnergy(c, EnergyView.parse(Object.fromEntries(search)))
  return <EnergyList {...page} clock={c.var.user.preferences.clock} oob />
}

export const checkInList = listed<CheckInRow>({
  name: 'check-in',
  path: '/energy',
  titleOf: levelsText,
  item: (row, c) => <CheckInItem checkIn={row} clock={c.var.user.preferences.clock} />,
  list,
  fields: (_, { row, draft, idPrefix }) => <CheckInFields row={row} draft={draft} idPrefix={idPrefix} />,
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
  described: () => ({
    energy_level: ['Energy', energyName],
    engagement_level: ['Engagement', engagementName],
    mood: ['Mood'],
    notes: ['Notes'],
  }),
  newForm: (c, draft) => (wantsFragment(c) ? <CheckInDialogForm draft={draft} /> : <NewForm draft={draft} />),
  show,
  answer: (c, done) => (done.action === 'add' ? added(c, done) : checkInList.answer(c, done)),
}
