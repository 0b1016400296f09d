import { type Link, type MembersAt, membersOf } from '../../ledger/goal-tree'
import { type Family, subtreeIds } from './measure'

/** Gives the members of the goals of a family. @param links of all goals that were moved, deleted or restored */
export const membersIn = (family: Family, links: Link[]): MembersAt => {
  if (links.length === 0) return (id) => subtreeIds(family, id)
  const present = [...family.byId.values()].map(({ id, parent_id }) => ({ id, parent_id, until_date: null }))
  return membersOf([...present, ...links])
}
