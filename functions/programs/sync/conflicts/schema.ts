import { z } from 'zod'
import { flagColumn, jsonColumn } from '../../../lib/db/sql'
import { cursorText } from '../../../lib/http/list-view'
import type { EntityType } from '../core/protocol'
import { CardExtra, PlanExtra, SessionExtra, storedData } from '../entities/rows'

const text = z.string().nullable()

/** Columns of a conflict, whatever it is about. */
const rowColumns = {
  id: z.string(),
  row_id: z.string(),
  /** `timer`: a running timer was ended since another one began later. */
  reason: z.enum(['edit', 'timer']),
  /** Why the row of a device could not be stored; null for any other conflict. */
  refusal: text,
  title: z.string(),
  /** Devices; null for the browser and other programs. */
  lost_by: text,
  kept_by: text,
  /** When the lost version was written (epoch ms). */
  updated_at: z.int(),
  created_at: z.int(),
  settled_at: z.int().nullable(),
}

/** Names of a version's project, goal, plan and chunk; null without one, or if the row is gone. */
const Names = z.object({ project: text, goal: text, plan: text, chunk: text })

export type Names = z.infer<typeof Names>

const columns = {
  ...rowColumns,
  is_deletion: flagColumn,
  /** A row as its device sent it, where it was refused. */
  refused: jsonColumn(z.record(z.string(), z.unknown())).nullable(),
}

const conflictOf = <Type extends EntityType, Data extends z.ZodType, Extra extends z.ZodType>(
  type: Type,
  data: Data,
  extra: Extra,
) =>
  z.object({
    ...columns,
    type: z.literal(type),
    lost: jsonColumn(data).nullable(),
    lost_names: jsonColumn(Names),
    present: jsonColumn(
      z.object({
        seq: z.int(),
        updated_at: z.int(),
        deleted_at: z.int().nullable(),
        data: data.nullable(),
        extra,
        names: Names,
      }),
    ).nullable(),
  })

/**
 * A conflict with both versions. The lost one is null for a deletion, and so is the data of a plan that is too long for
 * a list; the present one is null where the row was removed for good.
 */
export const Conflict = z.discriminatedUnion('type', [
  conflictOf('plan', storedData.plan, PlanExtra),
  conflictOf('session', storedData.session, SessionExtra),
  conflictOf('card', storedData.card, CardExtra),
])

export type Conflict = z.infer<typeof Conflict>

export type ConflictOf<Type extends Conflict['type']> = Extract<Conflict, { type: Type }>

/** True where there is no row now, or a deleted one. */
export const isGone = ({ present }: Conflict) => present === null || present.deleted_at !== null

/** Query of the inbox: open conflicts, or settled ones. */
export const ConflictsView = z.object({ show: z.enum(['open', 'settled']).catch('open'), before: cursorText })

export type ConflictsView = z.infer<typeof ConflictsView>

export const conflictsPath = '/settings/devices/conflicts'
