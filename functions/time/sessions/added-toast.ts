import type { Context } from 'hono'
import type { ToastProps } from '../../../views/ui/toast'
import { type App, todayOf } from '../../lib/env'
import { pathTo } from '../../lib/http/path-to'
import { duration, shortDate } from '../../lib/text/format'
import { dayOf, type Zone } from '../../lib/time/days'
import { elsewhereWords, generalWords } from './general'
import { isPlanned } from './planned'
import type { ListedSession } from './schema'
import { sessionTitle, shortTitle } from './title'

export type AddedSession = Zone &
  Pick<ListedSession, 'id' | 'title' | 'project_id' | 'started_at' | 'ended_at' | 'duration_seconds'>

/** `today`, `on Sat 28 Nov` */
export const onDateText = (date: string, today: string) => (date === today ? 'today' : `on ${shortDate(date, today)}`)

type Options = {
  /** Epoch ms. */
  now: number
  /** The general project, if the session was filed there by default. */
  general?: { name: string } | null
  /** ` in new project “Thesis”` */
  created?: string
}

/** `Logged 1h on Sat 28 Nov: Thesis`, with a link to the session; `Planned 1h …` if it ends in the future. */
export const addedToast = <E extends App>(
  c: Context<E>,
  session: AddedSession,
  { now, general = null, created = '' }: Options,
): ToastProps & { undo: string } => {
  const verb = isPlanned(session, now) ? 'Planned' : 'Logged'
  const day = onDateText(dayOf(session.started_at, session), todayOf(c))
  const where = general ? generalWords(general) : elsewhereWords(c.var.orgTime, session)
  const path = pathTo`/sessions/${session.id}`
  return {
    message: `${verb} ${duration(session.duration_seconds)} ${day}${created}${where}:`,
    link: { href: path, text: shortTitle(sessionTitle({ ...session, focus_ends_at: null })) },
    undo: `${path}/delete`,
  }
}
