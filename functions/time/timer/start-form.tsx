import type { Context } from 'hono'
import { StartTimer, type StartValues } from '../../../views/time/timer/form'
import { type App, declares } from '../../lib/env'
import type { Draft } from '../../lib/form'
import { sessionChoices } from '../sessions/choices'
import { withGeneral } from '../sessions/general'
import type { StartForm } from './forms'
import { activeTimer } from './queries'

export const startTitle = 'Start the timer'

const emptyValues = { title: '', project_id: '', goal_id: '', plan: '', task_id: '', tags: '', started_at: '' }

type Shown = { draft?: Draft<StartForm>; values?: StartValues }

/** Starts the reads of a form about the timer. */
export const withStartForm = declares<App>(
  (c) => activeTimer(c.env.DB, c.var.user.id),
  (c) => sessionChoices(c.env.DB, c.var.user.id, c.var.org),
)

export const startForm = async (c: Context<App>, { draft, values = draft ? undefined : emptyValues }: Shown = {}) => {
  const { DB } = c.env
  const userId = c.var.user.id
  const running = (await activeTimer(DB, userId)) !== null
  const choices = withGeneral(await sessionChoices(DB, userId, c.var.org), c.var.org)
  return <StartTimer running={running} draft={draft} values={values} choices={choices} />
}
