import type { Context } from 'hono'
import { CheckInFields } from '../../../views/reviews/energy/form'
import { EnergyList, EnergyPage } from '../../../views/reviews/energy/page'
import { CheckInItem } from '../../../views/reviews/energy/row'
import { type App, localNow } from '../../lib/env'
import { allOrgs } from '../../lib/org'
import { describedFiling, filingChoices } from '../../lib/resource/choices'
import { listedPages } from '../../lib/resource/listed'
import { EnergyView, energyPage } from './averages'
import { checkInResource } from './resource'
import { CheckInForm, energyName, engagementName, filing, levelsText, NewCheckInForm } from './schema'
import { answerCheckIn, newCheckIn } from './two-taps'

const choicesOf = (c: Context<App>) => filingChoices(c.env.DB, c.var.user.id, allOrgs, filing.ids)

/** `/energy` */
export const { pages: checkInPages, routes: energy } = listedPages(checkInResource, {
  path: '/energy',
  title: 'Energy',
  titleOf: levelsText,
  create: NewCheckInForm,
  edit: CheckInForm,
  read: async (c, query) => ({
    ...(await energyPage(c.env.DB, c.var.user.id, c.var.org, EnergyView.parse(query), localNow(c.var.user))),
    clock: c.var.user.preferences.clock,
  }),
  view: (page) => <EnergyPage {...page} />,
  list: (page) => <EnergyList {...page} oob />,
  item: (row, c) => <CheckInItem checkIn={row} clock={c.var.user.preferences.clock} />,
  placeOf: ({ date }) => `/energy?date=${date}`,
  fields: async (c, props) => <CheckInFields {...props} choices={await choicesOf(c)} />,
  described: async (c, saved) => ({
    energy_level: ['Energy', energyName],
    engagement_level: ['Engagement', engagementName],
    mood: ['Mood'],
    notes: ['Notes'],
    ...describedFiling(await choicesOf(c), saved, filing.ids),
  }),
  newForm: (c, draft) => newCheckIn(c, draft, () => choicesOf(c)),
  added: answerCheckIn,
})
