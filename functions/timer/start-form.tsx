import type { Context } from 'hono'
import { StartTimer, type StartValues } from '../../views/timer/form'
import type { App } from '../lib/env'
import type { Draft } from '../lib/form'
import { choicesFor } from '../sessions/choices'
import type { StartForm } from './forms'
import { activeTimer } from './queries'

export const startTitle = 'Start the timer'

const emptyValues = { title: '', project_id: '', goal_id: '', tags: '', started_at: '' }

type Shown = { draft?: Draft<StartForm>; values?: StartValues }

export const startForm = async (c: Context<App>, { draft, values = draft ? undefined : emptyValues }: Shown = {}) => {
  const { DB } = c.env
  const userId = c.var.user.id
  const running = (await activeTimer(DB, userId)) !== null
  return <StartTimer running={running} draft={draft} values={values} choices={await choicesFor(DB, userId)} />
}
