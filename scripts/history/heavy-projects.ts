import { nextColor } from '../../functions/filing/projects/queries'
import type { Random } from './random'
import type { HistoryProject } from './write'

const named = [
  ['Platform', 'Ferrow', 'work'],
  ['Research', '', 'learning'],
  ['Website', 'Ferrow', 'work'],
  ['Website', 'Oak & Reed', 'work'],
  ['Mobile app', 'Oak & Reed', 'work'],
  ['Audit', 'Marlow', 'work'],
  ['Administration', '', 'work'],
  ['Reading', '', 'learning'],
  ['Spanish', '', 'personal'],
  ['Workshop series', 'Marlow', 'work'],
] as const

/** Ten projects under three clients. `createdAt` is epoch ms. */
export const heavyProjects = (random: Random, createdAt: number): HistoryProject[] =>
  named.map(([name, client, classification], index) => ({
    id: random.id(createdAt + index),
    name,
    client,
    classification,
    color: nextColor(index),
    import_id: null,
    status: index === named.length - 1 ? 'inactive' : 'active',
  }))
