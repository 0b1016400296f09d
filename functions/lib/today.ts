import type { Context } from 'hono'
import { dayOf } from './days'
import type { App } from './env'

export const todayOf = <E extends App>(c: Context<E>) => dayOf(Date.now(), c.var.user.preferences)
