import { type Loaded, loads } from '../lib/load'
import { actionItem } from './queries'
import type { ListedActionItem } from './schema'

export type WithItem = Loaded<'item', ListedActionItem>

export const loadItem = loads('item', (c, id) => actionItem(c.env.DB, c.var.user.id, id))
