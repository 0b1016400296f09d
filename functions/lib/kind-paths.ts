import { type Kind, kindEntry } from './kinds'

type RowOfKind = { kind: Kind; id: string; parent_id: string | null }

/** Path of a row; its edit, delete and restore are below it. */
export const kindPath = ({ kind, id, parent_id }: RowOfKind) => kindEntry(kind).path(id, parent_id)

/** Path of the page that shows a row: its own, or that of the row it is a part of. */
export const kindPage = (row: RowOfKind) => {
  const { parent } = kindEntry(row.kind)
  return parent ? kindEntry(parent.kind).path(row.parent_id ?? '', null) : kindPath(row)
}
