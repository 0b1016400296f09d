import type { Context } from 'hono'
import type { Child } from 'hono/jsx'
import { CheckInDialogForm, CheckInForm } from '../../../views/reviews/energy/two-taps'
import type { App } from '../../lib/env'
import { linkedTo } from '../../lib/resource/added'
import type { FilingChoice } from '../../lib/resource/choices'
import type { AnyDraft, Done } from '../../lib/resource/pages'
import { regionOnScreen, respond, wantsFragment } from '../../lib/respond'
import type { CheckInRow } from './schema'

/** The form of a new check-in: in the dialog of any page, or on a page of its own. */
export const newCheckIn = async (
  c: Context<App>,
  draft: AnyDraft | undefined,
  readChoices: () => Promise<FilingChoice[]>,
) => {
  if (wantsFragment(c) && !draft) return <CheckInDialogForm />
  const choices = await readChoices()
  const Form = wantsFragment(c) ? CheckInDialogForm : CheckInForm
  return <Form draft={draft} choices={choices} linked={linkedTo(c)} />
}

/** Answers a new check-in from any page: the toast leads to its words, and the list is there on its own page only. */
export const answerCheckIn = (
  c: Context<App>,
  { id }: Done<CheckInRow>,
  list: (search: URLSearchParams) => Promise<Child>,
) => {
  const toast = {
    message: 'Checked in',
    link: { href: `/energy/${id}/edit`, text: 'Add words' },
    undo: `/energy/${id}/delete`,
  }
  const search = regionOnScreen(c, '/energy')
  return respond(c, {
    toast,
    page: '/energy',
    fragments: async () => [<CheckInDialogForm />, search && (await list(search))],
  })
}
