import type { LeftOut } from '../../functions/lib/files/left-out'
import { PlainRow } from '../ui/section'
import { PreviewRows } from './page'

/** A row for something that an import leaves out. */
export const LeftOutItem = ({ line, what, reason }: LeftOut) => (
  <PlainRow name={what} parts={[line > 0 && `Line ${line}`, reason]} />
)

/** List of everything that an import leaves out, in its preview; empty if nothing is left out. */
export const LeftOutList = ({ rows, id = 'left-out' }: { rows: readonly LeftOut[]; id?: string }) => (
  <PreviewRows id={id} title="Left out" rows={rows} item={(row) => <LeftOutItem {...row} />} foldOver={10} small />
)
