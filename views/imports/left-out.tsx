import type { LeftOut } from '../../functions/lib/files/left-out'
import { PlainRow } from '../ui/section'
import { Some } from './page'

/** Something that an import leaves out, as a row. */
export const LeftOutItem = ({ line, what, reason }: LeftOut) => (
  <PlainRow name={what} parts={[line > 0 && `Line ${line}`, reason]} />
)

/** The part of a preview that names what an import leaves out. Nothing where it takes all. */
export const LeftOutList = ({ rows, id = 'left-out' }: { rows: readonly LeftOut[]; id?: string }) => (
  <Some id={id} title="Left out" rows={rows} item={(row) => <LeftOutItem {...row} />} foldOver={10} small />
)
