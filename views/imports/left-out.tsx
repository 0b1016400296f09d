import type { LeftOut } from '../../functions/lib/files/left-out'
import { PlainRow } from '../ui/section'
import { Some } from './page'

/** Something that an import leaves out, as a row. */
export const LeftOutItem = ({ line, what, reason }: LeftOut) => (
  <PlainRow name={what} parts={[line > 0 && `Line ${line}`, reason]} />
)

/** The rows that an import leaves out, in its preview; empty if there are none. */
export const LeftOutList = ({ rows, id = 'left-out' }: { rows: readonly LeftOut[]; id?: string }) => (
  <Some id={id} title="Left out" rows={rows} item={(row) => <LeftOutItem {...row} />} foldOver={10} small />
)
