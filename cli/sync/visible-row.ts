import type { DataOf, EntityType } from '../../functions/programs/sync/core/protocol'
import type { DeviceStore } from './store'

/** A row as the person sees it, with its queued write applied. Null if it is deleted or never existed. */
export const visibleRow = <Type extends EntityType>(
  store: DeviceStore,
  type: Type,
  id: string,
): DataOf[Type] | null => {
  const pending = store.pendingOf(type, id)
  return pending ? pending.data : (store.row(type, id)?.data ?? null)
}
