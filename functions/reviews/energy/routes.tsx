import { EnergyList, EnergyPage } from '../../../views/reviews/energy/page'
import { CheckInItem } from '../../../views/reviews/energy/row'
import { Levels } from '../../../views/ui/field'
import { localNow } from '../../lib/env'
import { choicesOf } from '../../lib/resource/kind'
import { kindPages } from '../../lib/resource/plain'
import { EnergyView, energyPage } from './averages'
import { checkInResource } from './resource'
import { checkInKind, energyNames, engagementNames, levelsText } from './schema'
import { answerCheckIn, newCheckIn } from './two-taps'

/** `/energy` */
export const { pages: checkInPages, routes: energy } = kindPages(checkInKind, checkInResource, {
  title: 'Energy',
  titleOf: levelsText,
  read: async (c, query) => ({
    ...(await energyPage(c.env.DB, c.var.user.id, c.var.org, EnergyView.parse(query), localNow(c.var.user))),
    clock: c.var.user.preferences.clock,
  }),
  view: (page) => <EnergyPage {...page} />,
  list: (page) => <EnergyList {...page} oob />,
  item: (row, c) => <CheckInItem checkIn={row} clock={c.var.user.preferences.clock} />,
  placeOf: ({ date }) => `/energy?date=${date}`,
  slots: () => ({
    energy_level: (field) => <Levels {...field} names={energyNames} />,
    engagement_level: (field) => <Levels {...field} names={engagementNames} />,
  }),
  newForm: (c, draft) => newCheckIn(c, draft, () => choicesOf(c, checkInKind.ids)),
  added: answerCheckIn,
})
