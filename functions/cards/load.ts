import { type Loaded, loads } from '../lib/load'
import { card } from './queries'
import type { ListedCard } from './schema'

export type WithCard = Loaded<'card', ListedCard>

export const loadCard = loads('card', (c, id) => card(c.env.DB, c.var.user.id, id))
