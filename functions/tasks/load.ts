import { type Loaded, loads } from '../lib/load'
import { task } from './queries'
import type { ListedTask } from './schema'

export type WithTask = Loaded<'task', ListedTask>

export const loadTask = loads('task', (c, id) => task(c.env.DB, c.var.user.id, id))
