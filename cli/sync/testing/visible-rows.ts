import type { DataOf, EntityType } from '../../../functions/programs/sync/core/protocol'
import type { DeviceStore } from '../store'

/** All rows as the person sees them, by id. */
export const visibleRows = <Type extends EntityType>(store: DeviceStore, type: Type): Map<string, DataOf[Type]> => {
  const shown = new Map<string, DataOf[Type]>()
  for (const { id, data } of store.rows(type)) if (data) shown.set(id, data)
  for (const { id, data } of store.pending(type, Number.MAX_SAFE_INTEGER)) {
    if (data) shown.set(id, data)
    else shown.delete(id)
  }
  return shown
}
