import { type ChunkValues, editChunk } from './markdown/edit'
import type { ReadPlan } from './markdown/read'

/** The first member whose new text would be read as something else. @param now epoch ms */
export const garbledMember = (read: ReadPlan, id: string, changes: Partial<ChunkValues>, now: number) =>
  Object.keys(changes).find((name) => {
    const one = Object.fromEntries(Object.entries(changes).filter(([other]) => other === name))
    return editChunk(read, id, one, now) === 'garbled'
  }) ?? ''
