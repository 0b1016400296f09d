import { type Loaded, loads } from '../lib/load'
import { skill } from './queries'
import type { Skill } from './schema'

export type WithSkill = Loaded<'skill', Skill>

export const loadSkill = loads('skill', (c, id) => skill(c.env.DB, c.var.user.id, id))
