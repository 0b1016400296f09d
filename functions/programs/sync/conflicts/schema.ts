import { z } from 'zod'
import { flagColumn, jsonColumn } from '../../../lib/db/sql'
import { cursorText } from '../../../lib/http/list-view'
import type { EntityType } from '../core/protocol'
import { CardExtra, PlanExtra, SessionExtra, storedData } from '../entities/rows'

const text = z.string().nullable()

/** Columns of all conflicts. */
const rowColumns = {
  id: z.string(),
  row_id: z.string(),
  /** `timer`: a running timer was ended because a later one had started. */
  reason: z.enum(['edit', 'timer']),
  /** Why a device's row could not be stored; null in other conflicts. */
  refusal: text,
  title: z.string(),
  /** Devices that wrote the lost and the kept version; null for the browser and other programs. */
  lost_by: text,
  kept_by: text,
  /** Time at which the lost version was written (epoch ms). */
  updated_at: z.int(),
  created_at: z.int(),
  settled_at: z.int().nullable(),
}

/** Names of a version's project, goal, plan and chunk; null if unset, or if that row is gone. */
const Names = z.object({ project: text, goal: text, plan: text, chunk: text })

export type Names = z.infer<typeof Names>

const columns = {
  ...rowColumns,
  is_deletion: flagColumn,
  /** The row as sent by its device, if it was refused. */
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
 * A conflict with both versions. `lost` is null for a deletion, and `present` if the row was deleted for good. The data
 * of a plan is null if it is too long for a list.
 */
export const Conflict = z.discriminatedUnion('type', [
  conflictOf('plan', storedData.plan, PlanExtra),
  conflictOf('session', storedData.session, SessionExtra),
  conflictOf('card', storedData.card, CardExtra),
])

export type Conflict = z.infer<typeof Conflict>

export type ConflictOf<Type extends Conflict['type']> = Extract<Conflict, { type: Type }>

/** True if the row is gone, or is deleted. */
export const isGone = ({ present }: Conflict) => present === null || present.deleted_at !== null

/** Query of the inbox: open or resolved conflicts. */
export const ConflictsView = z.object({ show: z.enum(['open', 'settled']).catch('open'), before: cursorText })

export type ConflictsView = z.infer<typeof ConflictsView>

export const conflictsPath = '/settings/devices/conflicts'
