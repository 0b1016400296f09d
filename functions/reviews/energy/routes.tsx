import type { Context } from 'hono'
import type { Child } from 'hono/jsx'
import { CheckInItem, EnergyList, EnergyPage } from '../../../views/reviews/energy/page'
import { CheckInDialogForm, CheckInForm, levelSlots } from '../../../views/reviews/energy/two-taps'
import { selectedKind } from '../../changes/selected'
import { instantInput } from '../../lib/api/values'
import { type App, localNow } from '../../lib/env'
import type { AnyDraft } from '../../lib/http/form'
import { pathTo } from '../../lib/http/path-to'
import { regionOnScreen, respond, wantsFragment } from '../../lib/http/respond'
import type { FilingChoice } from '../../lib/resource/filing-choices'
import { choicesOf } from '../../lib/resource/kind'
import { kindApi } from '../../lib/resource/kind-api'
import { kindPages } from '../../lib/resource/kind-pages'
import { preselectedFiling } from '../../lib/resource/new-row-filing'
import type { CompletedWrite } from '../../lib/resource/resource-pages'
import { EnergyView, energyPage } from './averages'
import { type CheckInRow, checkInKind, checkInResource, checkIns, levelsText } from './schema'

/** Form of a new check-in, in the dialog of any page or on its own page. */
const newCheckIn = async (c: Context<App>, draft: AnyDraft | undefined, readChoices: () => Promise<FilingChoice[]>) => {
  if (wantsFragment(c) && !draft) return <CheckInDialogForm />
  const choices = await readChoices()
  const Form = wantsFragment(c) ? CheckInDialogForm : CheckInForm
  return <Form draft={draft} choices={choices} linked={preselectedFiling(c)} />
}

/** Responds to a new check-in from any page. The toast links to its note; the list is updated only on its own page. */
const answerCheckIn = (
  c: Context<App>,
  { id }: CompletedWrite<CheckInRow>,
  list: (search: URLSearchParams) => Promise<Child>,
) => {
  const toast = {
    message: 'Checked in',
    link: { href: pathTo`/energy/${id}/edit`, text: 'Add words' },
    undo: pathTo`/energy/${id}/delete`,
  }
  const search = regionOnScreen(c, '/energy')
  return respond(c, {
    toast,
    page: '/energy',
    fragments: async () => [<CheckInDialogForm />, search && (await list(search))],
  })
}

const listed = kindPages(checkInKind, checkInResource, {
  title: 'Energy',
  follows: true,
  titleOf: levelsText,
  read: async (c, query) => ({
    ...(await energyPage(c.env.DB, c.var.user.id, c.var.org, EnergyView.parse(query), localNow(c.var.user))),
    clock: c.var.user.preferences.clock,
  }),
  view: (page) => <EnergyPage {...page} />,
  list: (page) => <EnergyList {...page} oob />,
  item: (row, c) => <CheckInItem checkIn={row} clock={c.var.user.preferences.clock} />,
  placeOf: ({ date }) => `/energy?date=${date}`,
  slots: () => levelSlots,
  newForm: (c, draft) => newCheckIn(c, draft, () => choicesOf(c, checkInKind.ids)),
  added: answerCheckIn,
})

export const checkInPages = listed.pages

/** `/energy` */
export const energy = selectedKind(checkInKind, listed)

/** A new check-in may be about an earlier time. An edit does not change the time. */
const at = instantInput.optional().meta({ description: 'When it was; now without it.', format: 'date-time' })

/** `/api/v1/energy` */
export const energyApi = kindApi(checkInKind, checkInResource, {
  ...checkInKind.bodies(
    { create: { energy_level: 4, engagement_level: 3, mood: 'calm' }, patch: { notes: 'After lunch' } },
    { at },
  ),
  tag: 'Energy',
  list: checkIns,
})
