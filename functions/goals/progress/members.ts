import { type MembersAt, membersSince } from '../../ledger/goal-tree'
import { type Family, subtreeIds } from './measure'

/** Gives the members of the goals of a family; reads what was moved into or out of it only if anything was. */
export const readMembers = async (
  db: D1Database,
  userId: string,
  { family, moved, since }: { family: Family; moved: boolean; since: string },
): Promise<MembersAt> =>
  moved ? membersSince(db, userId, [], since, [...family.byId.values()]) : (id) => subtreeIds(family, id)
