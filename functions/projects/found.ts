import { type Loaded as FoundRow, loads } from '../lib/load'
import * as q from './queries'
import type { ListedProject } from './schema'

export type Found = FoundRow<'project', ListedProject>

/** Loads the project named in the path, unless it is deleted. */
export const found = loads('project', (c, id) => q.project(c.env.DB, c.var.user.id, id))
